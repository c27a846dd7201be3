"""Read and write .ts files, as Qt Linguist does; texts without places, so that they stay put."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .words import CONTEXT

UNFINISHED, FINISHED, VANISHED = "unfinished", "", "vanished"


def read_ts(path: Path) -> dict[str, tuple[str, str]]:
    """Give for each text its translation and its state, as Qt names them.

    "" once reviewed, "unfinished" before, "vanished" where the code has the text no more.
    """
    if not path.is_file():
        return {}
    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        source = message.findtext("source") or ""
        if translation is not None:
            found[source] = (translation.text or "", translation.get("type", FINISHED))
    return found


def write_ts(
    path: Path, language: str, words: list[str], known: Mapping[str, tuple[str, str]], note: str
) -> None:
    """Write the texts with what is known of their translations.

    A translated text that the code has no more is kept as vanished: it may come back.
    """
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f"<!-- {note} -->",
        f'<TS version="2.1" language="{language}" sourcelanguage="en_GB">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    vanished = sorted(text for text in set(known) - set(words) if known[text][0])
    for text in [*words, *vanished]:
        translation, state = known.get(text, ("", UNFINISHED))
        if text in vanished:
            state = VANISHED
        elif state == VANISHED:
            state = UNFINISHED
        kind = f' type="{state}"' if state else ""
        lines += [
            "    <message>",
            f"        <source>{escape(text)}</source>",
            f"        <translation{kind}>{escape(translation)}</translation>",
            "    </message>",
        ]
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), encoding="utf-8")
