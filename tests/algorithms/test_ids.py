"""Ids as text: whole numbers that a table writes as reals, and what may not become one id."""

from __future__ import annotations

import pytest
from algorithms.runs import DEMAND, demand, hubs, layer_of, points, run, square
from qgis.core import QgsProcessingException

from family_hub_planner.processing.layers import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1.0, "1"), (1.5, "1.5"), (7, "7"), ("134938.0", "134938"), (" 8.0 ", "8"),
     ("0.0", "0"), ("-3.0", "-3"), ("1.50", "1.50"), ("1.00", "1.00"), ("007", "007"),
     ("007.0", "007.0"), ("E01.0", "E01.0"), ("1.0.0", "1.0.0"), (".0", ".0")],
)  # fmt: skip
def test_a_whole_number_written_as_a_real_loses_its_nought_and_no_other_text_changes(value, text):
    assert text_of(value) == text


def test_a_yes_that_qgis_reads_as_true_is_written_as_yes_again():
    """QGIS 3.40 reads a CSV's column of yes and no so; our copies of it said "True" there."""
    assert (text_of(True), text_of(False)) == ("yes", "no")


def test_a_hubs_number_read_as_text_of_a_real_is_printed_without_its_nought(network, tmp_path):
    """The publisher's column has empty cells elsewhere, so that its whole numbers became reals."""
    sites = points([((60, 0), {"urn": "134938.0"}), ((360, 720), {"urn": "134939.0"})])
    page = tmp_path / "page.html"
    done = run("coverage", NETWORK=network, HUBS=sites, HUB_ID="urn", DEMAND=demand(),
               BY_HUB="TEMPORARY_OUTPUT", HTML=str(page))  # fmt: skip
    assert {"134938", "134939"} <= set(done.by("BY_HUB", "key"))
    assert done.by("OUTPUT", "area_code")["West"]["hub_id"] == "134938"
    assert "134938.0" not in page.read_text("utf-8")


def test_two_ids_that_are_one_number_are_refused(network):
    sites = points([((60, 0), {"urn": "1.0"}), ((360, 720), {"urn": "1"})])
    with pytest.raises(QgsProcessingException, match="more than once"):
        run("coverage", NETWORK=network, HUBS=sites, HUB_ID="urn", DEMAND=demand())


def areas(codes):
    rows = [(square(at), {"code": code}) for (at, _), code in zip(DEMAND, codes)]
    return layer_of("Polygon", [*rows, (square((0, 0)), {"code": codes[-1]})], name="areas")


def numbered(*codes):
    return points([(at, {**v, "area_code": code}) for (at, v), code in zip(DEMAND, codes)])


def cover(network, codes):
    return run("coverage", NETWORK=network, HUBS=hubs(), HUB_ID="site_id", AREA_CODE="code",
               DEMAND=numbered("1", "2", "3", "4", "5"), AREAS=areas(codes))  # fmt: skip


def test_drawn_areas_whose_codes_are_one_number_are_refused(network):
    with pytest.raises(QgsProcessingException, match=r"has the codes '1' and '1\.0'"):
        cover(network, ["1", "1.0", "2", "3", "4", "5"])


def test_an_area_in_several_rows_is_drawn_whole(network):
    done = cover(network, ["1.0", "2.0", "3.0", "4.0", "5.0"])
    sizes = {f["area_code"]: f.geometry().area() for f in done.layer("OUTPUT").getFeatures()}
    assert sizes["4"] == pytest.approx(10_000) and sizes["5"] == pytest.approx(20_000)
