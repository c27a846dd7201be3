"""familyhub:needlayer, HOTSPOTS: the densest areas that touch, named, before any siting."""

from __future__ import annotations

import pytest
from algorithms.runs import DEGREES, Log, layer_of, run, square
from needed_package import needed
from qgis.core import QgsGeometry, QgsProcessingException, QgsWkbTypes
from toy_town import ORIGIN, to_degrees

# Squares of 100 m, 0.01 km²; the heath is one of 1,000 m, 1 km². Children; density per km²:
# A 60: 6,000; B 40: 4,000, touching A; C 50: 5,000, alone; D 10: 1,000; heath 100: 100.
AT = {"A": (0, 0), "B": (100, 100), "C": (500, 0), "D": (300, 0), "heath": (2000, 0)}
CHILDREN = {"A": 60, "B": 40, "C": 50, "D": 10, "heath": 100}


def people(folder, children):
    path = folder / "people.csv"
    rows = [f"{code},{'' if count is None else count}" for code, count in children.items()]
    path.write_text("\n".join(["Area,Children", *rows]), encoding="utf-8")
    return {"POPULATION": str(path), "POPULATION_COLUMNS": "code=Area; 0-4=Children"}


def shape_of(code, crs):
    wkt = square(AT[code], 500 if code == "heath" else 50)
    if crs != DEGREES:
        return wkt
    ring = QgsGeometry.fromWkt(wkt).asPolygon()[0]
    corners = to_degrees([(point.x(), point.y()) for point in ring])
    return f"Polygon (({', '.join(f'{x:.12f} {y:.12f}' for x, y in corners)}))"


def areas(crs="EPSG:27700"):
    return layer_of(
        "Polygon",
        [(shape_of(code, crs), {"code": code, "name": f"Area {code}"}) for code in AT],
        crs,
    )


def need(folder, children=CHILDREN, **parameters):
    given = {"AREAS": areas(), "CODE": "code", "NAME": "name", "HOTSPOTS": "TEMPORARY_OUTPUT",
             "HOTSPOT_SHARE": 50, **people(folder, children), **parameters}  # fmt: skip
    return run("needlayer", **given)


def test_the_densest_areas_that_touch_are_one_hotspot_with_a_name(tmp_path):
    """Half of 260 children is 130: A and C hold 110, B makes it 150."""
    done = need(tmp_path)
    assert done.columns("HOTSPOTS") == [
        "cluster", "areas", "children", "need", "need_per_km2", "area_km2", "area_codes",
    ]  # fmt: skip
    first, second = done.rows("HOTSPOTS")
    assert (first["cluster"], first["areas"], first["area_codes"]) == (
        "Area A and Area B", 2, "A, B")  # fmt: skip
    assert (first["children"], first["need"]) == (100, 100)
    assert first["area_km2"] == pytest.approx(0.02)
    assert first["need_per_km2"] == pytest.approx(5000)
    assert (second["cluster"], second["children"]) == ("Area C", 50)
    said = "Need is densest in 3 of 5 areas, which hold 58 % of it on 3 % of the ground."
    places = "with their children aged 0-4: Area A and Area B (about 100); Area C (about 50)."
    assert any(said in line and places in line for line in done.log.said)


def test_a_hotspot_is_drawn_as_one_shape_in_the_areas_own_system(tmp_path):
    layer = need(tmp_path).layer("HOTSPOTS")
    assert layer.wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert layer.crs().authid() == "EPSG:27700"
    assert [f.geometry().area() for f in layer.getFeatures()] == [
        pytest.approx(20_000), pytest.approx(10_000),
    ]  # fmt: skip


@pytest.mark.parametrize("crs", ["EPSG:27700", DEGREES])
def test_degrees_never_reach_a_density(tmp_path, crs):
    done = need(tmp_path, AREAS=areas(crs))
    assert done.layer("HOTSPOTS").crs().authid() == crs
    assert done.layer("OUTPUT").extent().contains(done.layer("HOTSPOTS").extent())
    first = done.rows("HOTSPOTS")[0]
    assert first["area_km2"] == pytest.approx(0.02, rel=1e-3)
    assert first["need_per_km2"] == pytest.approx(5000, rel=1e-3)


def test_a_layer_in_web_mercator_has_square_kilometres_of_the_ground(tmp_path):
    """There a square of 100 m at latitude 52.6° is 2.7 times as large on paper."""
    web = layer_of(
        "Polygon",
        [(_mercator(code), {"code": code, "name": code}) for code in AT],
        "EPSG:3857",
    )
    first = need(tmp_path, AREAS=web).rows("HOTSPOTS")[0]
    assert first["area_km2"] == pytest.approx(0.02, rel=1e-3)


def _mercator(code):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

    systems = [QgsCoordinateReferenceSystem(name) for name in ("EPSG:27700", "EPSG:3857")]
    shape = QgsGeometry.fromWkt(shape_of(code, ""))
    shape.transform(QgsCoordinateTransform(*systems, QgsProject.instance()))
    return shape.asWkt(6)


def test_the_locality_is_the_name_where_there_is_one(tmp_path):
    west = layer_of("Polygon", [(square((50, 50), 200), {"ward": "West Ward"})])
    done = need(tmp_path, LOCALITIES=west, LOCALITY_NAME="ward")
    assert [row["cluster"] for row in done.rows("HOTSPOTS")] == ["West Ward", "Area C"]


def test_the_share_decides_how_many_areas_are_hot(tmp_path):
    hot = [row["area_codes"] for row in need(tmp_path, HOTSPOT_SHARE=20).rows("HOTSPOTS")]
    assert hot == ["A"]
    everything = need(tmp_path, HOTSPOT_SHARE=100).rows("HOTSPOTS")
    # The heath is less dense than all areas together and is never hot.
    assert [row["area_codes"] for row in everything] == ["A, B", "C", "D"]


def test_where_no_area_is_denser_than_the_others_the_log_says_so(tmp_path):
    one = layer_of("Polygon", [(square((0, 0)), {"code": "A", "name": "Alone"})])
    done = need(tmp_path, AREAS=one, children={"A": 5})
    assert done.rows("HOTSPOTS") == []
    assert any("one area alone" in said for said in done.log.said)
    done = need(tmp_path, children=dict.fromkeys(AT, 0))
    assert done.rows("HOTSPOTS") == []
    assert any("There is no need in these areas" in said for said in done.log.said)


def test_an_area_whose_children_are_not_known_is_no_hotspot(tmp_path):
    done = need(tmp_path, children={**CHILDREN, "A": None}, HOTSPOT_SHARE=40)
    assert [row["area_codes"] for row in done.rows("HOTSPOTS")] == ["C", "B"]


def test_hotspots_are_worked_out_only_where_they_are_asked_for(tmp_path):
    done = need(tmp_path, HOTSPOTS=None)
    assert "HOTSPOTS" not in done.results
    assert not any("densest" in said for said in done.log.said)


def test_areas_that_do_not_fit_their_system_are_refused_before_anything_is_written(tmp_path):
    metres = layer_of(
        "Polygon", [(square((0, 0)), {"code": "A", "name": "A"})], DEGREES
    )  # eastings and northings called degrees
    target, log = tmp_path / "need.gpkg", Log()
    with pytest.raises(QgsProcessingException, match="do not fit their coordinate system"):
        need(tmp_path, AREAS=metres, children={"A": 5}, OUTPUT=str(target), log=log)
    assert not target.exists()
    assert ORIGIN[0] > 180


LEICESTER = "boundaries/LSOA_2021_E06000016.geojson"


def test_the_places_of_densest_need_in_leicester(shared_data):
    """Checked by geopandas: the same areas and the same ground, joined where they touch."""
    geopandas = needed("geopandas")
    folder = shared_data / "leicester"
    done = run(
        "needlayer", AREAS=str(folder / LEICESTER), CODE="LSOA21CD", NAME="LSOA21NM",
        DEPRIVATION=str(folder / "deprivation" / "deprivation-in-leicester-2025.xlsx"),
        POPULATION=str(folder / "population" / "census2021_age6_lsoa21.csv"), AGES="0-15",
        WEIGHTING="income_deprived_children", HOTSPOTS="TEMPORARY_OUTPUT",
    )  # fmt: skip
    weights = {code: row["need"] for code, row in done.by("OUTPUT", "area_code").items()}
    real = geopandas.read_file(folder / LEICESTER).to_crs(27700).set_index("LSOA21CD")
    real["need"] = [weights[code] for code in real.index]
    real["density"] = real.need / real.area
    ranked = real.sort_values("density", ascending=False)
    before = ranked.need.cumsum() - ranked.need
    hot = ranked[before < 0.2 * ranked.need.sum()]
    found = {row["cluster"]: set(row["area_codes"].split(", ")) for row in done.rows("HOTSPOTS")}
    assert set().union(*found.values()) == set(hot.index)
    merged = hot.buffer(0.5).unary_union
    assert len(found) == len(getattr(merged, "geoms", [merged]))
    assert len(found) > 3
    ground = sum(row["area_km2"] for row in done.rows("HOTSPOTS"))
    assert ground == pytest.approx(hot.area.sum() / 1e6, rel=1e-6)
