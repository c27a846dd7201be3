"""What a run warned of, from its layer's file into the pack: the toy town's hubs and Moor."""

from __future__ import annotations

import csv
import html
import io

import pytest
from algorithms.runs import HUBS, demand, points, run

from family_hub_planner.engine.remarks import read_remarks

CLOSED = (*HUBS, ((60, 0), {"site_id": "9", "open_to": "pupils' families"}))


@pytest.mark.parametrize("ending", ["gpkg", "csv", "geojson"])
def test_what_coverage_warned_of_stands_in_the_pack_made_from_its_file(network, tmp_path, ending):
    file = tmp_path / f"today.{ending}"
    done = run("coverage", NETWORK=network, HUBS=points(CLOSED, name="hubs"), HUB_ID="site_id",
               DEMAND=demand(), BANDS="5,10", OUTPUT=str(file))  # fmt: skip
    warned = done.log.warned
    assert any(said.startswith("9 is not counted") for said in warned)
    assert any("demand points: " in said for said in warned)  # Moor has no way
    page = pack(tmp_path, COVERAGE=str(file))
    for said in warned:
        assert html.escape(said, quote=False) in page.replace("&#x27;", "'").replace("&#39;", "'")


def test_what_the_page_tells_beside_its_answer_is_told_too_and_not_as_a_column(network, tmp_path):
    file = tmp_path / "today.gpkg"
    done = run("coverage", NETWORK=network, HUBS=points(HUBS), HUB_ID="site_id", DEMAND=demand(),
               BANDS="5,10", OUTPUT=str(file))  # fmt: skip
    told = read_remarks([done.rows("OUTPUT")[0]["remarks"]])
    assert any("fast roads without a mapped pavement" in said for said in told)
    run("report", COVERAGE=str(file), OUTPUT=str(tmp_path / "pack.html"),
        TABLES=str(tmp_path / "t"))  # fmt: skip
    text = (tmp_path / "t" / "csv" / "remarks.csv").read_text("utf-8-sig")
    assert [row["What was told"] for row in csv.DictReader(io.StringIO(text))] == told
    assert not any("remarks" in one.read_text("utf-8-sig").splitlines()[0]
                   for one in (tmp_path / "t" / "csv").iterdir())  # fmt: skip


def test_many_hubs_left_out_for_one_reason_are_told_together(network):
    shut = [((60, 0), {"site_id": f"S{at}", "open_to": "pupils' families"}) for at in range(5)]
    done = run("coverage", NETWORK=network, HUBS=points([*HUBS, *shut]), HUB_ID="site_id",
               DEMAND=demand(), BANDS="5,10")  # fmt: skip
    told = [said for said in done.log.warned if "not counted" in said]
    assert told == [
        "5 of the hubs given are not counted, each because it is open to pupils' families only: "
        "S0, S1, S2 and 2 more."
    ]


def test_a_layer_without_the_column_is_said_not_to_tell(network, tmp_path):
    done = run("coverage", NETWORK=network, HUBS=points(HUBS), HUB_ID="site_id", DEMAND=demand(),
               BANDS="5,10")  # fmt: skip
    layer = done.layer("OUTPUT")
    layer.dataProvider().deleteAttributes([layer.fields().indexOf("remarks")])
    layer.updateFields()
    assert "What the runs warned of is not known of: Reach today" in pack(tmp_path, COVERAGE=layer)


def pack(folder, **given):
    run("report", OUTPUT=str(folder / "pack.html"), **given)
    return (folder / "pack.html").read_text("utf-8")
