"""Where a table came from: the facts that travel with every result to the report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Provenance:
    """Dataset, vintage, publisher and licence of one input, with the file's name and SHA-256."""

    dataset: str
    vintage: str = ""
    publisher: str = ""
    licence: str = ""
    file_name: str = ""
    sha256: str = ""

    def sentence(self) -> str:
        """Say the provenance in one line, leaving out what is not known."""
        parts = [self.dataset, self.vintage, self.publisher, self.licence, self.file_name]
        return "; ".join(part for part in parts if part)


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
