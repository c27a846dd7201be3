"""A map is printed from the command line, of the sample county's files as they are."""

from __future__ import annotations

import pytest
from acceptance.qgis_process import Ran, refusal
from qgis.PyQt.QtGui import QImage

pytestmark = pytest.mark.acceptance
MOST_NEED, LEAST_NEED = "#993404", "#fee8b6"


def printed(qgis, *layers: str, **given: object) -> Ran:
    """Print layers, each given by a word of its own as the command line takes them."""
    words = [*(f"LAYERS={layer}" for layer in layers), *(f"{k}={v}" for k, v in given.items())]
    return qgis.call("--json", "run", "familyhub:printmap", "--", *words)


def test_files_are_drawn_as_results_on_one_page_of_the_papers_size(
    qgis, folder, sample_areas, sample_county
):
    target = folder / "map.png"
    ways = f"{sample_county['NETWORK']}|layername=edges"
    layers = (ways, sample_areas, sample_county["DEMAND"])
    ran = printed(qgis, *layers, TITLE="Need", PAPER="a3_landscape", DPI=72, OUTPUT=target)
    assert ran.status == 0, ran.said
    assert (ran["STATUS"], ran["PAGES_COUNT"]) == ("done", 1)
    assert not ran.traceback_of_ours()
    picture = QImage(str(target))
    assert abs(picture.width() - 420 / 25.4 * 72) <= 2
    seen = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2)
            for y in range(0, picture.height(), 2)}  # fmt: skip
    assert {MOST_NEED, LEAST_NEED} <= seen, "the map is blank or not in the style of need"


def test_a_layer_that_is_not_there_is_refused_in_words(qgis, folder, sample_areas):
    ran = printed(qgis, sample_areas, folder / "nothing.gpkg", OUTPUT=folder / "none.pdf")
    assert "nothing.gpkg" in refusal(ran)
    assert not (folder / "none.pdf").exists()
