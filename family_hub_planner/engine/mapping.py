"""Column mappings as the user writes them: "name=Site Name; uprn=UPRN", or a JSON file."""

from __future__ import annotations

import json
from pathlib import Path

from .errors import FileUnreadableError, InputError, said_by

_EXAMPLE = 'Write it like "name=Site Name; uprn=UPRN", or give the path of a JSON file.'


def parse_mapping(text: str) -> dict[str, str]:
    """Turn a mapping's text, or the JSON file whose path it is, into a dictionary.

    Pairs are parted by ";" or a line break and split at their first "=". Empty text is an empty
    mapping. A heading that itself holds ";" or "=" needs the JSON form.

    Raises
    ------
    InputError
        A pair without "=", an empty side, or a name given twice.
    FileUnreadableError
        A JSON file that is missing, or holds anything but one object of texts.
    """
    text = text.strip()
    if text.startswith("{"):
        return _from_json(text, "the mapping")
    if text.lower().endswith(".json") and "=" not in text:
        return _from_json(_read(Path(text)), Path(text).name)
    parts = (part.strip() for part in text.replace("\n", ";").split(";"))
    return _unique([_pair(part) for part in parts if part])


def _pair(part: str) -> tuple[str, str]:
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if not (name and equals and value):
        raise InputError(f'The mapping has {part!r}, which is not a pair "name=column". {_EXAMPLE}')
    return name, value


def _unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for name, value in pairs:
        if name in mapping:
            raise InputError(f"The mapping gives {name!r} twice. Give each name once.")
        mapping[name] = value
    return mapping


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(f"The mapping file {path.name} cannot be read. {_EXAMPLE}") from (
            error
        )


def _from_json(text: str, name: str) -> dict[str, str]:
    try:
        found = json.loads(text, object_pairs_hook=list)
    except (ValueError, RecursionError) as error:
        why = said_by(error)
        raise FileUnreadableError(f"{name} is not valid JSON ({why}). {_EXAMPLE}") from error
    if not text.lstrip().startswith("{") or not all(isinstance(v, str) for _, v in found):
        raise FileUnreadableError(f'{name} must hold one object of texts: {{"name": "Site Name"}}.')
    return _unique(found)
