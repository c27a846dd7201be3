"""familyhub:coverage: children by hub, decile, quintile and place in the toy town, by hand.

On foot: West 2, Mid 7.5 and East 11 minutes from hub 007; North 1.5 from
hub 8; nothing leads to the Moor. Children: 10, 20, 30, 40, 5. Bands: 5 and 10 minutes.
"""

from __future__ import annotations

import openpyxl
import pytest
from algorithms.coverage_runs import CLOSE, cover
from algorithms.runs import (
    DEGREES,
    DEMAND,
    SAMPLE,
    CancelledOnProgress,
    Log,
    demand,
    hubs,
    layer_of,
    points,
    run,
    sample_table,
    square,
)
from qgis.core import QgsProcessingException, QgsVectorLayer, QgsWkbTypes

OUTPUT = ["area_code", "minutes", "hub_id", "band"]
TABLE = [
    "key", "children", "need", "reached_5", "share_5", "reached_10", "share_10", "mean_minutes",
    "median_minutes", "p90_minutes", "max_minutes", "unrouted",
]  # fmt: skip
KINDS = {"HTML": "html", "WORKBOOK": "xlsx"}
SINKS = ("BY_HUB", "BY_DECILE", "BY_LOCALITY", "BY_GROUP", "BY_QUINTILE", "GAPS", "UNROUTED")


def everything(network, **parameters):
    return cover(network, **dict.fromkeys(SINKS, "TEMPORARY_OUTPUT"), **parameters)


def minutes(done):
    return {code: row["minutes"] for code, row in done.by("OUTPUT", "area_code").items()}


def test_every_area_has_its_nearest_hub_its_minutes_and_its_band(network):
    done = cover(network)
    assert done.columns("OUTPUT")[: len(OUTPUT)] == OUTPUT
    found = {c: (r["hub_id"], r["band"]) for c, r in done.by("OUTPUT", "area_code").items()}
    assert found == {"West": ("007", 5.0), "Mid": ("007", 10.0), "East": ("007", None),
                     "North": ("8", 5.0), "Moor": (None, None)}  # fmt: skip
    by_hand = {"West": 2.0, "Mid": 7.5, "East": 11.0, "North": 1.5}
    of = minutes(done)
    assert of.pop("Moor") is None
    assert of == {code: pytest.approx(value, abs=CLOSE) for code, value in by_hand.items()}


def test_the_tables_have_the_contracts_columns_in_its_order(network):
    done = everything(network, GROUPS="low_income")
    for name in ("BY_HUB", "BY_DECILE", "BY_LOCALITY", "BY_GROUP", "BY_QUINTILE"):
        columns = done.columns(name)
        assert [column for column in columns if column in TABLE] == TABLE, name


def test_by_decile_counts_shares_and_minutes_and_empty_deciles_say_no_areas(network):
    deciles = everything(network).by("BY_DECILE", "key")
    one, two, ten, total = (deciles[key] for key in ("1", "2", "10", "All areas"))
    assert (one["children"], one["need"], one["reached_5"], one["reached_10"]) == (30, 9, 10, 30)
    assert (one["share_5"], one["share_10"]) == (pytest.approx(1 / 3), 1)
    assert one["mean_minutes"] == pytest.approx((10 * 2 + 20 * 7.5) / 30, abs=CLOSE)
    assert one["median_minutes"] == pytest.approx(7.5, abs=CLOSE)
    assert one["max_minutes"] == one["p90_minutes"] == one["median_minutes"]
    assert (two["children"], two["reached_10"], two["beyond"], two["unrouted"]) == (35, 0, 30, 5)
    assert two["mean_minutes"] == pytest.approx(11, abs=CLOSE)
    assert (ten["children"], ten["share_5"]) == (40, 1)
    assert (total["children"], total["reached_5"], total["reached_10"]) == (105, 50, 70)
    assert total["share_10"] == pytest.approx(70 / 105)
    assert (total["beyond"], total["unrouted"]) == (30, 5)
    assert list(deciles) == [*map(str, range(1, 11)), "All areas"]
    for empty in "3456789":
        assert deciles[empty]["note"] == "no areas"
        assert deciles[empty]["children"] is None and deciles[empty]["share_5"] is None


def test_by_hub_locality_quintile_and_group(network):
    done = everything(network, GROUPS="low_income")
    hub = done.by("BY_HUB", "key")
    assert {k: r["children"] for k, r in hub.items()} == {
        "007": 60, "8": 40, "not routed": 5, "All areas": 105}  # fmt: skip
    place = done.by("BY_LOCALITY", "key")
    assert {k: (r["children"], r["reached_10"]) for k, r in place.items()} == {
        "South Bank": (60, 30), "North Bank": (40, 40), "not known": (5, 0), "All areas": (105, 70),
    }  # fmt: skip
    fifths = done.by("BY_QUINTILE", "key")
    assert [fifths[str(q)]["children"] for q in range(1, 6)] == [10, 20, 30, 5, 40]
    (group,) = [r for k, r in done.by("BY_GROUP", "key").items() if "low_income" in k]
    assert (group["children"], group["reached_5"], group["unrouted"]) == (23, 11, 1)


def test_the_numbers_returned_are_the_tables(network):
    done = cover(network)
    assert (done["CHILDREN"], done["REACHED"], done["BEYOND"], done["CHILDREN_UNROUTED"]) == (
        105, 70, 30, 5)  # fmt: skip
    assert done["UNROUTED_COUNT"] == 1 and done["STATUS"] == "done"
    assert any("70 of 105 children are modelled within 10" in said for said in done.log.said)


def test_gaps_are_the_areas_beyond_the_longest_band_and_unrouted_names_the_users_id(network):
    done = everything(network)
    assert {row["area_code"] for row in done.rows("GAPS")} == {"East", "Moor"}
    (lost,) = done.rows("UNROUTED")
    assert (lost["id"], lost["role"]) == ("Moor", "demand")
    assert "too far" in lost["reason"]
    assert "too far" in done.by("OUTPUT", "area_code")["Moor"]["note"]


def test_a_pram_is_slower_and_takes_no_steps(network):
    """A hub at the foot of Long Steps, 60 m from M; a home 60 m from E: 120 m by the steps."""
    hub = points([((60, -240), {"site_id": "steps"})])
    home = points([((300, -240), {"area_code": "a", "children": 1.0, "need": 1.0})])
    assert minutes(cover(network, HUBS=hub, DEMAND=home))["a"] == pytest.approx(3.0, abs=CLOSE)
    # without steps: 60 on to E, 240 up, 240 along, 240 down Mill Lane, and the steps' length 60 m
    # cannot be walked at all: the hub on the steps is put on Mill Lane, 60 m off
    pram = minutes(cover(network, HUBS=hub, DEMAND=home, MODE="pram"))["a"]
    assert pram == pytest.approx((60 + 240 + 240 + 240 + 60) / 60, abs=CLOSE)


def test_direction_runs_home_to_hub_or_back(network):
    hub = points([((240, -180), {"site_id": "h"})])
    home = points([((240, -60), {"area_code": "a", "children": 1.0, "need": 1.0})])
    there = cover(network, HUBS=hub, DEMAND=home, MODE="drive")
    back = cover(network, HUBS=hub, DEMAND=home, MODE="drive", DIRECTION="from")
    assert minutes(there)["a"] == pytest.approx(120 / 500, abs=CLOSE)
    assert minutes(back)["a"] == pytest.approx(840 / 500, abs=CLOSE)


def test_degrees_and_grid_metres_give_the_same_minutes(network):
    grid = minutes(cover(network))
    degrees = minutes(cover(network, HUBS=hubs(DEGREES), DEMAND=demand(DEGREES)))
    assert degrees == {
        code: None if value is None else pytest.approx(value, abs=1e-3)
        for code, value in grid.items()
    }


@pytest.mark.parametrize("extension", ["memory", "csv", "gpkg"])
def test_a_table_of_times_in_the_networks_place_gives_the_same_coverage(
    network, tmp_path, extension
):
    target = "TEMPORARY_OUTPUT" if extension == "memory" else str(tmp_path / f"t.{extension}")
    made = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=hubs(), DESTINATION_ID="site_id", OUTPUT=target)  # fmt: skip
    tables = dict.fromkeys(("BY_HUB", "BY_DECILE", "BY_LOCALITY"), "TEMPORARY_OUTPUT")
    there = cover(network, **tables)
    times = made["OUTPUT"]
    again = cover(None, TIMES=times, **tables)
    found, expected = again.by("OUTPUT", "area_code"), there.by("OUTPUT", "area_code")
    for code, row in expected.items():
        assert found[code]["hub_id"] == row["hub_id"]
        assert found[code]["minutes"] == (
            row["minutes"] and pytest.approx(row["minutes"], abs=1e-5)
        )
    for name in tables:
        for key, row in there.by(name, "key").items():
            for column in ("children", "reached_5", "reached_10", "unrouted"):
                assert again.by(name, "key")[key][column] == row[column]


def test_times_with_numbers_for_ids_fit_the_ids_as_text():
    """A spreadsheet keeps urn 120229 as 120229.0: it is one and the same id."""
    rows = [("1", 4.0), ("2", 9.0)]
    home = points([((0, 0), {"area_code": a, "children": 1.0, "need": 1.0}) for a, _ in rows])
    hub = points([((0, 0), {"site_id": "120229"})])
    times = layer_of(
        "none",
        [
            (None, {"origin_id": float(a), "destination_id": 120229.0, "minutes": m})
            for a, m in rows
        ],
    )
    done = cover(None, TIMES=times, HUBS=hub, DEMAND=home)
    assert minutes(done) == {"1": 4.0, "2": 9.0}


@pytest.mark.parametrize(
    "columns",
    [{"status": ["Closed", "Active"]}, {"status": ["Planned to be opened", "Active"]},
     {"open_to": ["pupils' families", "public"]}, {"open_to": ["base families", None]},
     {"status": ["closed", None]}],
)  # fmt: skip
def test_a_hub_closed_planned_or_not_open_to_the_public_counts_for_nobody(network, columns):
    done = cover(network, HUBS=hubs(**columns))
    assert {row["hub_id"] for row in done.rows("OUTPUT")} == {"8", None}
    assert any(said.startswith("007 is not counted") for said in done.log.warned)


def test_only_hubs_with_the_service_asked_for_count(network):
    offered = ["stay and play; Infant Feeding", "parenting"]
    done = cover(network, HUBS=hubs(services=offered), SERVICE="infant feeding")
    assert {row["hub_id"] for row in done.rows("OUTPUT")} == {"007", None}


def test_a_service_is_matched_whole_as_its_table_parts_them(network):
    """ "lay" is no service, though "stay & play" has its letters."""
    named = hubs(services=["Stay & Play; songs, rhymes", "parenting, stay  & play"])
    assert set(hubs_of(cover(network, HUBS=named, SERVICE="stay & play"))) == {"007", "8", None}
    assert set(hubs_of(cover(network, HUBS=named, SERVICE="Songs, rhymes"))) == {"007", None}
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, HUBS=named, SERVICE="lay")
    said = "".join([*log.errors, str(error.value)])
    assert "none of the 2 hubs of hubs has the service 'lay'" in said
    assert "They name: parenting; songs, rhymes; Stay & Play." in said


def hubs_of(done):
    return [row["hub_id"] for row in done.rows("OUTPUT")]


@pytest.mark.parametrize(
    "groups", ["low_income, children", "low_income;children", "low_income\nchildren;"]
)
def test_groups_are_parted_by_commas_semicolons_or_lines(network, groups):
    done = cover(network, GROUPS=groups, BY_GROUP="TEMPORARY_OUTPUT")
    rows = done.by("BY_GROUP", "key")
    assert {key: row["children"] for key, row in rows.items()} == {
        "children": 105, "low_income": 23}  # fmt: skip
    assert {row["need"] for row in rows.values()} == {None}, "need is not the group's own"


def test_home_authority_counts_its_own_children_and_lets_neighbours_hubs_count(network):
    done = everything(network, HOME_AUTHORITY="Toytown",
                      HUBS=hubs(authority=["Nextdoor", "Toytown"]))  # fmt: skip
    assert set(done.by("OUTPUT", "area_code")) == {"West", "Mid", "North", "Moor"}
    assert done["CHILDREN"] == 75
    assert done.by("BY_HUB", "key")["007"]["children"] == 30


def test_a_hub_without_a_place_is_named_and_the_others_count(network):
    lost = points([((60, 0), {"site_id": "007"}), (None, {"site_id": "lost"})])
    done = cover(network, HUBS=lost, UNROUTED="TEMPORARY_OUTPUT")
    assert done["CHILDREN"] == 105
    roles = {(row["role"], row["id"]) for row in done.rows("UNROUTED")}
    assert roles == {("demand", "Moor"), ("hub", "lost")}


def test_a_demand_point_without_a_place_is_counted_as_unrouted(network):
    rows = [*DEMAND[:1], (None, {**DEMAND[1][1]})]
    done = cover(network, DEMAND=points(rows))
    assert (done["REACHED"], done["CHILDREN_UNROUTED"]) == (10, 20)


def test_polygons_may_be_hubs(network):
    buildings = layer_of("Polygon", [(square((60, 0)), {"site_id": "b"})])
    assert minutes(cover(network, HUBS=buildings))["West"] == pytest.approx(2.0, abs=CLOSE)


def test_areas_given_are_drawn_in_their_own_shape(network):
    shapes = [(square(at), {"area_code": values["area_code"]}) for at, values in DEMAND]
    done = cover(network, AREAS=layer_of("Polygon", shapes), GAPS="TEMPORARY_OUTPUT")
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert done.layer("GAPS").wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert {f.geometry().area() for f in done.layer("OUTPUT").getFeatures()} == {10_000.0}
    assert cover(network).layer("OUTPUT").wkbType() == QgsWkbTypes.Type.Point


def test_ids_stay_text(network):
    numbered = [(at, {**v, "area_code": f"0{i}"}) for i, (at, v) in enumerate(DEMAND)]
    done = cover(network, DEMAND=points(numbered))
    assert set(done.by("OUTPUT", "area_code")) == {"00", "01", "02", "03", "04"}
    floats = [(at, {**v, "area_code": float(i)}) for i, (at, v) in enumerate(DEMAND)]
    done = cover(network, DEMAND=points(floats))
    assert set(done.by("OUTPUT", "area_code")) == {"0", "1", "2", "3", "4"}


def test_all_sinks_but_the_main_one_are_really_optional(network):
    done = cover(network)
    assert set(done.results) & {*SINKS, "HTML"} == set()


def test_the_spreadsheet_has_the_tables_figures_under_headings_in_words(network, tmp_path):
    book = tmp_path / "reach.xlsx"
    done = cover(network, WORKBOOK=str(book), TITLE="Toy town", QUESTION="Who is near?",
                 BY_HUB="TEMPORARY_OUTPUT")  # fmt: skip
    sheets = openpyxl.load_workbook(done.results["WORKBOOK"])
    assert sheets.sheetnames[0] == "About"
    about = list(sheets["About"].iter_rows(values_only=True))
    assert ("Title", "Toy town") in about
    assert ("Question", "Who is near?") in about
    told = {text for _, text in about}
    assert set(done.log.warned) <= told and any("network's edge" in text for text in told)
    _, _, headings, *rows = sheets["By hub"].iter_rows(values_only=True)
    at = headings.index("Children within 5 minutes' walk of a hub (number)")
    reached = {row[0]: row[at] for row in rows}
    # West's 10 children at 007, North's 40 at 8.
    assert [reached[key] for key in reached if "007" in key] == [10]
    assert [reached[key] for key in reached if "(8)" in key or key == "8"] == [40]
    assert reached["All areas"] == 50


@pytest.mark.parametrize("name", ["HTML", "BY_HUB", "UNROUTED", "WORKBOOK"])
def test_a_result_that_cannot_be_written_leaves_the_others_as_they_were(network, tmp_path, name):
    """The folder is misspelt for one of the results: better none than half of them."""
    target, log = tmp_path / "cover.gpkg", Log()
    target.write_bytes(b"what stood here")
    misspelt = str(tmp_path / "no_folder" / f"x.{KINDS.get(name, 'gpkg')}")
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, OUTPUT=str(target), **{name: misspelt})
    assert "no_folder" in "".join([*log.errors, str(error.value)])
    assert target.read_bytes() == b"what stood here"


@pytest.mark.parametrize("percent", [0, 20])
def test_a_cancelled_run_says_so_and_writes_nothing(network, tmp_path, percent):
    done = cover(network, log=CancelledOnProgress(percent), OUTPUT=str(tmp_path / "c.gpkg"),
                 HTML=str(tmp_path / "c.html"))  # fmt: skip
    assert done["STATUS"] == "cancelled"
    assert not list(tmp_path.iterdir())


def test_the_sample_countys_camp_hub_counts_for_nobody_outside(tmp_path):
    path = str(tmp_path / "county.gpkg")
    run("buildnetwork", INPUT=str(SAMPLE / "county.osm.bz2"), OUTPUT=path)
    need = run(
        "needlayer", AREAS=f"{SAMPLE / 'areas.gpkg'}|layername=lsoa", CODE="LSOA21CD",
        AUTHORITY="LAD24NM", CENTROIDS=f"{SAMPLE / 'areas.gpkg'}|layername=centroids",
        POPULATION=str(next(SAMPLE.glob("sape*"))), DEPRIVATION=str(next(SAMPLE.glob("File_7*"))),
        POINTS=str(tmp_path / "points.gpkg"),
    )  # fmt: skip
    hub = sample_table("hubs.csv")
    closed = {f["site_id"] for f in hub.getFeatures() if f["open_to"] != "public"}
    done = run("coverage", NETWORK=path, HUBS=hub, HUB_ID="site_id", DEMAND=need["POINTS"],
               BY_HUB="TEMPORARY_OUTPUT", HOME_AUTHORITY="Fenmarch")  # fmt: skip
    assert closed == {"H08"}
    assert not closed & {row["hub_id"] for row in done.rows("OUTPUT")}
    points_layer = QgsVectorLayer(need["POINTS"], "p", "ogr")
    at_home = [f for f in points_layer.getFeatures() if f["authority"] == "Fenmarch"]
    assert {(f["fictional"], f["need_is"]) for f in at_home} == {(True, "children aged 0-4")}
    assert done["CHILDREN"] == sum(f["children"] for f in at_home)
    assert done["CHILDREN"] == done["REACHED"] + done["BEYOND"] + done["CHILDREN_UNROUTED"]
    assert 0 < done["REACHED"] < done["CHILDREN"]
