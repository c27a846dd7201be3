"""Read and write .ts files, as Qt Linguist does; texts without places, so that they stay put."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .words import CONTEXT

UNFINISHED, FINISHED = "unfinished", ""


def read_ts(path: Path) -> dict[str, tuple[str, str]]:
    """Give for each text its translation and its state ("" once reviewed, else "unfinished")."""
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
    """Write the texts with what is known of their translations; a text no longer used goes."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f"<!-- {note} -->",
        f'<TS version="2.1" language="{language}" sourcelanguage="en_GB">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    for text in words:
        translation, state = known.get(text, ("", UNFINISHED))
        kind = f' type="{state}"' if state else ""
        lines += [
            "    <message>",
            f"        <source>{escape(text)}</source>",
            f"        <translation{kind}>{escape(translation)}</translation>",
            "    </message>",
        ]
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), encoding="utf-8")
