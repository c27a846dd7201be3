"""Draw the pictures of help, README and tutorial: /usr/bin/python3 scripts/make_docs_pictures.py.

The help's maps are drawn from runs on the sample county (about 20 s), the README's by the
demonstration (30 s); the tutorial's are grabbed from QGIS itself, driven through its steps on a
display of its own (Xvfb; about two minutes). Give `help`, `readme` or `tutorial` for one of them.
`make docs-pictures` calls it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

ROOT = Path(__file__).resolve().parents[1]
HELP = ROOT / "family_hub_planner" / "resources" / "help" / "pictures"
PICTURE_PIXELS = 480
PANEL_PIXELS = 224  # the width of the help panel in a dialog that was never enlarged
README = ROOT / "docs" / "pictures" / "demo_map.png"
README_PIXELS = 1500
TUTORIAL = ROOT / "docs" / "pictures" / "tutorial"


def draw_help() -> None:
    """Run every algorithm on the sample county and draw what it gives."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from docs_pictures.help_maps import draw, maps, pack, printed
    from docs_pictures.runs import every_run
    from docs_pictures.small_png import save_small

    with every_run() as runs:
        pictures = {name: draw(shown) for name, shown in maps(runs)}
        pictures["printmap"] = printed(runs, runs.folder)
        pictures["report"] = pack(runs)
        for name, picture in pictures.items():
            save_small(picture, HELP / f"{name}.png", PICTURE_PIXELS)
            save_small(picture, HELP / "small" / f"{name}.png", PANEL_PIXELS)
            print(f"{name}.png")


def draw_readme() -> None:
    """Run the demonstration on the sample county and keep its map."""
    from docs_pictures.small_png import save_small
    from qgis.PyQt.QtGui import QImage

    quiet = {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, str(ROOT / "scripts" / "run_demo.py"), "--output", folder]
        subprocess.run(demo, check=True, env={**os.environ, **quiet})
        save_small(QImage(str(Path(folder) / "map.png")), README, README_PIXELS)


def main() -> int:
    """Draw what was asked for, each in a process of its own."""
    wanted = sys.argv[1:] or ["help", "readme", "tutorial"]
    if wanted == ["readme"]:
        draw_readme()
        return 0
    if wanted == ["help"]:
        draw_help()
        return 0
    if wanted == ["tutorial"]:
        from docs_pictures.desktop import photograph

        return photograph(TUTORIAL)
    return max(subprocess.call([sys.executable, __file__, one]) for one in wanted)


if __name__ == "__main__":
    sys.exit(main())
