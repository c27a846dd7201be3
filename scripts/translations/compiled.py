"""Compile translations to a .qm file, the form that Qt loads.

Qt's lrelease is in no QGIS and not in what `make setup` installs, and the form is small: a magic
number, then sections of (tag, length, bytes). `hashes` holds (hash of the source text, offset),
sorted, `messages` the translations at these offsets. SOURCE: Qt 5 and 6, qtranslator.cpp.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
HASHES, MESSAGES, LANGUAGE = 0x42, 0x69, 0xA7
END, TRANSLATION, SOURCE, CONTEXT_NAME, COMMENT = 1, 3, 6, 7, 8


def compiled(context: str, language: str, translations: Mapping[str, str]) -> bytes:
    """Give the .qm file of translations by source text; empty ones are left to the source."""
    messages, hashes = b"", []
    for source, translation in sorted(translations.items()):
        if not translation:
            continue
        hashes.append((_hash(source.encode()), len(messages)))
        messages += _message(context, source, translation)
    table = b"".join(struct.pack(">II", *pair) for pair in sorted(hashes))
    sections = ((LANGUAGE, language.encode()), (HASHES, table), (MESSAGES, messages))
    return MAGIC + b"".join(struct.pack(">BI", tag, len(part)) + part for tag, part in sections)


def _message(context: str, source: str, translation: str) -> bytes:
    text = translation.encode("utf-16-be")
    parts = (
        (TRANSLATION, text), (COMMENT, b""), (SOURCE, source.encode()),
        (CONTEXT_NAME, context.encode()),
    )  # fmt: skip
    body = b"".join(struct.pack(">BI", tag, len(part)) + part for tag, part in parts)
    return body + struct.pack(">B", END)


def _hash(text: bytes) -> int:
    """Give the hash of ELF object files, never nought, as Qt reckons it."""
    value = 0
    for byte in text:
        value = ((value << 4) + byte) & 0xFFFFFFFF
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1
