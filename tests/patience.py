"""How long a test waits: a stuck run is still named, and a busy machine is no fault."""

from __future__ import annotations

PATIENCE = 300_000  # ms
SECONDS = PATIENCE // 1000
