"""Confidential sites: read into no run, and named in no result, page, log or error."""

from __future__ import annotations

import pytest
from algorithms.runs import demand, points, run
from qgis.core import QgsProcessingException

from family_hub_planner.engine.confidential import is_confidential

REFUGE = "Haven House"
HIGH_STREET, NORTH_ROAD, BESIDE = (60, 0), (360, 720), (120, 0)


@pytest.mark.parametrize("word", ["yes", "Y", "true", "1", "restricted", "YES - refuge"])
def test_any_word_but_a_plain_no_is_taken_for_a_yes(word):
    assert is_confidential(word)


@pytest.mark.parametrize("word", ["", " ", "no", "No", "N", "false", "0"])
def test_nothing_and_a_plain_no_are_no(word):
    assert not is_confidential(word)


def sites(column="confidential"):
    told = [(HIGH_STREET, "A", "no"), (NORTH_ROAD, "B", ""), (BESIDE, REFUGE, "yes")]
    return points([(at, {"site_id": site, column: said}) for at, site, said in told])


def everything_said(done, folder):
    texts = [*done.log.said, *done.log.warned, *done.log.errors, str(done.results)]
    pages = [path.read_text("utf-8") for path in folder.glob("*.html")]
    rows = [str(done.rows(name)) for name in done.results if name in ("OUTPUT", "BY_HUB")]
    return " ".join([*texts, *pages, *rows])


@pytest.mark.parametrize("column", ["confidential", "Confidential"])
def test_a_confidential_hub_is_counted_in_the_log_and_named_nowhere(network, tmp_path, column):
    done = run("coverage", NETWORK=network, HUBS=sites(column), HUB_ID="site_id", DEMAND=demand(),
               BY_HUB="TEMPORARY_OUTPUT", HTML=str(tmp_path / "page.html"))  # fmt: skip
    assert REFUGE not in everything_said(done, tmp_path)
    told = [said for said in done.log.warned if "confidential" in said]
    assert len(told) == 1
    assert told[0].startswith("1 of the 3 places of ")
    assert set(done.by("BY_HUB", "key")) >= {"A", "B"}


def test_a_confidential_candidate_is_never_suggested_nor_named(network, tmp_path):
    done = run("suggestsites", NETWORK=network, DEMAND=demand(), CANDIDATES=sites(),
               CANDIDATE_ID="site_id", SITES=2, HTML=str(tmp_path / "page.html"))  # fmt: skip
    assert {row["site_id"] for row in done.rows("OUTPUT")} == {"A", "B"}
    assert REFUGE not in everything_said(done, tmp_path)


def test_a_repeated_id_of_a_confidential_place_is_not_told_either(network):
    twice = points([(HIGH_STREET, {"site_id": "A", "confidential": "no"}),
                    (NORTH_ROAD, {"site_id": REFUGE, "confidential": "yes"}),
                    (BESIDE, {"site_id": REFUGE, "confidential": "yes"})])  # fmt: skip
    done = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=twice, DESTINATION_ID="site_id")  # fmt: skip
    assert {row["destination_id"] for row in done.rows("OUTPUT")} == {"A"}


def test_a_layer_of_confidential_places_only_is_refused(network):
    hidden = points([(HIGH_STREET, {"site_id": REFUGE, "confidential": "yes"})])
    with pytest.raises(QgsProcessingException, match=r"Every place .* is confidential") as caught:
        run("coverage", NETWORK=network, HUBS=hidden, HUB_ID="site_id", DEMAND=demand())
    assert REFUGE not in str(caught.value)
