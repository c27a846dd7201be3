"""Layers of results as plain tables: columns known by their names, confidential places left out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl

from ...engine.confidential import is_confidential, marks_confidential
from ...engine.errors import ColumnError, FileUnreadableError, shortened
from ...engine.remarks import COLUMN as REMARKS
from ...engine.remarks import read_remarks
from ...engine.report.forms import Form, blanks, lacking
from ...engine.tables import Table
from ..databases import file_name
from ..fields import KINDS, TEXT, WHOLE, YES_NO
from ..layers import features_of, name_of, plain_of, text_of

if TYPE_CHECKING:
    from ..job import Job

_POINTS = "?type=csv&xField={}&yField={}&crs=EPSG:27700&detectTypes=yes"
_ALWAYS_TEXT = {"owner", "move", "locality", "sources", "measure", "comment", "comments"}
SUBLAYER = "|layername="
_COUNTED = re.compile(
    r"areas|beyond|change|children(_0_2|_3_4|_5_17|_worse)?|longer|"
    r"(max|mean|median|p90)_minutes(_plan|_base)?|mean_change|minutes(_plan|_base)?|"
    r"much_longer|need|reached_\d+|route_(gained|lost)|same|"
    r"share_\d+|shorter|unrouted|young_18_25|local_quintile|(idaci|imd)_decile"
)
"""Columns that hold numbers in every output of the planner; a user's own may hold words."""


@dataclass(frozen=True)
class Rows:
    """One layer read: how messages call it, its file, its rows as a table, and its shapes.

    `hidden` are its confidential rows, which are in none of these: the public's words avoid theirs.
    `remarks` are what the run that wrote it told beside its answer; None where it does not tell.
    """

    name: str
    file: str
    table: Table
    features: Sequence[QgsFeature]
    crs: QgsCoordinateReferenceSystem
    hidden: Sequence[Mapping[str, Any]] = ()
    remarks: Sequence[str] | None = None

    def needs(self, form: Form) -> Rows:
        """Give itself; `ColumnError` where it is not as its run writes it, naming that run.

        A file without any row may lack its columns too (GeoJSON keeps them with the rows): it
        gets them, without values.
        """
        missing = lacking(form, list(self.table.columns))
        if missing and not len(self.table) and not set(self.table.columns) - {"fid"}:
            return replace(self, table=Table({name: [] for name in missing}, self.table.name))
        if missing:
            raise ColumnError(
                f"{self.name} has no column {missing[0]!r}, so it is no output of {form.made_by}. "
                f"Choose that run's output. Its columns: {', '.join(self.table.columns)}."
            )
        if {"children", "change"} & set(form.columns):
            self._refuse_words(form.made_by)
        for row, column in blanks(form, self.table):
            raise self._edited(f"row {row} has nothing in {column!r}", form.made_by)
        return self

    def _refuse_words(self, made_by: str) -> None:
        """Raise `ColumnError` for a word where a run writes numbers, as a printed table's "<10"."""
        for column, values in self.table.columns.items():
            if not _COUNTED.fullmatch(column):
                continue
            for row, value in enumerate(values, 1):
                if isinstance(value, str):
                    raise self._edited(f"row {row} has {shortened(value)!r} in {column!r}", made_by)

    def _edited(self, found: str, made_by: str) -> ColumnError:
        return ColumnError(
            f"{self.name}: {found}, where {made_by} writes a value. It has been edited, or is a "
            "table as it is printed: choose the run's own output, or run it again."
        )


def given_rows(job: Job, name: str) -> Rows | None:
    """Read the layer in a parameter, None where none was given."""
    if not job.asked_for(name):
        return None
    source = job.source(name)
    layer = job.layer(name)
    file = file_name(job.parameters[name]) if layer is None else file_of(layer)
    said = f"{job.label(name)} ({name}): the layer {name_of(source)}"
    names, features = source.fields().names(), features_of(source)
    return _rows(said, file, names, features, source.sourceCrs())


def file_of(layer: QgsVectorLayer) -> str:
    """Give the name of a layer's file or table, of a layer without one its own: never QGIS's id."""
    kind = layer.providerType()
    if kind == "memory":
        return str(layer.name())
    path = QgsProviderRegistry.instance().decodeUri(kind, layer.source()).get("path")
    return Path(path).name if path else file_name(layer.source())


def rows_of(layer: QgsVectorLayer, name: str, file: str) -> Rows:
    """Read an open layer; `file` is how the pack names it."""
    return _rows(name, file, layer.fields().names(), features_of(layer), layer.crs())


def rows_of_file(path: Path, sublayer: str = "") -> Rows:
    """Read a file; a CSV of points by its columns easting and northing lies where they say."""
    address, provider = f"{path}{SUBLAYER}{sublayer}" if sublayer else str(path), "ogr"
    layer = QgsVectorLayer(address, path.stem, provider)
    if not layer.isValid():
        raise FileUnreadableError(
            f"The file {path.name} of the results cannot be opened. "
            "Put it back, or run the scenario again."
        )
    columns = {name.lower(): name for name in layer.fields().names()}
    if path.suffix.lower() == ".csv" and {"easting", "northing"} <= set(columns):
        start = bytes(QUrl.fromLocalFile(str(path)).toEncoded()).decode()
        how = _POINTS.format(columns["easting"], columns["northing"])
        layer = QgsVectorLayer(start + how, path.stem, "delimitedtext")
    return rows_of(layer, f"The file {path.name}", path.name)


def _rows(
    name: str,
    file: str,
    names: Sequence[str],
    features: Sequence[QgsFeature],
    crs: QgsCoordinateReferenceSystem,
) -> Rows:
    kept, hidden = _not_confidential(names, features)
    columns = {
        column: [_coerced(column, plain_of(one[column])) for one in kept]
        for column in names
        if column not in ("fid", "ogc_fid")
    }
    # what all rows say alike is told once, and stands in no table
    remarks = read_remarks(columns.get(REMARKS, ())) if REMARKS in columns else None
    if remarks is not None:
        del columns[REMARKS]
    return Rows(name, file, Table(columns, name), kept, crs, hidden, remarks)


def _not_confidential(
    names: Sequence[str], features: Sequence[QgsFeature]
) -> tuple[list[QgsFeature], list[dict[str, Any]]]:
    """Leave confidential places out, as every run does, and give them apart by their columns."""
    marked = [name for name in names if marks_confidential(name)]
    if not marked:
        return list(features), []
    hidden = [is_confidential(text_of(plain_of(one[marked[0]]))) for one in features]
    kept = [one for one, hide in zip(features, hidden) if not hide]
    rows = [
        {name.lower(): plain_of(one[name]) for name in names}
        for one, hide in zip(features, hidden)
        if hide
    ]
    return kept, rows


def _coerced(column: str, value: Any) -> Any:
    """Give a value in the kind that its column has in the contract: a CSV tells numbers as text."""
    kind = TEXT if column in _ALWAYS_TEXT else KINDS.get(column, "")
    if kind == TEXT:
        return text_of(value) or None
    if value in (None, ""):
        return None
    if kind == YES_NO:
        return str(value).strip().lower() in ("1", "true", "yes")
    number = _number(value)
    if kind == WHOLE and isinstance(number, float):
        return int(number)
    return number


def _number(value: Any) -> Any:
    """Give a number where it is one; a column of the user's own may hold words."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return value
    if math.isfinite(number):
        return number
    return value if isinstance(value, str) else None  # no run writes the word "inf" or "nan"


def with_id(rows: Rows, id_column: str, name_column: str = "") -> Rows:
    """Give sites whose id (and name) stand in the columns `site_id` and `site_name`."""
    columns = dict(rows.table.columns)
    for wanted, chosen in (("site_id", id_column), ("site_name", name_column)):
        if chosen and chosen in columns:
            columns[wanted] = [None if v is None else _word(v) for v in columns[chosen]]
    names = [pair for pair in (("site_id", id_column), ("site_name", name_column)) if pair[1]]
    hidden = [{**row, **{to: row.get(of.lower()) for to, of in names}} for row in rows.hidden]
    return replace(rows, table=Table(columns, rows.table.name), hidden=hidden)


def _word(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
