"""One run of an algorithm: its parameters in plain types, and its outputs written at the end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProperty,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QUrl

from ..engine.bands import parse_bands
from ..engine.confidential import withheld_note
from ..engine.errors import FileUnreadableError, InputError, said_by
from ..engine.network.model import Network
from ..engine.network.modes import ON_FOOT
from ..engine.network.store import load_network
from ..engine.remarks import COLUMN as REMARKS
from ..engine.remarks import remarks_text
from ..engine.tables import Table
from .cells import guarded_cell
from .databases import check_written, fitted, told_layer, unwritten, without_secrets
from .destinations import all_new, take_back, with_its_ending
from .feedback import FeedbackProgress
from .fields import feature_of, fields_of, joined
from .layers import UNNAMED, Places, read_places
from .project_layers import ProjectLayers
from .written_files import is_spreadsheet

NO_PROJECT = ProjectLayers()
_BLOCK = 5_000  # rows written between two questions whether to stop
NO_CRS = QgsCoordinateReferenceSystem()
_TEXT_FILE = "delimitedtext://"
_DIGITS = 9  # of a returned number's fraction: 1776.0000000000002 is 1776
Row = tuple[Sequence[Any], "QgsGeometry | None"]


class Job:
    """The parameters of one run as the engine wants them, and the writing of its outputs.

    Sinks are opened by `write`, so call it only when everything has been computed: opening one
    destroys what stood at its place.
    """

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        layers: ProjectLayers = NO_PROJECT,
    ) -> None:
        self.algorithm, self.parameters, self._layers = algorithm, parameters, layers
        self.context, self.feedback = context, feedback
        self.progress = FeedbackProgress(feedback)
        self.results: dict[str, Any] = {}
        self._beside: list[str] = []
        self._writing = self._new = False  # new: nothing stood where the outputs go
        self._withheld: set[str] = set()  # the layers whose confidential places were told of

    def asking(self, **parameters: Any) -> Job:
        """Give the same run with some of its parameters changed."""
        changed = {**self.parameters, **parameters}
        return Job(self.algorithm, changed, self.context, self.feedback, self._layers)

    # Parameters

    def source(self, name: str) -> QgsProcessingFeatureSource:
        """Give a layer's features; a layer that cannot be opened is refused in words."""
        source = self.optional_source(name)
        if source is None:
            raise InputError(
                f"{self.label(name)}: the layer {told_layer(self.parameters.get(name))} cannot be "
                "opened. Choose a layer that QGIS can read."
            )
        return source

    def optional_source(self, name: str) -> QgsProcessingFeatureSource | None:
        """Give a layer's features, None where none was given."""
        if self.parameters.get(name) in (None, ""):
            return None
        chosen = self._layers.source(name, self.context)
        return chosen or self.algorithm.parameterAsSource(self._opened(name), name, self.context)

    def layer(self, name: str) -> QgsVectorLayer | None:
        """Give a layer itself, None where none was given or it cannot be opened."""
        return self.algorithm.parameterAsVectorLayer(self._opened(name), name, self.context)

    def layers(self, name: str) -> list[QgsVectorLayer]:
        """Give those of several layers that can be opened."""
        found = self.algorithm.parameterAsLayerList(self._opened(name), name, self.context) or []
        return [one for one in found if isinstance(one, QgsVectorLayer) and one.isValid()]

    def crs(self, name: str) -> QgsCoordinateReferenceSystem:
        """Give a coordinate system, an invalid one where none was given."""
        return self.algorithm.parameterAsCrs(self._opened(name), name, self.context)

    def extent(self, name: str, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Give an extent in a coordinate system, an empty one where none was given.

        One with bounds that are no numbers is refused in words.
        """
        box = self.algorithm.parameterAsExtent(self._opened(name), name, self.context, crs)
        told = str(self.parameters.get(name)).partition("[")[0].lower()
        unknown = "nan" in [bound.strip() for bound in told.split(",")]  # newer QGIS: no extent
        if unknown or not (box.isNull() or box.isFinite()):
            raise InputError(f"{self.label(name)} has a bound that is no number. Draw it again.")
        return box

    def _opened(self, name: str) -> dict[str, Any]:
        return {**self.parameters, name: self._layers.given(name, self.parameters.get(name))}

    def text(self, name: str) -> str:
        """Give a text, "" where none was given."""
        return self.algorithm.parameterAsString(self._given(name), name, self.context).strip()

    def choice(self, name: str) -> str:
        """Give the word chosen."""
        return self.algorithm.parameterAsEnumString(self._given(name), name, self.context)

    def number(self, name: str) -> float:
        """Give a number; what is none, or not finite, is refused in words."""
        self._refuse_no_number(name)
        return self.algorithm.parameterAsDouble(self._given(name), name, self.context)

    def optional_number(self, name: str) -> float | None:
        """Give a number, None where none was given: nothing, NULL or an empty text."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProperty):
            value, _ = value.value(self.context.expressionContext())
        if _empty(value):
            return None
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise InputError(f"{self.label(name)} is {value!r}. Give a number or leave it empty.")
        return number

    def label(self, name: str) -> str:
        """Give the words by which people know a parameter."""
        return self.algorithm.parameterDefinition(name).description()

    def count(self, name: str) -> int:
        """Give a whole number; what is none is refused in words."""
        self._refuse_no_number(name)
        return self.algorithm.parameterAsInt(self._given(name), name, self.context)

    def yes(self, name: str) -> bool:
        """Give a yes or no."""
        return self.algorithm.parameterAsBool(self._given(name), name, self.context)

    def _refuse_no_number(self, name: str) -> None:
        """Refuse a word for a number: where a parameter is optional, QGIS takes the default."""
        self.optional_number(name)

    def _given(self, name: str) -> dict[str, Any]:
        """Give the parameters without one that is empty, so that QGIS takes its default."""
        if not _empty(self.parameters.get(name)):
            return self.parameters
        return {given: value for given, value in self.parameters.items() if given != name}

    def field(self, name: str) -> str:
        """Give a field's name, "" where none was given."""
        return next(iter(self.fields(name)), "")

    def fields(self, name: str) -> list[str]:
        """Give the names of fields."""
        # Newer releases have another name for it and warn of the old one.
        newer = hasattr(self.algorithm, "parameterAsStrings")
        read = self.algorithm.parameterAsStrings if newer else self.algorithm.parameterAsFields
        return read(self.parameters, name, self.context)

    def path(self, name: str) -> Path | None:
        """Give a file's path, None where none was given."""
        text = self.algorithm.parameterAsFile(self.parameters, name, self.context)
        # QGIS shows a layer's source as "file.gpkg|layername=edges": the file is what is meant.
        return Path(text.split("|")[0]) if text else None

    def paths(self, name: str) -> list[Path]:
        """Give several files' paths; texts with ";" between them serve too."""
        value = self.parameters.get(name)
        texts = self.algorithm.parameterAsFileList({name: value}, name, self.context)
        split = [part for text in texts for part in _split_paths(text)]
        return [Path(part.split("|")[0]) for part in split]

    def network(self) -> Network:
        """Load the network."""
        path = self.path("NETWORK")
        if path is None:
            raise InputError("No network was given. Build one with 'Build network' first.")
        self.progress.info(f"Network: {path.name}")
        network = load_network(path)
        self.progress.stop_if_asked()
        if not self.fast_roads_barred():
            return network
        self.progress.info(
            f"{network.length_m[network.fast].sum() / 1000:,.1f} km of fast roads without a mapped "
            "pavement are barred to those on foot. Places stay where they are: those with no other "
            "way are reported as not routed."
        )
        return replace(network, fast_barred=True)

    def fast_roads_barred(self) -> bool:
        """Tell whether fast roads without a mapped pavement are closed to walkers and prams."""
        known = self.algorithm.parameterDefinition("BAR_FAST_ROADS") is not None
        return known and self.yes("BAR_FAST_ROADS") and self.choice("MODE") in ON_FOOT

    def bands(self) -> tuple[float, ...]:
        """Give the bands of minutes."""
        return parse_bands(self.text("BANDS"))

    def places(self, name: str, id_name: str, crs: str) -> Places:
        """Read a layer as points in a coordinate system such as "EPSG:27700".

        A text file that QGIS 3.22 gives no name is called by its file's, as later releases do.
        """
        system = QgsCoordinateReferenceSystem(crs)
        places = read_places(self.source(name), self.field(id_name), system, self.context)
        given = self.parameters.get(name)
        if places.name == UNNAMED and isinstance(given, str) and given.startswith(_TEXT_FILE):
            file = QUrl(given[len(_TEXT_FILE) :]).toLocalFile()
            places = replace(places, name=Path(file).stem or UNNAMED)
        if places.withheld and name not in self._withheld:
            self._withheld.add(name)
            there = f"the {len(places) + places.withheld:,d} places of {places.name}"
            self.progress.warn(withheld_note(places.withheld, there))
        return places

    def asked_for(self, name: str) -> bool:
        """Tell whether an optional output was asked for."""
        return self.parameters.get(name) not in (None, "")

    def needs(self, asked: str, given: str) -> None:
        """Refuse an output that was asked for without the input that it is worked out from."""
        if self.asked_for(asked) and not self.asked_for(given):
            lacking = f"{self.label(given)} ({given}). Give it too."
            raise InputError(f"{self.label(asked)} needs {lacking}")

    def beside(self, notes: Sequence[str]) -> Sequence[str]:
        """Keep what a page tells beside its answer for the layer too, and give it back."""
        self._beside += notes
        return notes

    def told(self) -> list[str]:
        """Give what was warned of and is told beside the answer so far, each sentence once."""
        return list(dict.fromkeys([*self.progress.warned, *self._beside]))

    # Outputs

    def write_rows(
        self,
        name: str,
        fields: QgsFields,
        rows: Iterable[Row],
        kind: Any = QgsWkbTypes.Type.NoGeometry,
        crs: QgsCoordinateReferenceSystem = NO_CRS,
    ) -> None:
        """Open a sink and write all rows; does nothing for an optional sink not asked for."""
        if not self.asked_for(name):
            return
        self.start_writing()
        if name == "OUTPUT" and self.algorithm.CARRIES_REMARKS:
            fields, rows = self._with_remarks(fields, rows)
        sink, destination = self._sink(name, fields, kind, crs)
        plain, written = is_spreadsheet(destination), 0
        for values, geometry in rows:
            if written % _BLOCK == _BLOCK - 1 and self._stopped_while_new():
                del sink  # closes the file, which no system gives away open
                take_back(self.algorithm, {**self.results, name: destination})
                self.progress.stop_if_asked()
            feature = feature_of(fields, [guarded_cell(one) for one in values] if plain else values)
            if geometry is not None:
                feature.setGeometry(geometry)
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise unwritten(name, destination, sink)
            written += 1
        if not sink.flushBuffer():
            raise unwritten(name, destination, sink)
        del sink  # closes it: only then do all rows stand
        check_written(self.label(name), destination, written)
        self.results[name] = destination

    def _with_remarks(
        self, fields: QgsFields, rows: Iterable[Row]
    ) -> tuple[QgsFields, Iterable[Row]]:
        """Add the column of what the run warned of and its page says beside its answer."""
        if REMARKS in fields.names():  # a count of the user's own, by that name
            return fields, rows
        told = remarks_text(self.told())
        return joined(fields, fields_of([REMARKS])), (([*row, told], shape) for row, shape in rows)

    def _sink(
        self, name: str, fields: QgsFields, kind: Any, crs: QgsCoordinateReferenceSystem
    ) -> tuple[QgsFeatureSink, str]:
        """Open a sink; one that cannot be opened is refused in words without any password."""
        named = with_its_ending(self.parameters[name], self.context)
        given = {**self.parameters, name: fitted(named, kind)}
        try:
            sink, destination = self.algorithm.parameterAsSink(
                given, name, self.context, fields, kind, crs
            )
        except QgsProcessingException as error:
            told = without_secrets(str(error))
            raise FileUnreadableError(f"{self.label(name)}: {told}") from error
        if sink is None:
            raise QgsProcessingException(
                without_secrets(self.algorithm.invalidSinkError(given, name))
            )
        return sink, destination

    def write_table(self, name: str, table: Table, kinds: dict[str, str] | None = None) -> None:
        """Write a table without places."""
        fields = fields_of(list(table.columns), kinds)
        self.write_rows(name, fields, ((row, None) for row in table.rows()))

    def write_page(self, name: str, page: str) -> None:
        """Write an HTML page beside its place and rename it, if it was asked for."""
        self.write_file(name, page.encode("utf-8"))

    def write_file(self, name: str, content: bytes) -> None:
        """Write a file beside its place and rename it, if it was asked for."""
        if not self.asked_for(name):
            return
        self.start_writing()
        target = Path(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context))
        beside = target.with_name(f"~{target.name}.part")
        try:
            beside.write_bytes(content)
            beside.replace(target)
        except OSError as error:
            raise FileUnreadableError(
                f"{target} could not be written ({said_by(error)}). Is it open in another "
                "program, or the disk full?"
            ) from error
        finally:
            beside.unlink(missing_ok=True)
        self.results[name] = str(target)

    def start_writing(self) -> None:
        """Hear a cancel for the last time: the first output begins, and all are written then."""
        if not self._writing:
            self.progress.stop_if_asked()
            self._new = all_new(self.algorithm, self.parameters, self.context)
        self._writing = True

    def writing_began(self) -> None:
        """Hear no cancel from now on: an output stands that was not written through the job."""
        self._writing = True

    def _stopped_while_new(self) -> bool:
        """Tell whether to stop within a long output: only where no earlier one was replaced."""
        return self._new and self.progress.cancelled()

    def returns(self, **values: Any) -> None:
        """Return numbers or texts; fractions without the dust of sums in binary."""
        self.results.update({name: _undusted(value) for name, value in values.items()})


def _empty(value: Any) -> bool:
    """Tell whether a parameter was given nothing, NULL or an empty text."""
    null = hasattr(value, "isNull") and value.isNull()
    return value is None or null or (isinstance(value, str) and not value.strip())


def _undusted(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value


def _split_paths(text: str) -> list[str]:
    """Part paths written in one text, unless a file is called just so."""
    if Path(text).is_file():
        return [text]
    return [part.strip() for part in text.split(";") if part.strip()]
