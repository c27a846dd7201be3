"""Bring the translations up to the code: /usr/bin/python3 scripts/make_translations.py [OUTFOLDER].

Every text that the plugin puts through `tr()` gets into resources/translations/*.ts with what was
translated before; the .qm beside it is what Qt loads. A translator opens the .ts in Qt Linguist,
then runs this. A text marked unfinished is not yet reviewed; it is shown all the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from translations.compiled import compiled
from translations.linguist import read_ts, write_ts
from translations.words import CONTEXT, words_of

PLUGIN = Path(__file__).resolve().parents[1] / "family_hub_planner"
FOLDER = PLUGIN / "resources" / "translations"
NOTES = {
    "cy": "Cyfieithiad heb ei adolygu. UNREVIEWED first translation: no Welsh speaker of the "
    "field has read it yet. A text is reviewed once its type=unfinished is taken away."
}


def main() -> None:
    """Write each language's two files into the folder named, or into the plugin."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    words = words_of(PLUGIN)
    for language, note in NOTES.items():
        name = f"family_hub_planner_{language}"
        known = read_ts(FOLDER / f"{name}.ts")
        write_ts(folder / f"{name}.ts", language, words, known, note)
        now = {text: known.get(text, ("", ""))[0] for text in words}
        (folder / f"{name}.qm").write_bytes(compiled(CONTEXT, language, now))
        done = sum(map(bool, now.values()))
        print(f"{name}: {done} of {len(words)} texts translated")


if __name__ == "__main__":
    main()
