"""From evidence to the whole document, in the order of a report behind a cabinet decision."""

from __future__ import annotations

from collections.abc import Sequence

from .beside_needs import needs_beside
from .beside_traces import trace_each
from .document import Document, Section
from .evidence import PUBLIC, Evidence
from .pack import Pack
from .run_sources import sources_of_journeys
from .sections_beside import beside
from .sections_consultation import consultation
from .sections_equality import equality
from .sections_estate import colocation, estate
from .sections_method import data, limits, method, reproduce
from .sections_need import map_section, need, question
from .sections_options import changes, options
from .sections_results import gaps, results
from .sections_sites import sites
from .sections_summary import summary

_AUDIENCES = {"internal": "For use inside the council", "public": "For the public"}


def document_of(evidence: Evidence, checked: Sequence[str] = ()) -> Document:
    """Write all sections; a part without data says so in its own words.

    What the audience must not see must have been taken out of the evidence before. `checked` are
    sentences on how the figures were checked against one another.
    """
    pack = Pack(evidence, sources_of_journeys(evidence))
    first = summary(pack)
    parts: list[Section] = [
        question(pack), map_section(pack), need(pack), options(pack), results(pack),
        *changes(pack), *beside(pack, needs_beside(pack)), gaps(pack), equality(pack),
        sites(pack), estate(pack), colocation(pack), consultation(pack), method(pack),
        data(pack), limits(pack, checked), reproduce(pack),
    ]  # fmt: skip
    trace_each(pack)
    planner = evidence.versions.get("planner", "")
    made = f"Family Hub Planner {planner}".strip()
    return Document(
        title=evidence.title,
        subtitle=_subtitle(evidence),
        audience=evidence.audience,
        fictional=evidence.fictional,
        summary=first,
        sections=parts,
        traces=pack.traces,
        footer=f"{made}, {_subtitle(evidence)}. {_AUDIENCES[evidence.audience]}.",
    )


def _subtitle(evidence: Evidence) -> str:
    parts = [evidence.authority, f"results of {evidence.run_on}" if evidence.run_on else ""]
    whom = "public pack" if evidence.audience == PUBLIC else "internal pack: not for publishing"
    return " · ".join(part for part in (*parts, whom) if part)
