"""PostGIS that goes away, holds back, or would be written over: told in words, and nothing lost."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, demand, hubs, run
from postgis_server import READER
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
    QgsVectorLayerExporter,
)

from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.processing.databases import (
    check_written,
    file_name,
    told_layer,
    without_secrets,
)
from family_hub_planner.processing.fields import fields_of
from family_hub_planner.processing.job import Job
from family_hub_planner.processing.layers import features_of


def put(server, layer: QgsVectorLayer, name: str) -> str:
    """Write a layer into a table, and give the table's address."""
    address = server.at(name)
    target, overwrite = address.replace("postgres://", ""), {"overwrite": True}
    _, said = QgsVectorLayerExporter.exportLayer(
        layer, target, "postgres", layer.crs(), options=overwrite
    )
    assert not said
    return address


def refused(log: Log, algorithm: str, **given) -> str:
    """Give the words in which a run was refused."""
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, log, **given)
    return f"{caught.value} {' '.join(log.errors)}"


@pytest.fixture
def tables(postgis, network):
    """What `coverage` takes of the server."""
    return {
        "NETWORK": network, "DEMAND": put(postgis, demand(), "demand"),
        "HUBS": put(postgis, hubs(), "hubs_of_town"), "HUB_ID": "site_id",
    }  # fmt: skip


def loaded(address: str) -> QgsVectorLayer:
    """Open a table as a project does, and keep it open."""
    layer = QgsVectorLayer(address.replace("postgres://", ""), "demand", "postgres")
    assert layer.isValid()
    return layer


class StopsTheServer(Log):
    """A log at whose line, told by its beginning, the server stops."""

    def __init__(self, server, line: str):
        super().__init__()
        self.server, self.line, self.stopped = server, line, False

    def pushInfo(self, info):
        super().pushInfo(info)
        if info.startswith(self.line) and not self.stopped:
            self.stopped = True
            self.server.stop()


@pytest.fixture
def started_again(postgis):
    """Have the server run again whatever the test did to it."""
    yield
    postgis.stop()
    postgis.start()


@pytest.mark.usefixtures("started_again")
def test_a_server_gone_before_the_first_row_is_told(postgis, tables, tmp_path):
    log, out = StopsTheServer(postgis, "Network:"), tmp_path / "coverage.gpkg"
    opened = {**tables, "DEMAND": loaded(tables["DEMAND"])}
    said = refused(log, "coverage", **opened, OUTPUT=str(out))
    assert log.stopped
    assert "0 of 5 rows came, then no more. Is the server" in said
    assert not postgis.secrets_in(said)
    assert not out.exists()


class GoesAfterOneRow:
    """A layer whose server stops when its first row has been read."""

    def __init__(self, server, layer: QgsVectorLayer):
        self.server, self.layer = server, layer

    def sourceName(self):
        return self.layer.name()

    def featureCount(self):
        return self.layer.featureCount()

    def getFeatures(self, request, _flags):
        for feature in self.layer.getFeatures(request):
            self.server.stop()
            yield feature


@pytest.mark.usefixtures("started_again")
def test_a_part_of_a_table_never_passes_for_the_whole(postgis):
    """QGIS fetches 2,000 rows at a time, and ends in silence when no more come."""
    postgis.sql("CREATE TABLE IF NOT EXISTS maps.long AS SELECT generate_series(1, 9000) AS id")
    layer = loaded(f'{postgis.login()} key=\'id\' table="maps"."long"')
    assert layer.featureCount() == 9000
    with pytest.raises(FileUnreadableError, match=r"2,000 of 9,000 rows came, then no more"):
        features_of(GoesAfterOneRow(postgis, layer))


@pytest.mark.usefixtures("started_again")
def test_a_server_gone_before_the_results_are_written_is_told(postgis, network):
    log = StopsTheServer(postgis, "Network:")
    given = {"NETWORK": network, "DEMAND": demand(), "HUBS": hubs(), "HUB_ID": "site_id"}
    said = refused(log, "coverage", **given, OUTPUT=postgis.at("late"))
    assert log.stopped
    assert "Coverage:" in said or "OUTPUT: rows could not be written" in said
    assert not postgis.secrets_in(said)


@pytest.mark.usefixtures("started_again")
def test_a_server_gone_while_rows_are_written_is_told(postgis):
    """QGIS 3.22 keeps the last rows back until the table is closed: their loss shows only then."""
    algorithm = QgsApplication.processingRegistry().algorithmById("familyhub:coverage")
    asked = {"BY_HUB": postgis.at("cut_short", geometry="")}
    job = Job(algorithm.create(), asked, QgsProcessingContext(), Log())

    def rows():
        postgis.stop()
        yield ["a"], None

    said = r"By hub: the server of the table|BY_HUB: rows could not be written .*\(no reason"
    with pytest.raises(FileUnreadableError, match=said) as told:
        job.write_rows("BY_HUB", fields_of(["key"]), rows())
    assert not postgis.secrets_in(str(told.value))
    assert "BY_HUB" not in job.results


def test_rows_that_did_not_arrive_are_missed(postgis):
    postgis.sql("DROP TABLE IF EXISTS maps.short; CREATE TABLE maps.short AS SELECT 1 AS a")
    check_written("By hub", postgis.at("short"), 1)
    with pytest.raises(FileUnreadableError, match="only 1 of 3 rows could be written to the table"):
        check_written("By hub", postgis.at("short"), 3)


def test_a_plan_that_may_not_be_read_is_told_without_its_password(postgis, tables):
    postgis.sql("CREATE TABLE IF NOT EXISTS maps.secret (a int)")
    plans = [postgis.at("secret", READER)]
    given = {"BASE": tables["DEMAND"], "PLAN": plans, "DEMAND": tables["DEMAND"]}
    said = refused(Log(), "comparescenarios", **given)
    assert f"the user {READER} may not read the table maps.secret" in said


def test_an_output_that_would_replace_an_input_is_refused(postgis, tables):
    said = refused(Log(), "coverage", **tables, OUTPUT=postgis.at("demand"))
    assert "Coverage would be written over Demand points, the table maps.demand" in said
    same = postgis.at("demand").replace("host=127.0.0.1", "host=localhost")
    assert "would be written over" in refused(Log(), "coverage", **tables, OUTPUT=same)
    assert postgis.sql("SELECT count(*) FROM maps.demand") == "5"


def test_two_outputs_into_one_table_are_refused(postgis, tables):
    twice = {"OUTPUT": postgis.at("out"), "BY_HUB": postgis.at("out", geometry="")}
    said = refused(Log(), "coverage", **tables, **twice)
    assert "By hub would be written over Coverage, the table maps.out" in said
    assert not postgis.exists("out")


def test_shapes_and_tables_are_kept_whether_or_not_a_geometry_column_is_named(postgis, tables):
    """Without it QGIS leaves shapes out in silence; with it it cannot make a plain table."""
    outputs = {"OUTPUT": postgis.at("plain", geometry=""), "BY_HUB": postgis.at("shaped")}
    run("coverage", **tables, **outputs)
    assert postgis.columns("plain")["geom"] == "geometry(Point,27700)"
    assert "geom" not in postgis.columns("shaped")
    assert postgis.sql("SELECT count(*) FROM maps.plain WHERE geom IS NOT NULL") == "5"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('"maps"."nowhere"', "the table maps.nowhere of the database council"),
        ('"maps"."demand" (shape)', "Is there a column of shapes shape in it"),
    ],
)
def test_a_table_or_column_that_is_not_there_is_told(postgis, tables, change, says):
    address = f"postgres://{postgis.login()} table={change}"
    said = refused(Log(), "coverage", **{**tables, "DEMAND": address})
    assert says in said
    assert not postgis.secrets_in(said.split("Demand points: ", 1)[1])


def test_who_may_not_write_is_told_before_anything_is_worked_out(postgis, tables):
    for table in ("demand", "hubs_of_town"):
        postgis.sql(f"GRANT SELECT ON maps.{table} TO {READER}")
    log = Log()
    said = refused(log, "coverage", **tables, OUTPUT=postgis.at("closed", READER))
    assert "the user reader may not make tables in the schema maps" in said
    assert not any(line.startswith("Network:") for line in log.said)
    assert not postgis.exists("closed")


def test_another_users_table_and_a_view_are_not_replaced(postgis, tables):
    postgis.sql(f"GRANT CREATE ON SCHEMA maps TO {READER}")
    try:
        postgis.sql("CREATE TABLE IF NOT EXISTS maps.owned (a int)")
        said = refused(Log(), "coverage", **tables, OUTPUT=postgis.at("owned", READER))
        assert "cannot be replaced: it is a view or another user's" in said
        postgis.sql("CREATE OR REPLACE VIEW maps.seen AS SELECT 1 AS a")
        said = refused(Log(), "coverage", **tables, OUTPUT=postgis.at("seen"))
        assert "cannot be replaced: it is a view or another user's" in said
    finally:
        postgis.sql(f"REVOKE CREATE ON SCHEMA maps FROM {READER}")


def test_a_schema_that_is_not_there_and_a_wrong_password_are_told(postgis, tables):
    nowhere = postgis.at("out").replace('"maps"', '"it\'s none"')
    assert "there is no schema it's none" in refused(Log(), "coverage", **tables, OUTPUT=nowhere)
    wrong = postgis.at("out").replace(postgis.passwords["owner"], "guessed")
    said = refused(Log(), "coverage", **tables, OUTPUT=wrong)
    assert "does not answer, or refuses the user" in said


def test_no_password_is_left_in_what_is_told_of_an_address():
    word = "it\\'s, my own"
    address = f"dbname='d' host=h user='u' password='{word}' table=\"s\".\"t\" (geom)"
    assert "my own" not in without_secrets(address)
    assert told_layer(f"postgres://{address}") == "the table s.t of the database d on h"
    assert file_name(address) == file_name(f"postgres://{address}") == "s.t"
    assert file_name("/data/a b/coverage.gpkg|layername=x") == "coverage.gpkg"
    login = "me:word"
    assert told_layer(f"https://{login}@host/wfs?x=1") == "https://host/wfs?x=1"
