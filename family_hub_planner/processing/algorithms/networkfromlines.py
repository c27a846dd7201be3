"""familyhub:networkfromlines: a layer of road lines to a travel network."""

from __future__ import annotations

from dataclasses import replace

from ...engine.network.from_lines import (
    BuiltFromLines,
    LineSettings,
    credit_missing,
    network_from_lines,
    said_of_fields,
)
from ...engine.sources.road_lines import DEFAULT_CLASSES, SPEED_UNITS, LineFields
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..network_file import add_output, add_settings, save, settings_of, target_of
from ..parameters import tr
from ..road_layer import file_of, read_road_lines

FIELDS = (
    ("CLASS_FIELD", "Class of road"),
    ("SPEED_FIELD", "Speed limit"),
    ("ONEWAY_FIELD", "One-way"),
    ("LEVEL_FIELD", "Level"),
    ("NAME_FIELD", "Name"),
    ("ID_FIELD", "Id"),
)


class NetworkFromLines(PlannerAlgorithm):
    """Builds the network from lines that OpenStreetMap or anybody else drew."""

    ID = "networkfromlines"
    GROUP = "network"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Build network from lines")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr(
            "Turns a layer of road lines (OS Open Roads, OS Highways, Geofabrik) into a network."
        )

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "os open roads,mastermap,highways,geofabrik,shapefile,lines,roads,graph,routing"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.lines("INPUT", tr("Road lines")))
        help_text = tr("Empty: as the layer's form is known for, if it is.")
        for name, label in FIELDS:
            self.addParameter(make.explained(make.field(name, tr(label), "INPUT"), help_text))
        unit = make.choice("SPEED_UNIT", tr("Unit of the speed limit"), SPEED_UNITS, "by source")
        self.addParameter(
            make.explained(unit, tr("by source: km/h in Geofabrik's files, else miles an hour."))
        )
        tolerance = make.number(
            "TOLERANCE", tr("Ends this near are joined (metres)"), 0.5, 0.0, 50.0
        )
        self.addParameter(tolerance)
        classes = make.file("CLASSES", tr("Table of classes"), "CSV (*.csv)", optional=True)
        self.addParameter(make.advanced(classes))
        add_settings(self)
        for name, label in (("PUBLISHER", "Publisher of the lines"), ("LICENCE", "Their licence")):
            self.addParameter(make.advanced(make.text(name, tr(label), optional=True)))
        add_output(self)
        self.number_outputs(("JOINED", tr("Ends joined within the tolerance")))

    def work(self, job: Job) -> None:
        """Read the lines, build the network and save it."""
        target = target_of(job)
        lines = read_road_lines(job, "INPUT")
        made = network_from_lines(
            lines, _settings(job), job.progress.part(0.1, 0.7), file_of(job, "INPUT")
        )
        _report(job, made)
        save(job, made.built, target)
        job.returns(JOINED=made.joined.ends + made.joined.cuts)


def _settings(job: Job) -> LineSettings:
    shared = settings_of(job)
    fields = LineFields(
        classes=job.field("CLASS_FIELD"),
        speed=job.field("SPEED_FIELD"),
        unit=job.choice("SPEED_UNIT"),
        oneway=job.field("ONEWAY_FIELD"),
        name=job.field("NAME_FIELD"),
        id=job.field("ID_FIELD"),
    )
    level = job.field("LEVEL_FIELD")
    return LineSettings(
        fields=replace(fields, levels=(level,) if level else ()),
        tolerance_m=job.number("TOLERANCE"),
        classes=job.path("CLASSES") or DEFAULT_CLASSES,
        speeds=shared.speeds,
        rules=shared.rules,
        limit_share=shared.limit_share,
        crs=shared.crs,
        publisher=job.text("PUBLISHER"),
        licence=job.text("LICENCE"),
    )


def _report(job: Job, made: BuiltFromLines) -> None:
    joined = made.joined
    job.progress.info(f"Read as {made.form.name}: {said_of_fields(made.fields)}.")
    job.progress.info(
        f"{joined.ends:,} ends were moved to another end within the tolerance and {joined.cuts:,} "
        f"onto another line; at {joined.kept_apart:,} places lines of different levels share a "
        "point and were kept apart. The greatest move of an end is "
        f"{joined.greatest_move_m:.2f} m; all lines together changed by "
        f"{joined.length_change:+.2%} in length."
    )
    if credit_missing(made.built.network.about):
        job.progress.warn(
            "Nobody says whose these lines are: give publisher and licence (under Advanced), so "
            "that maps and pages credit them."
        )
