"""familyhub:comparescenarios: there and back with a pram, its page, its files and its layer.

On foot at 80 m a minute, with a pram at 60: "Move" gives up hub 007 for 9 at the end of High
Street, "Alone" gives up 8.
"""

from __future__ import annotations

import pytest
from algorithms.comparison_runs import (
    CLOSE,
    MOVE,
    NINE,
    TODAY,
    by_area,
    compare,
    cover,
    everything,
    layer_without,
    page_of,
    row,
)
from algorithms.runs import (
    DEMAND,
    HUBS,
    CancelledOnProgress,
    Log,
    demand,
    points,
    run,
    toy_files,
    toy_network,
)
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from toy_town import TOY_TOWN

from family_hub_planner.engine.giving_up import DECIDES_NOTHING

# There and back with a pram


def test_there_and_back_with_a_pram_by_hand(coverages, network):
    every = points([*TODAY, NINE], name="every hub")
    done = compare(coverages[0], coverages[1], NETWORK=network, HUBS=every, HUB_ID="site_id",
                   THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
    today, plan = done.rows("THERE_AND_BACK")
    assert [today[n] for n in ("plan", "area_code", "scenario", "hub_id")] == [
        "Move", "West", "today", "007"]  # fmt: skip
    assert today["hub_is"] == plan["hub_is"] == "nearest with a pram and in the coverage"
    assert today["minutes_both_ways"] == pytest.approx(2 * 160 / 60, abs=CLOSE)
    assert (plan["scenario"], plan["hub_id"]) == ("plan", "9")
    assert plan["minutes_there"] == pytest.approx(500 / 60, abs=CLOSE)
    assert plan["km_both_ways"] == pytest.approx(1.0, abs=1e-3)
    assert plan["miles_both_ways"] == pytest.approx(1 / 1.609344, abs=1e-3)


def test_a_pram_may_have_another_nearest_hub_than_the_coverage(network):
    """Up Long Steps 120 m on foot to one hub; with a pram the other, 330 m by street, is nearer."""
    steps, street = (
        ((60, -240), {"site_id": "steps"}), ((300, 0), {"site_id": "street"}),
    )  # fmt: skip
    home = points([((300, -240), {"area_code": "a", "children": 20.0, "need": 1.0})])
    near = ((310, -240), {"site_id": "near"})
    pair = [cover(network, hubs, DEMAND=home) for hubs in ([near, steps, street], [steps, street])]
    done = compare(*pair, DEMAND=home, NETWORK=network, HUBS=points([near, steps, street]),
                   HUB_ID="site_id", THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
    plan = {r["hub_is"]: r for r in done.rows("THERE_AND_BACK") if r["scenario"] == "plan"}
    assert plan["nearest in the coverage"]["hub_id"] == "steps"
    assert plan["nearest with a pram"]["hub_id"] == "street"
    assert plan["nearest with a pram"]["km_both_ways"] == pytest.approx(2 * 0.36, abs=2e-3)
    assert plan["nearest in the coverage"]["km_both_ways"] > 1.6


def test_another_network_than_the_coverages_is_named(coverages, network, tmp_path):
    files = toy_files(tmp_path)
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(speeds.read_text("utf-8").replace("3.6", "3.0"), encoding="utf-8")
    other = str(tmp_path / "other.gpkg")
    run("buildnetwork", **files, OUTPUT=other)
    for given, named in ((network, False), (other, True)):
        how = {"NETWORK": given, "HUBS": points([*TODAY, NINE]), "HUB_ID": "site_id"}
        done, page = page_of(tmp_path, coverages[0], coverages[1], **how)
        assert ("The way with a pram was worked out on town.osm" in page) == named
        assert any("the coverages' minutes on" in said for said in done.log.warned) == named


def test_without_the_network_only_twice_the_minutes_are_told_and_that_is_said(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[1])
    assert "West: 13 min there and back, 4 min today (on foot without a pram" in page
    assert "give the network and a layer of the hubs of all scenarios" in page
    assert " km" not in page.split("There and back with a pram</h2>")[1].split("</section>")[0]


def test_driving_minutes_are_never_taken_for_a_walk(network, tmp_path):
    pair = [cover(network, hubs, MODE="drive") for hubs in (TODAY, MOVE)]
    _, page = page_of(tmp_path, *pair)
    assert "Not worked out: the coverage does not state a mode of travel on foot" in page


def test_hubs_without_a_network_are_refused_and_so_is_a_layer_that_lacks_one(coverages, network):
    with pytest.raises(QgsProcessingException, match="needs Network"):
        compare(coverages[0], coverages[1], HUBS=points(TODAY), HUB_ID="site_id")
    with pytest.raises(QgsProcessingException, match=r"lacks 1 of 2 hubs .* Move counts: 9"):
        compare(coverages[0], coverages[1], NETWORK=network, HUBS=points(TODAY), HUB_ID="site_id")


def test_where_the_coverage_barred_fast_roads_so_does_the_way_with_a_pram(provider, tmp_path):
    """With North Road barred nothing leads to hub 8, which the plan leaves alone."""
    path = tmp_path / "network.gpkg"
    toy_network(path, TOY_TOWN.retagged("North Road", maxspeed="60 mph"))
    for barred in (False, True):
        pair = [cover(str(path), hubs, BAR_FAST_ROADS=barred) for hubs in ([HUBS[0]], [HUBS[1]])]
        done, page = page_of(tmp_path, *pair, NETWORK=str(path), HUBS=points(HUBS),
                             HUB_ID="site_id", THERE_AND_BACK="TEMPORARY_OUTPUT")  # fmt: skip
        west = {r["scenario"]: r for r in done.rows("THERE_AND_BACK") if r["area_code"] == "West"}
        assert west["today"]["km_both_ways"] == pytest.approx(0.32, abs=2e-3)
        if not barred:
            assert west["plan"]["hub_id"] == "8" and west["plan"]["km_both_ways"] > 3
            continue
        assert by_area(done)["West"]["result"] == "no longer routed"
        assert (west["plan"]["hub_id"], west["plan"]["km_both_ways"]) == (None, None)
        assert west["plan"]["hub_is"] == "no hub has a way with a pram"
        assert "no way with a pram" in page and "no longer routed" in page


# The page


def test_areas_near_the_edge_are_numbered_among_the_limits(coverages, tmp_path):
    near = sum(f["near_edge"] for f in coverages[0].getFeatures())
    assert near, "the toy town is small"
    _, page = page_of(tmp_path, coverages[0], coverages[1])
    assert f"Today: {near} of 5 areas lie nearer to the network" in page
    less = page_of(tmp_path, layer_without(coverages[0], "near_edge"), coverages[1])[1]
    assert "Today: 5 of" not in less and "Today: " + str(near) not in less


def test_the_page_says_that_it_decides_nothing_whole_and_answers_first(coverages, tmp_path):
    _, page = page_of(tmp_path, *coverages)
    assert DECIDES_NOTHING in page
    # 10 of 105 have a longer journey: 10 is no small count; 50 a shorter one
    assert "Move: of 110 children, about 10 (10 %) would have a longer modelled journey" in page
    for words in ("losers", "compliant", "closure", "closed"):
        assert words not in page
    assert "Not counted any more (an option to give up, for testing): 007." in page
    assert "Not assessed, for want of data in the demand points: disability, ethnic group" in page


def test_an_area_much_worse_is_listed_by_name(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[2], WORSE_MINUTES=5)
    table = page.split("Areas whose modelled journeys grow most")[-1].split("</table>")[0]
    cells = ("North", "North Bank", "40", "2 min", "23 min", "+22 min", "8", "007")
    assert all(f">{cell}<" in table for cell in cells), table
    assert "West" not in table


def test_small_counts_are_held_back_on_the_page_and_exact_in_the_tables(coverages, tmp_path):
    _, page = page_of(tmp_path, coverages[0], coverages[1], THRESHOLD=15)
    assert "fewer than 15 would have a longer modelled journey" in page
    assert "held back" in page
    assert row(everything(*coverages[:2], THRESHOLD=15), "BY_DECILE", "1")["longer"] == 10


def test_a_point_added_by_hand_is_never_named_on_the_page(network, tmp_path):
    rows = [*DEMAND, ((230, 10), {"area_code": "Refuge", "children": 12.0, "need": 1.0,
                                  "locality": "Secret Street", "added": "yes"})]  # fmt: skip
    people = points(rows, name="demand")
    pair = [cover(network, hubs, DEMAND=people) for hubs in (TODAY, [HUBS[1]])]
    how = {"NETWORK": network, "HUBS": points(HUBS), "HUB_ID": "site_id"}
    done, page = page_of(tmp_path, *pair, DEMAND=people, THERE_AND_BACK="TEMPORARY_OUTPUT", **how)
    assert "Refuge" not in page
    assert {row["area_code"] for row in done.rows("THERE_AND_BACK")} == {"West", "Mid", "East"}
    listed = page.split("Areas whose modelled journeys grow most")[1].split("</table>")[0]
    assert "Secret Street" not in listed
    assert "point added by hand with such a journey is not listed" in page
    assert by_area(done)["Refuge"]["added"] == "added by hand"


def test_a_cancel_leaves_nothing_behind(coverages, tmp_path):
    log = CancelledOnProgress(0)
    log.cancel()
    path = tmp_path / "compare.html"
    done = run("comparescenarios", log, BASE=coverages[0], PLAN=[coverages[1]], DEMAND=demand(),
               HTML=str(path))  # fmt: skip
    assert done["STATUS"] == "cancelled" and not path.exists()


def test_an_output_over_a_plan_is_refused_before_anything_is_touched(coverages, tmp_path):
    import processing

    path = tmp_path / "plan.gpkg"
    processing.run("native:savefeatures", {"INPUT": coverages[1], "OUTPUT": str(path)})
    before = path.read_bytes()
    log = Log()
    with pytest.raises(QgsProcessingException):
        run("comparescenarios", log, BASE=coverages[0], PLAN=[str(path)], DEMAND=demand(),
            OUTPUT=str(path))  # fmt: skip
    assert "would be written over Coverages under the plans" in " ".join(log.errors)
    assert path.read_bytes() == before


# On the desktop


@pytest.mark.parametrize(("names", "shown"), [("It's mine; Alone", 5), ("It's mine", 5)])
def test_a_layer_that_is_loaded_shows_the_first_plan_alone_and_says_so(
    coverages, tmp_path, names, shown
):
    base, *plans = coverages
    plans = plans[: names.count(";") + 1]
    context, target, project = QgsProcessingContext(), str(tmp_path / "change.gpkg"), QgsProject()
    context.setProject(project)
    details = QgsProcessingContext.LayerDetails("Change", project, "OUTPUT")
    context.addLayerToLoadOnCompletion(target, details)
    given = {"BASE": base, "PLAN": plans, "PLAN_NAMES": names, "DEMAND": demand(),
             "OUTPUT": target}  # fmt: skip
    registry, log = QgsApplication.processingRegistry(), Log()
    algorithm = registry.algorithmById("familyhub:comparescenarios").create()
    results, ok = algorithm.run(given, context, log)
    assert ok, log.errors
    layer = QgsVectorLayer(results["OUTPUT"], "Change", "ogr")
    assert layer.featureCount() == 5 * len(plans)
    processor = context.layerToLoadOnCompletionDetails(target).postProcessor()
    processor.postProcessLayer(layer, context, log)
    assert layer.featureCount() == shown
    assert {feature["plan"] for feature in layer.getFeatures()} == {"It's mine"}
    assert layer.name() == "Change: walk, from home to the hub: It's mine"
