"""How many files are spoilt: the same few in every `make test`, many new ones in `make fuzz`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

LONG_RUN = int(os.environ.get("FUZZ_EXAMPLES") or 0)
"""Examples a test in a long run (`make fuzz`); 0 for the short, always equal one."""


def budget(examples: int) -> settings:
    """Give the settings of a test that takes `examples` in the short run.

    The short run draws the same each time and keeps nothing, so that a commit is green or not
    whatever was run before. Time is bounded by the reader's own limit, not by Hypothesis.
    """
    return settings(
        max_examples=LONG_RUN or examples,
        derandomize=not LONG_RUN,
        database=None,
        deadline=None,
        print_blob=bool(LONG_RUN),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
