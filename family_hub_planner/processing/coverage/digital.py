"""The digital tier: who, beyond physical reach, is not flagged as digitally excluded either."""

from __future__ import annotations

from ...engine.coverage_digital import by_digital, digital_section, digital_tiers, one_sided
from ...engine.errors import InputError
from .. import parameters as make
from ..added_points import filled_from_areas
from ..job import Job
from ..layers import numbers_of
from ..parameters import tr
from .run import Chapter, Further, Run


class Digital(Chapter):
    """Splits those beyond reach by a score of digital exclusion and a threshold."""

    def inputs(self) -> list:
        """Give the score's field and the threshold."""
        score = make.field("DIGITAL", tr("Digital exclusion"), "DEMAND")
        told = tr("A score or share of each area; higher means more excluded.")
        label = tr("Digitally excluded from this value")
        least = make.number("DIGITAL_THRESHOLD", label, None, -1e12, optional=True)
        return [make.advanced(make.explained(score, told)), make.advanced(least)]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_DIGITAL": tr("By digital tier")}

    def check(self, job: Job) -> None:
        """Refuse the table without a score, and a score without a threshold."""
        job.needs("BY_DIGITAL", "DIGITAL")
        if job.field("DIGITAL") and job.optional_number("DIGITAL_THRESHOLD") is None:
            raise InputError(
                f"{job.label('DIGITAL')} needs {job.label('DIGITAL_THRESHOLD')} "
                "(DIGITAL_THRESHOLD): areas with this value or more are flagged. There is no "
                "standard; give your own."
            )

    def add(self, further: Further, run: Run) -> None:
        """Add the table, a column and its part of the page, where a score was given."""
        job, name = run.job, run.job.field("DIGITAL")
        threshold = job.optional_number("DIGITAL_THRESHOLD")
        if not name or threshold is None:
            return
        places = run.demand.places
        (exclusion,) = filled_from_areas(places, numbers_of(places, name))
        tiers = digital_tiers(run.found, exclusion, threshold)
        doubt = one_sided(exclusion, threshold)
        if doubt:
            job.progress.warn(doubt)
        table = by_digital(run.found, run.demand.demand, tiers)
        further.tables["BY_DIGITAL"] = table
        further.columns["digital_tier"] = tiers
        further.parameters["Digitally excluded"] = f"{name} of {threshold:g} or more"
        further.sections.append(digital_section(table, run.found, run.method, name, threshold))
