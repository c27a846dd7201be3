"""Voices on Rutland through qgis_process, counted again by geopandas.

Real streets, LSOAs and schools; the voices are fictional, drawn from a seed, in degrees.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter

import geopandas
import numpy as np
import pandas as pd
import pytest
from acceptance.qgis_process import done, points_csv
from shapely.geometry import Point

pytestmark = pytest.mark.acceptance
GIAS = "gias_open_establishments_2025-05-24.csv"
THEMES = ("Transport", "Opening hours", "Cost", "Groups for babies")


@pytest.fixture(scope="module")
def heard(qgis, shared_data, rutland_files, folder):
    """The coverage run with voices: its result, their table, areas, and the voices themselves."""
    data = shared_data / "rutland"
    shutil.copytree(rutland_files, folder, dirs_exist_ok=True)
    pd.read_csv(data / "facilities" / GIAS).sort_values("urn").iloc[::6].to_csv(
        folder / "hubs.csv", index=False
    )
    areas = geopandas.read_file(folder / "need.gpkg").to_crs(4326)
    voices = _voices(areas.total_bounds)
    voices.to_file(folder / "voices.geojson", driver="GeoJSON")
    paths = {name: folder / f"{name}.csv" for name in ("BY_VOICE", "OUTPUT")}
    ran = done(
        qgis.run("coverage", NETWORK=folder / "network.gpkg", MODE="walk",
                 HUBS=points_csv(folder / "hubs.csv"), HUB_ID="urn", AREAS=folder / "need.gpkg",
                 DEMAND=folder / "points.gpkg", VOICES=folder / "voices.geojson",
                 VOICE_THEME="theme", VOICE_SENTIMENT="sentiment", HTML=folder / "page.html",
                 **paths)
    )  # fmt: skip
    return ran, pd.read_csv(paths["BY_VOICE"]), pd.read_csv(paths["OUTPUT"]), areas, voices


def _voices(bounds):
    draw = random.Random(2026)
    rows = [
        {"geometry": Point(draw.uniform(bounds[0], bounds[2]), draw.uniform(bounds[1], bounds[3])),
         "theme": draw.choice(THEMES), "sentiment": draw.choice(["positive", "negative"]),
         "comment": f"what person {number} wrote"}
        for number in range(500)
    ]  # fmt: skip
    return geopandas.GeoDataFrame(rows, crs=4326)


def test_voices_by_area_and_hub_are_those_of_a_spatial_join(heard):
    ran, table, output, areas, voices = heard
    within = geopandas.sjoin(voices, areas[["area_code", "geometry"]])
    whole = table[(table.theme == "all themes") & (table.sentiment == "all")]
    by_area = whole[whole.by == "area"].set_index("key").voices
    assert dict(by_area[by_area > 0]) == Counter(within.area_code)
    hub_of = output.set_index("area_code").hub_id
    expected = Counter(
        "not routed" if np.isnan(hub) else str(int(hub)) for hub in within.area_code.map(hub_of)
    )
    by_hub = whole[whole.by == "hub"].set_index("key").voices
    assert dict(by_hub[by_hub > 0]) == expected
    assert (ran["VOICES_COUNTED"], ran["VOICES_OUTSIDE"]) == (len(within), 500 - len(within))
    themes = table[(table.by == "all") & (table.key == "All areas") & (table.sentiment == "all")]
    found = themes.set_index("theme").voices.drop("all themes")
    assert dict(found) == Counter(within.theme)


def test_no_word_that_people_wrote_leaves_the_layer(heard, folder):
    written = [(folder / name).read_text("utf-8") for name in ("page.html", "BY_VOICE.csv")]
    assert not any("wrote" in text.replace("What people wrote", "") for text in written)
    assert "what person" not in heard[0].said
