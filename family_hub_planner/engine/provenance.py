"""Where a table came from: the facts that travel with every result to the report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

SHOWN_OF_CHECKSUM = 12
"""Hexadecimal digits of a checksum that are printed; the whole one stays with the table."""
# Data sets that come in editions which are not to be mixed up: where none is known, that is said.
_IN_EDITIONS = ("Indices of Deprivation", "Index of Multiple Deprivation")


@dataclass(frozen=True)
class Provenance:
    """Dataset, vintage, publisher and licence of one input, with the file's name and SHA-256.

    `fictional` says that the figures are made up in the form of that dataset: it then has neither
    its publisher nor its licence. `treatment` says in words what was done to the figures since,
    `credit` what the user states of publisher and licence that the file does not tell.
    """

    dataset: str
    vintage: str = ""
    publisher: str = ""
    licence: str = ""
    file_name: str = ""
    sha256: str = ""
    fictional: bool = False
    treatment: str = ""
    credit: str = ""

    def sentence(self) -> str:
        """Say the provenance in one line, and what of publisher and licence nobody stated."""
        if self.fictional:
            form = f", in the form of {self.dataset}" if self.dataset else ""
            parts = [f"Fictional{form}", self.vintage, self._file()]
        else:
            which = self.vintage or self._no_edition()
            parts = [self.dataset, which, self.publisher, self.licence, self._file()]
            parts.append(self.credit or self._not_stated())
        return "; ".join(part for part in (*parts, self.treatment) if part)

    def _file(self) -> str:
        """Name the file with the start of its checksum: it tells one download from another."""
        if not (self.file_name and self.sha256):
            return self.file_name
        return f"{self.file_name} (sha256 {self.sha256[:SHOWN_OF_CHECKSUM]})"

    def _no_edition(self) -> str:
        return "edition not stated" if self.dataset.endswith(_IN_EDITIONS) else ""

    def _not_stated(self) -> str:
        facts = {"publisher": self.publisher, "licence": self.licence}
        blank = [name for name, fact in facts.items() if not fact]
        return f"{' and '.join(blank)} not stated" if blank else ""


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
