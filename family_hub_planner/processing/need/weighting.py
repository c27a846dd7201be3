"""How the need layer weighs need: the parameters and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine.errors import InputError
from ...engine.need_deciles import OUR_DECILE_WEIGHTS, parse_decile_weights
from ...engine.need_weighed import NeedExpression
from ...engine.need_weightings import WEIGHTINGS
from .. import parameters as make
from ..parameters import tr
from .expression import read_expression

if TYPE_CHECKING:
    from ..job import Job


@dataclass(frozen=True)
class WeightingAsked:
    """The weighting's name, the text of the decile weights, and the expression if one is used."""

    name: str
    decile_weights: str
    expression: NeedExpression | None


def add_weighting(algorithm: Any) -> None:
    """Add the parameters."""
    weighting = make.choice("WEIGHTING", tr("Need is"), tuple(WEIGHTINGS), "children")
    formulas = "; ".join(f"{name}: {w.formula}" for name, w in WEIGHTINGS.items())
    algorithm.addParameter(make.explained(weighting, formulas))
    weights = make.text("DECILE_WEIGHTS", tr("Decile weights"), OUR_DECILE_WEIGHTS, optional=True)
    how = tr("For decile_weights: decile=weight, 1 the most deprived. Our preset and no standard.")
    algorithm.addParameter(make.advanced(make.explained(weights, how)))
    expression = make.text("EXPRESSION", tr("Expression of need"), optional=True)
    how = tr(
        "For expression: a QGIS expression over the output's columns, further counts and age bands "
        'included, such as "children" * (1 + coalesce("idaci_score", 0)).'
    )
    algorithm.addParameter(make.advanced(make.explained(expression, how)))


def read_weighting(job: Job, further: Sequence[str]) -> WeightingAsked:
    """Read the weighting; what cannot be is refused before any file is read.

    `further` are the columns of the output beside the contract's: age bands and groups. Raises
    `InputError`.
    """
    name, weights = job.choice("WEIGHTING"), job.text("DECILE_WEIGHTS") or OUR_DECILE_WEIGHTS
    _warn_of_unused(job, name, weights)
    if name == "decile_weights":
        parse_decile_weights(weights)
    if name != "expression":
        return WeightingAsked(name, weights, None)
    text = job.text("EXPRESSION")
    if not text:
        raise InputError(
            "The weighting 'expression' needs an expression. Write it in EXPRESSION, for example "
            '"children" * 2.'
        )
    return WeightingAsked(name, weights, read_expression(text, further))


def _warn_of_unused(job: Job, name: str, weights: str) -> None:
    unused = []
    if name != "expression" and job.text("EXPRESSION"):
        unused.append("EXPRESSION")
    if name != "decile_weights" and weights != OUR_DECILE_WEIGHTS:
        unused.append("DECILE_WEIGHTS")
    for parameter in unused:
        job.progress.warn(f"{parameter} was given and is not used: need is {name} (WEIGHTING).")
