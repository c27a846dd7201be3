"""A PDF read back by poppler's programs."""

from __future__ import annotations

import subprocess


def poppler(program: str, *arguments) -> str:
    done = subprocess.run(
        [program, *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return done.stdout
