"""The chain on the fictional sample county through qgis_process, and bad input to it."""

from __future__ import annotations

import csv

import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal

pytestmark = pytest.mark.acceptance
HUBS, VENUES = (points_csv(SAMPLE / name) for name in ("hubs.csv", "venues.csv"))


@pytest.fixture(scope="module")
def chain(sample_county, sample_areas):
    """The first two steps: the network's file and the demand points, with the areas to draw."""
    return {**sample_county, "AREAS": sample_areas}


def test_the_program_lists_the_provider_and_tells_of_each_algorithm_without_a_traceback(qgis):
    listed = qgis.call("list")
    assert listed.status == 0 and not listed.traceback_of_ours()
    for name in ("buildnetwork", "needlayer", "catchments", "traveltimes", "coverage"):
        assert f"familyhub:{name}" in listed.out
    assert "familyhub:suggestsites" in listed.out
    told = qgis.call("help", "familyhub:coverage")
    assert told.status == 0 and "BY_DECILE" in told.out and not told.traceback_of_ours()


def test_the_whole_chain_ends_with_sites(qgis, folder, chain):
    network, demand = chain["NETWORK"], chain["DEMAND"]
    done(
        qgis.run("catchments", NETWORK=network, HUBS=HUBS, HUB_ID="site_id", MODE="pram",
                 OVERLAP="merged", OUTPUT=folder / "catchments.gpkg")
    )  # fmt: skip
    covered = done(
        qgis.run("coverage", NETWORK=network, HUBS=HUBS, HUB_ID="site_id", DEMAND=demand,
                 AREAS=chain["AREAS"], MODE="pram", HOME_AUTHORITY="Fenmarch",
                 OUTPUT=folder / "cover.gpkg", BY_DECILE=folder / "decile.csv",
                 HTML=folder / "cover.html")
    )  # fmt: skip
    assert covered["CHILDREN"] == sum(
        covered[part] for part in ("REACHED", "BEYOND", "CHILDREN_UNROUTED")
    )
    with (folder / "decile.csv").open(newline="", encoding="utf-8") as text:
        total = list(csv.DictReader(text))[-1]
    assert total["key"] == "All areas" and float(total["children"]) == covered["CHILDREN"]
    assert "FICTIONAL" in (folder / "cover.html").read_text("utf-8")
    sites = done(
        qgis.run("suggestsites", NETWORK=network, DEMAND=demand, CANDIDATES=VENUES,
                 CANDIDATE_ID="site_id", EXISTING=HUBS, EXISTING_ID="site_id", MODE="pram",
                 SITES=4, HOME_AUTHORITY="Fenmarch", OUTPUT=folder / "sites.gpkg",
                 HTML=folder / "sites.html")
    )  # fmt: skip
    assert len(sites["SITES_CHOSEN"].split(", ")) == 4
    assert sites["PROVEN"] is True and sites["GAP_FOUND"] == 0


def test_a_table_of_times_from_the_first_run_serves_the_next(qgis, folder, chain):
    """As in a batch: minutes to a CSV, and coverage and sites from it."""
    place = {"ORIGINS": chain["DEMAND"], "ORIGIN_ID": "area_code"}
    tables = {}
    for name, sites in (("hubs", HUBS), ("venues", VENUES)):
        tables[name] = folder / f"times_{name}.csv"
        done(qgis.run("traveltimes", NETWORK=chain["NETWORK"], **place, DESTINATIONS=sites,
                      DESTINATION_ID="site_id", OUTPUT=tables[name]))  # fmt: skip
    given = {"DEMAND": chain["DEMAND"], "HUBS": HUBS, "HUB_ID": "site_id"}
    by_network = done(qgis.run("coverage", NETWORK=chain["NETWORK"], **given,
                               OUTPUT=folder / "a.gpkg"))  # fmt: skip
    by_times = done(qgis.run("coverage", TIMES=tables["hubs"], **given, OUTPUT=folder / "b.gpkg"))
    assert by_times["REACHED"] == by_network["REACHED"]
    given = {"DEMAND": chain["DEMAND"], "CANDIDATES": VENUES, "CANDIDATE_ID": "site_id"}
    sites = [
        done(qgis.run("suggestsites", **way, **given, OUTPUT=folder / "s.gpkg"))
        for way in ({"NETWORK": chain["NETWORK"]}, {"TIMES": tables["venues"]})
    ]
    assert sites[0]["SITES_CHOSEN"] == sites[1]["SITES_CHOSEN"]


# --- Bad input: status 1, one plain sentence, no traceback, nothing half written. -------------


@pytest.fixture
def stood(tmp_path):
    """A file that stands where a run is to write; whole afterwards."""
    target = tmp_path / "result.gpkg"
    target.write_bytes(b"what stood here")
    yield target
    assert target.read_bytes() == b"what stood here"
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(("~", "result.gpkg-"))]


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        ({"BANDS": "ten"}, '"ten" is not a number of minutes'),
        ({"NETWORK": "gone.gpkg"}, "there is no file"),
        ({"NETWORK": SAMPLE / "areas.gpkg"}, "areas.gpkg is no network file"),
        ({"HUBS": "gone.gpkg"}, "gone.gpkg"),
        ({"MODE": "bus"}, "MODE"),
        ({"HUB_ID": "nonsense"}, "has no field 'nonsense'"),
        ({"DEMAND": HUBS, "DEMAND_ID": "site_id"}, "has no column 'children'"),
        ({"HUBS": HUBS.replace("EPSG:27700", "")}, "no coordinate reference system"),
        ({"TIMES": SAMPLE / "hubs.csv"}, "both were given"),
        ({"NETWORK": None}, "neither was given"),
    ],
)
def test_coverage_refuses_bad_input_in_words(qgis, chain, stood, spoilt, sentence):
    given = {"NETWORK": chain["NETWORK"], "HUBS": HUBS, "HUB_ID": "site_id",
             "DEMAND": chain["DEMAND"], **spoilt}  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    assert sentence in refusal(qgis.run("coverage", **given, OUTPUT=stood))


def test_hubs_outside_the_network_reach_nobody_and_are_named(qgis, folder, chain, tmp_path):
    far = tmp_path / "far.csv"
    far.write_text("site_id,easting,northing\n007,100000,100000\n", encoding="utf-8")
    ran = done(qgis.run("coverage", NETWORK=chain["NETWORK"], HUBS=points_csv(far),
                        HUB_ID="site_id", DEMAND=chain["DEMAND"],
                        OUTPUT=folder / "far.gpkg"))  # fmt: skip
    assert ran["REACHED"] == 0 and ran["CHILDREN_UNROUTED"] == ran["CHILDREN"] > 0
    assert "too far from any way (first: " in ran.said


def test_an_empty_layer_is_refused_in_words(qgis, chain, stood, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("site_id,easting,northing\n", encoding="utf-8")
    said = refusal(qgis.run("coverage", NETWORK=chain["NETWORK"], HUBS=points_csv(empty),
                            HUB_ID="site_id", DEMAND=chain["DEMAND"], OUTPUT=stood))  # fmt: skip
    assert "no features" in said


def test_more_sites_than_candidates_are_refused_in_words(qgis, chain, stood):
    said = refusal(qgis.run("suggestsites", NETWORK=chain["NETWORK"], DEMAND=chain["DEMAND"],
                            CANDIDATES=VENUES, CANDIDATE_ID="site_id", SITES=61,
                            OUTPUT=stood))  # fmt: skip
    assert "61 new sites were asked for" in said and "47 candidates" in said


@pytest.mark.parametrize("text", ["Dear council", '<osm version="0.6"></osm>'])
def test_a_file_without_streets_is_refused_in_words(qgis, tmp_path, text):
    bad, target = tmp_path / "bad.osm", tmp_path / "network.gpkg"
    bad.write_text(text, encoding="utf-8")
    assert "bad.osm" in refusal(qgis.run("buildnetwork", INPUT=bad, OUTPUT=target))
    assert not target.exists()


def test_a_network_over_a_file_that_is_none_is_refused_in_words(qgis, stood):
    said = refusal(qgis.run("buildnetwork", INPUT=SAMPLE / "county.osm.bz2", OUTPUT=stood))
    assert "holds no network" in said
