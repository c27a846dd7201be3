"""Texts and rows as the pack's sections want them: figures that lead somewhere, rows by name."""

from __future__ import annotations

from typing import Any

from ..tables import Table

NO_QUESTION = "No question was given with these results."


def untraced(text: str) -> str:
    """Give a text from outside so that nothing in it reads as a traced figure."""
    return text.replace("[[", "[ [").replace("]]", "] ]")


def traced(text: str, key: str) -> str:
    """Write a figure that leads to its trace."""
    return f"[[{text}|{key}]]"


def begun(text: str) -> str:
    """Begin a sentence with a text: "About 5,140"; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def short_source(source: Any) -> str:
    """Name a data set and its date in a few words: what a source's sentence begins with."""
    sentence = source if isinstance(source, str) else source.sentence()
    return ", ".join(part.strip() for part in sentence.split(";")[:2] if part.strip())


def texts(table: Table | None, column: str) -> list[str]:
    """Give a column's different texts in their order, without empty ones."""
    if table is None or column not in table.columns:
        return []
    return list(dict.fromkeys(str(value) for value in table.column(column) if value))


def pairs_of(table: Table | None, key: str, value: str) -> dict[str, str]:
    """Give one column's texts by another's, leaving out empty ones."""
    if table is None or not {key, value} <= set(table.columns):
        return {}
    pairs = zip(table.column(key), table.column(value))
    return {str(name): str(said) for name, said in pairs if said}


def records(table: Table | None) -> list[dict[str, Any]]:
    """Give a table's rows by the names of their columns; none for no table."""
    if table is None:
        return []
    return [dict(zip(table.columns, row)) for row in table.rows()]
