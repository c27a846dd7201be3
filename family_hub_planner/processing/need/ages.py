"""The ages that the need layer counts: the parameters and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.need_ages import (
    SEND_COLUMN,
    Ages,
    band_column,
    check_ages,
    check_group_names,
    missing_send,
    parse_age_bands,
    parse_ages,
)
from .. import parameters as make
from ..fields import KINDS
from ..parameters import tr

if TYPE_CHECKING:
    from ..job import Job


@dataclass(frozen=True)
class AgesAsked:
    """Ages of the total, further bands, and whether ages are shared out of wider bands."""

    ages: Ages
    bands: tuple[Ages, ...]
    estimate: bool

    @property
    def columns(self) -> list[str]:
        """Name the columns of the further bands that the contract does not have."""
        return [name for name in map(band_column, self.bands) if name not in KINDS]


def add_ages(algorithm: Any) -> None:
    """Add the parameters."""
    algorithm.addParameter(make.text("AGES", tr("Ages of the children counted"), "0-4"))
    bands = make.text("AGE_BANDS", tr("Further age bands"), optional=True)
    how = tr('Such as "0-11, 0-19": a column each (children_0_11), beside the return\'s bands.')
    algorithm.addParameter(make.explained(bands, how))
    estimate = make.yes_no("ESTIMATE_AGES", tr("Estimate ages from wider bands"), True)
    how = tr(
        "Where the table has wider bands only: shared evenly by years of age, and called an "
        "estimate wherever it is printed. No: such ages are refused, or their columns empty."
    )
    algorithm.addParameter(make.advanced(make.explained(estimate, how)))


def read_ages(job: Job, groups: Sequence[str]) -> AgesAsked:
    """Read the ages asked for; what cannot be is refused before any file is read.

    `groups` are the names of the further counts. Raises `InputError`.
    """
    asked = AgesAsked(
        parse_ages(job.text("AGES")),
        parse_age_bands(job.text("AGE_BANDS")),
        job.yes("ESTIMATE_AGES"),
    )
    check_ages(asked.ages, groups)
    check_group_names(groups, asked.bands)
    return asked


def tell_missing_send(
    job: Job, asked: AgesAsked, codes: Sequence[str], counts: Mapping[str, Sequence[float | None]]
) -> None:
    """Warn of areas without the count with SEND that the ages need; refuse where none has it."""
    held = {name: np.array(counts[name], dtype=float) for name in counts if name == SEND_COLUMN}
    warning = missing_send(asked.ages, codes, held)
    if warning:
        job.progress.warn(warning)
