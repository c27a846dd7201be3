"""Every reader of OpenStreetMap files is given spoilt ones, and what it makes of them is built."""

from __future__ import annotations

import bz2
import gzip

import numpy as np
import pytest
from catalogue.pbf import town_block
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.sound_network import assert_sound_network
from fuzz.spoiling import Spoilt, spoilt
from fuzz.streets import pbf, raw_pbf, relation_block, xml
from hypothesis import given
from hypothesis import strategies as st
from toy_town import TOY_TOWN

from family_hub_planner.engine.network.build import BuildSettings, build_network
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.facilities import read_facilities
from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.engine.sources.mapped_places import read_mapped_places
from family_hub_planner.engine.sources.openstreetmap import read_openstreetmap
from family_hub_planner.engine.sources.openstreetmap_file import credit_of
from family_hub_planner.engine.sources.restrictions import read_restrictions

TYPES = read_facility_types()
XML, TOWN, TURNS = xml(), town_block(), relation_block()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("osm")


def read_all(path, content) -> None:
    """Read a file by every reader of such files, and build the network of it."""
    path.write_bytes(content)
    extract = read_or_refused(read_openstreetmap, path)
    if extract is not None:
        for points in extract.ways.points:
            assert points.ndim == 2
            assert points.shape[1] == 2
    rules = read_or_refused(read_restrictions, path)
    for rule in rules or ():
        assert all(isinstance(way, str) for way in (*rule.from_ways, *rule.to_ways))
    places = read_or_refused(read_mapped_places, path, TYPES)
    for place in places.places if places else ():
        assert np.isfinite([place.longitude, place.latitude]).all()
    read_or_refused(read_facilities, path, TYPES)
    read_or_refused(credit_of, path)
    if extract is not None:
        built = read_or_refused(build_network, path, BuildSettings(), Progress())
        if built is not None:
            assert_sound_network(built.network)


@budget(20)
@given(spoilt(XML))
def test_a_spoilt_xml_file_is_read_or_refused(folder, content):
    read_all(folder / "town.osm", content)


SPOILT_BODIES = st.one_of(
    st.tuples(spoilt(TOWN, parted=b""), st.just(TURNS)),
    st.tuples(st.just(TOWN), spoilt(TURNS, parted=b"")),
)
SPOILT_PBF = st.one_of(
    SPOILT_BODIES.map(lambda bodies: Spoilt(pbf(*bodies))),
    SPOILT_BODIES.map(lambda bodies: Spoilt(raw_pbf(*bodies))),
    spoilt(raw_pbf(TOWN, TURNS), pbf(TOWN, TURNS), parted=b""),
)


@budget(25)
@given(SPOILT_PBF)
def test_a_spoilt_binary_file_is_read_or_refused(folder, content):
    read_all(folder / "town.osm.pbf", content)


PACKED = {".gz": gzip.compress(XML, 6, mtime=0), ".bz2": bz2.compress(XML)}


@budget(14)
@given(
    st.sampled_from(sorted(PACKED)).flatmap(
        lambda ending: st.tuples(st.just(ending), spoilt(PACKED[ending], parted=b""))
    )
)
def test_a_spoilt_packed_file_is_read_or_refused(folder, packed):
    ending, content = packed
    read_all(folder / f"town.osm{ending}", content)


def test_the_files_are_whole_before_they_are_spoilt(folder):
    (folder / "whole.osm").write_bytes(XML)
    (folder / "whole.osm.pbf").write_bytes(pbf())
    (folder / "raw.osm.pbf").write_bytes(raw_pbf(TOWN, TURNS))
    for name in ("whole.osm", "whole.osm.pbf", "raw.osm.pbf"):
        assert len(read_openstreetmap(folder / name).ways) >= len(TOY_TOWN.ways) - 1
        assert len(read_restrictions(folder / name)) == 4, name
    assert len(read_mapped_places(folder / "whole.osm", TYPES).places) >= 3
