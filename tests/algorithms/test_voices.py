"""familyhub:coverage, VOICES: engagement points counted to areas, hubs and gaps in the toy town.

By hand: West and Mid (and East, beyond 10 minutes) are nearest to hub 007, North to hub 8; the Moor
is not routed. Squares of 100 m stand round the demand points.
"""

from __future__ import annotations

import pytest
from algorithms.runs import DEGREES, DEMAND, GRID, Log, demand, hubs, layer_of, points, run, square
from qgis.core import QgsProcessingException

WRITTEN = "Jane Roe, 07700 900123: my twins cannot walk that far"
SPOKEN = [
    ((230, 10), "Transport", "negative", 12),
    ((640, -20), "Transport", "negative", 11),
    ((640, -20), "Opening hours", "Positive", 10),
    ((940, 40), "Cost", "negative", 10),
    ((240, 720), "Cost", "positive", 14),
    ((10, -3010), "Cost", "mixed", 3),
    ((5000, 5000), "Cost", "mixed", 2),
    (None, "Cost", "mixed", 1),
]


def voices(crs=GRID):
    personal = {"comment": WRITTEN, "email": "jane@roe.example"}
    rows = [(at, {"theme": theme, "sentiment": mood, **personal})
            for at, theme, mood, times in SPOKEN for _ in range(times)]  # fmt: skip
    return points(rows, crs, "Tell us (fictional)")


def people():
    """Give the demand points; the two beyond reach, East and Moor, are no neighbours."""
    named = {"East": "Far End"}
    rows = [(at, {**v, "place": named.get(v["area_code"], "")}) for at, v in DEMAND]
    return points(rows, name="demand")


def areas():
    rows = [(square(at), {"area_code": values["area_code"]}) for at, values in DEMAND]
    return layer_of("Polygon", rows, name="areas")


def cover(network, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": people(),
             "BANDS": "5,10", "LOCALITY": "place", "VOICES": voices(),
             "BY_VOICE": "TEMPORARY_OUTPUT",
             "VOICE_THEME": "theme", "VOICE_SENTIMENT": "sentiment", **parameters}  # fmt: skip
    return run("coverage", **given)


def counts(done, theme="all themes", sentiment="all"):
    return {(row["by"], row["key"]): row["voices"] for row in done.rows("BY_VOICE")
            if (row["theme"], row["sentiment"]) == (theme, sentiment)}  # fmt: skip


BY_HAND = {
    ("all", "all voices"): 63, ("all", "All areas"): 60, ("all", "in no area"): 2,
    ("all", "without a place"): 1, ("hub", "007"): 43, ("hub", "8"): 14, ("hub", "not routed"): 3,
    ("area", "West"): 12, ("area", "Mid"): 21, ("area", "East"): 10, ("area", "North"): 14,
    ("area", "Moor"): 3, ("gap", "not in a gap"): 47, ("gap", "Far End"): 10,
    ("gap", "Moor"): 3,
}  # fmt: skip


@pytest.mark.parametrize("crs", [GRID, DEGREES])
def test_voices_count_to_the_area_they_lie_in_and_to_its_hub_in_any_system(network, crs):
    done = cover(network, VOICES=voices(crs), AREAS=areas())
    assert done.columns("BY_VOICE") == ["by", "key", "theme", "sentiment", "voices"]
    found = counts(done)
    assert {key: found[key] for key in BY_HAND} == BY_HAND
    assert counts(done, "Transport", "negative")["hub", "007"] == 23
    assert counts(done, "Opening hours")["area", "Mid"] == 10
    assert (done["VOICES_COUNTED"], done["VOICES_OUTSIDE"]) == (60, 3)
    assert {code: row["voices"] for code, row in done.by("OUTPUT", "area_code").items()} == {
        "West": 12, "Mid": 21, "East": 10, "North": 14, "Moor": 3}  # fmt: skip
    assert any("Of about 60 voices, fewer than 10 lie in no area and fewer than 10 are" in w
               for w in done.log.warned)  # fmt: skip


def test_without_areas_a_voice_counts_to_the_nearest_demand_point_within_the_distance(network):
    """East and the Moor, whose points are neighbours, are then one gap."""
    found = counts(cover(network, VOICE_DISTANCE=100))
    same = {key: count for key, count in BY_HAND.items() if key[0] != "gap"}
    assert {key: found[key] for key in same} == same
    assert found["gap", "Far End and Moor"] == 13
    far = counts(cover(network, VOICE_DISTANCE=30))
    assert (far["area", "Mid"], far["area", "East"], far["all", "in no area"]) == (21, 0, 12)


def test_the_page_tells_what_people_said_and_no_word_that_they_wrote(network, tmp_path):
    page, log = tmp_path / "page.html", Log()
    done = cover(network, AREAS=areas(), HTML=str(page), log=log, UNROUTED="TEMPORARY_OUTPUT")
    text = page.read_text("utf-8")
    assert "What people said, and where" in text
    assert "About 60 voices of Tell us (fictional) lie in these areas" in text
    assert "In no area: fewer than 10. Without a place: fewer than 10." in text
    assert "Each voice counts to the area that it lies in." in text
    written = [text, *log.said, *log.warned, *log.errors]
    for name in ("OUTPUT", "BY_VOICE", "UNROUTED"):
        written += [str(row) for row in done.rows(name)]
        assert not {"comment", "email"} & set(done.columns(name))
    assert not any(
        word in said for word in ("Jane", "07700", "twins", "roe.ex") for said in written
    )


def test_the_page_says_how_far_a_voice_may_lie_from_its_demand_point(network, tmp_path):
    page = tmp_path / "page.html"
    cover(network, HTML=str(page), VOICE_DISTANCE=1500)
    assert "by straight line, within 1,500 m" in page.read_text("utf-8")


def test_free_text_as_theme_is_refused_without_a_quotation(network):
    rows = [((230, 10), {"comment": f"{WRITTEN} {number}"}) for number in range(3)]
    with pytest.raises(QgsProcessingException, match="does not look like a category") as refused:
        cover(network, VOICES=points(rows), VOICE_THEME="comment", VOICE_SENTIMENT=None)
    assert "Jane" not in str(refused.value)


def test_the_table_of_voices_without_voices_is_refused_and_a_run_without_them_is_as_before(network):
    with pytest.raises(QgsProcessingException, match="needs Voices"):
        cover(network, VOICES=None, VOICE_THEME=None, VOICE_SENTIMENT=None)
    done = run("coverage", NETWORK=network, HUBS=hubs(), HUB_ID="site_id", DEMAND=demand())
    assert "voices" not in done.columns("OUTPUT")
    assert (done["VOICES_COUNTED"], done["VOICES_OUTSIDE"]) == (0, 0)


@pytest.mark.parametrize("drawn", [True, False])
def test_a_point_added_by_hand_is_no_area_that_a_voice_could_lie_in(network, drawn):
    """A hotel beside West's centre, first by its code: the 12 voices there are West's still."""
    hotel = {**DEMAND[0][1], "area_code": "A hotel", "children": 3.0, "need": 1.0}
    rows = [
        ((228, 8), {**hotel, "added": "hotel"}),
        *[(at, {**v, "added": ""}) for at, v in DEMAND],
    ]
    layers = {"AREAS": areas()} if drawn else {}
    done = cover(network, DEMAND=points(rows), LOCALITY="locality", **layers)
    found = counts(done)
    assert (found["area", "West"], found["area", "A hotel"]) == (12, None)
    assert done.by("OUTPUT", "area_code")["A hotel"]["voices"] is None
