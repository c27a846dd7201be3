"""Publisher and licence of the tables as the planner states them, where no heading tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ...engine.mapping import parse_mapping
from ...engine.sources.published import read_table
from .. import parameters as make
from ..parameters import tr

if TYPE_CHECKING:
    from ...engine.progress import Progress
    from ...engine.tables import Table
    from ..job import Job

CREDITS = "CREDITS"
_FILES = ("POPULATION", "DEPRIVATION", "LOOKUP", "WARD_LOOKUP")


def credits_input() -> make.Definition:
    """Give the parameter."""
    asked = make.text(CREDITS, tr("Publishers and licences"), optional=True)
    how = tr(
        'Of tables whose headings do not tell: "births.csv=Exshire Council, Open Government '
        'Licence v3.0; cars.csv=Office for National Statistics, OGL v3".'
    )
    return make.advanced(make.explained(asked, how))


def read_credits(job: Job) -> dict[str, str]:
    """Give the words for each file's name; `InputError` for a file that the run was not given."""
    try:
        stated = parse_mapping(job.text(CREDITS))
    except InputError as error:
        raise InputError(f"{job.label(CREDITS)} (CREDITS): {error}") from error
    paths = [path for name in _FILES if (path := job.path(name)) is not None]
    names = {path.name for path in [*paths, *job.paths("TABLES")]}
    strange = [name for name in stated if name not in names]
    if strange:
        raise InputError(
            f"{job.label(CREDITS)} (CREDITS) names {strange[0]!r}, which is no table of this run. "
            f"Write a file's name with its ending; the tables are: {', '.join(sorted(names))}."
        )
    return stated


def read_credited(job: Job, path: Path, progress: Progress) -> Table:
    """Read a published table, with the words that the planner stated of its publisher."""
    table = read_table(path, progress=progress)
    words, facts = read_credits(job).get(path.name, ""), table.provenance
    if not words or facts is None:
        return table
    if facts.fictional or (facts.publisher and facts.licence):
        known = "it calls itself FICTIONAL" if facts.fictional else "its headings tell both"
        job.progress.warn(
            f"{path.name}: the publisher and licence stated (CREDITS) are left aside, as {known}."
        )
        return table
    return replace(table, provenance=replace(facts, credit=words))
