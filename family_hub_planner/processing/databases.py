"""Tables of a PostGIS database as inputs and outputs: what is checked and fitted beforehand.

QGIS would find out only when a table is opened or made: after the work, with some outputs written
and others not, and with the whole address in its message, password and all. So the server is asked
first, and what is said names the table and the user, and never the password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDataSourceUri,
    QgsException,
    QgsFeatureSink,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..engine.errors import FileUnreadableError, InputError, PlannerError
from .parameters import tr

PROVIDER = "postgres"
_ADDRESS = re.compile(r"^(?:postgres|postgis):(?://)?(?=.*=)(.*)$", re.DOTALL)
_SECRET = re.compile(r"(password|authcfg)\s*=\s*('(?:[^'\\]|\\.)*'|\S+)", re.IGNORECASE)
_LOGIN = re.compile(r"//[^/@\s]*@")
_PLACE = re.compile(r"\b(dbname|service)\s*=")
_GEOMETRY = "geom"
_PORT = "5432"

# Parted and put together: what stands in the marks' places is always a quoted text.
_READABLE = (
    "SELECT c.oid IS NOT NULL, has_schema_privilege(n.oid, 'USAGE')",
    "AND coalesce(has_table_privilege(c.oid, 'SELECT'), false)",
    "FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname =",
    "WHERE n.nspname =",
)
_WRITABLE = (
    "SELECT has_schema_privilege(n.oid, 'CREATE'), c.oid IS NULL,",
    "coalesce(pg_has_role(c.relowner, 'USAGE'), true), coalesce(c.relkind IN ('r', 'p'), true)",
    "FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname =",
    "WHERE n.nspname =",
)


@dataclass(frozen=True)
class DatabaseTable:
    """A table on a server, under the label of the parameter that named it."""

    label: str
    uri: QgsDataSourceUri

    @property
    def schema(self) -> str:
        """The table's schema, that of PostgreSQL itself where none is named."""
        return self.uri.schema() or "public"

    def identity(self) -> tuple[str, ...]:
        """Give what tells the table from all others."""
        host = self.uri.host().casefold() or "localhost"
        host = "localhost" if host in {"127.0.0.1", "::1"} else host
        server = self.uri.service() or f"{host}:{self.uri.port() or _PORT}"
        return server, self.uri.database(), self.schema, self.uri.table()

    def told(self) -> str:
        """Give the table in words, without user and password."""
        name = f"{self.schema}.{self.uri.table()}"
        where = self.uri.host() or self.uri.service() or "localhost"
        return tr("the table {} of the database {} on {}").format(
            name, self.uri.database() or self.uri.service(), where
        )

    def ask(self, question: tuple[str, ...]) -> list[bool] | None:
        """Ask the server about the table; None where its schema is not there.

        Raises `FileUnreadableError` where the server does not answer or refuses the user.
        """
        *_, until, last = question
        words = [*question[:-2], until, _quoted(self.uri.table()), last, _quoted(self.schema)]
        rows = self._answer(" ".join(words))
        return [value in (True, "t", "true") for value in rows[0]] if rows else None

    def count(self) -> int:
        """Count the table's rows; raises as `ask`."""
        place = f"{_named(self.schema)}.{_named(self.uri.table())}"
        return int(self._answer(" ".join(("SELECT count(*) FROM", place)))[0][0])

    def _answer(self, question: str) -> list[list[Any]]:
        try:
            metadata = QgsProviderRegistry.instance().providerMetadata(PROVIDER)
            connection = metadata.createConnection(self.uri.uri(False), {})
            return list(connection.executeSql(question))
        except (QgsException, QgsProviderConnectionException):
            # QGIS's message holds the address with the password in it, and no reason.
            raise FileUnreadableError(
                tr(
                    "{}: the server of {} does not answer, or refuses the user. Is it running, and "
                    "are host, port, database, user and password right?"
                ).format(self.label, self.told())
            ) from None


def _named(text: str) -> str:
    """Give the name of a table or schema as SQL writes it, whatever signs it holds."""
    return '"' + text.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    """Give a text as SQL's own literal, whatever signs it holds."""
    return "'" + text.replace("'", "''") + "'"


def without_secrets(text: str) -> str:
    """Give an address or a message without the passwords in it."""
    return _LOGIN.sub("//", _SECRET.sub(r"\1=***", text))


def told_layer(value: Any) -> str:
    """Give a layer's address for a message: a database's table in words, no password in any."""
    table = database_table("", value)
    return without_secrets(str(value)) if table is None else table.told()


def file_name(address: Any) -> str:
    """Give the name by which pages call what an address leads to: a file's, or a table's."""
    text = address if isinstance(address, str) else str(address)
    told = QgsDataSourceUri(text.split("://", 1)[-1])
    if told.table() and (told.database() or told.service()) and _PLACE.search(text):
        return ".".join(part for part in (told.schema(), told.table()) if part)
    return without_secrets(Path(text.split("|", maxsplit=1)[0]).name)


def database_table(label: str, value: Any) -> DatabaseTable | None:
    """Give the table that an input's or output's text addresses; None for all else."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    found = _ADDRESS.match(value.strip()) if isinstance(value, str) else None
    return None if found is None else DatabaseTable(label, QgsDataSourceUri(found.group(1)))


def table_of(label: str, layer: Any) -> DatabaseTable | None:
    """Give the table that a layer shows, None for a layer of another kind or of a query."""
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != PROVIDER:
        return None
    return DatabaseTable(label, QgsDataSourceUri(layer.source()))


def check_readable(table: DatabaseTable) -> None:
    """Refuse a table that is not there, or that this user may not read.

    Raises `FileUnreadableError`; a query in a table's place is left to QGIS.
    """
    if not table.uri.table() or table.uri.table().startswith("("):
        return
    answer = table.ask(_READABLE)
    if answer is None or not answer[0]:
        why = tr("{}: {} is not there. Check the names of schema and table (capitals count).")
        raise FileUnreadableError(why.format(table.label, table.told()))
    if not answer[1]:
        raise FileUnreadableError(
            tr(
                "{}: the user {} may not read {}. Ask the database's owner for the right to read "
                "it (SELECT), or choose another layer."
            ).format(table.label, _user(table), table.told())
        )


def check_writable(table: DatabaseTable) -> None:
    """Refuse a table that this user may not make or replace.

    Raises `FileUnreadableError`, and `InputError` where no table is named.
    """
    if not table.uri.table():
        why = tr('{}: no table is named. Add table="schema"."name" to the address.')
        raise InputError(why.format(table.label))
    answer = table.ask(_WRITABLE)
    if answer is None:
        why = tr("{}: there is no schema {} for {}. Ask for it to be made, or choose another.")
        raise FileUnreadableError(why.format(table.label, table.schema, table.told()))
    may_make, new, owned, is_table = answer
    if not may_make:
        raise FileUnreadableError(
            tr(
                "{}: the user {} may not make tables in the schema {}, so {} cannot be written. "
                "Ask for the right (CREATE), or write into a GeoPackage (.gpkg)."
            ).format(table.label, _user(table), table.schema, table.told())
        )
    if not new and not (owned and is_table):
        raise FileUnreadableError(
            tr(
                "{}: {} is there already and cannot be replaced: it is a view or another user's. "
                "Choose another name."
            ).format(table.label, table.told())
        )


def _user(table: DatabaseTable) -> str:
    return table.uri.username() or tr("you log in as")


def unreadable(
    given: Iterator[tuple[str, Any]], context: QgsProcessingContext
) -> PlannerError | None:
    """Tell why the first layer of a database that QGIS cannot open is not to be had."""
    for label, value in given:
        table = database_table(label, value)
        if table is None or QgsProcessingUtils.mapLayerFromString(str(value), context):
            continue
        try:
            check_readable(table)
        except PlannerError as error:
            return error
        why = tr(
            "{}: {} cannot be opened as it is addressed. Is there a column of shapes {} in it, or "
            "a key where it is a view?"
        )
        column = table.uri.geometryColumn() or _GEOMETRY
        return InputError(why.format(label, table.told(), column))
    return None


# How newer QGIS begins, and ends where the server is gone; the numbers are no rows of ours.
_NO_REASON = re.compile(r"Creation error for features from #\S+ to #\S+ Provider errors were:")


def unwritten(name: str, destination: str, sink: QgsFeatureSink) -> FileUnreadableError:
    """Tell that a row did not reach its place, and why."""
    said = _NO_REASON.sub("", " ".join(sink.lastError().split()))
    why = without_secrets(said.strip()) or "no reason was given"
    return FileUnreadableError(
        f"{name}: rows could not be written to {told_layer(destination)} ({why}). What stands "
        "there is not whole: run this again when the place can be written to."
    )


def check_written(label: str, value: Any, rows: int) -> None:
    """Hold a table just written to its number of rows; what is no database's is taken as written.

    QGIS keeps rows back until a table is closed, and says nothing when they then do not arrive.
    Raises `FileUnreadableError`.
    """
    table = database_table(label, value)
    if table is None:
        return
    arrived = table.count()
    if arrived != rows:
        raise FileUnreadableError(
            tr(
                "{}: only {} of {} rows could be written to {}. What stands there is not whole: "
                "run this again when the server can be written to."
            ).format(label, arrived, rows, table.told())
        )


def fitted(value: Any, kind: Any) -> Any:
    """Give an output's address with a geometry column just where its rows have shapes.

    Without one QGIS would leave the shapes out in silence; with one it cannot make a plain table.
    """
    table = database_table("", value)
    if table is None:
        return value
    shapes = kind != QgsWkbTypes.Type.NoGeometry
    uri = QgsDataSourceUri(table.uri)
    uri.setGeometryColumn((uri.geometryColumn() or _GEOMETRY) if shapes else "")
    address = f"{PROVIDER}://{uri.uri(False)}"
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return address
    definition = QgsProcessingOutputLayerDefinition(value)
    definition.sink = QgsProperty.fromValue(address)
    return definition
