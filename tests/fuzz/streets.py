"""The toy town with places and turn restrictions, in every form of OpenStreetMap file."""

from __future__ import annotations

from catalogue.pbf import DATA, block, deltas, field, header, number, packed, town_block
from toy_town import TOY_TOWN

TURNS = (
    ("no_left_turn", 1001, 3, 1007),
    ("only_straight_on", 1001, 3, 1001),
    ("no_u_turn", 1004, 6, 1004),
    ("no_entry", 1013, 24, 1008),
)
"""Kind, from way, via node, to way."""

_PLACES = """
<node id="9001" lat="52.59" lon="-0.523"><tag k="amenity" v="library"/><tag k="name" v="Library"/>
<tag k="opening_hours" v="Mo-Fr 09:00-17:00; PH off"/><tag k="capacity" v="40"/></node>
<node id="9002" lat="52.591" lon="-0.52"><tag k="amenity" v="community_centre"/>
<tag k="social_facility:for" v="abused"/></node>
<way id="9101"><nd ref="1"/><nd ref="2"/><nd ref="12"/><nd ref="1"/><tag k="amenity" v="school"/>
<tag k="name" v="School"/></way>
<relation id="9201"><member type="way" ref="9101" role="outer"/><tag k="type" v="multipolygon"/>
<tag k="leisure" v="sports_centre"/></relation>
<way id="9102"><nd ref="1"/><nd ref="5"/><tag k="route" v="ferry"/><tag k="duration" v="00:20"/>
<tag k="maxspeed" v="30 mph"/></way>
"""


def xml() -> bytes:
    """Give the town as XML with places, a ferry and turn restrictions."""
    relations = "".join(
        f'<relation id="{3000 + at}"><member type="way" ref="{of}" role="from"/>'
        f'<member type="node" ref="{via}" role="via"/><member type="way" ref="{to}" role="to"/>'
        f'<tag k="type" v="restriction"/><tag k="restriction" v="{kind}"/></relation>\n'
        for at, (kind, of, via, to) in enumerate(TURNS)
    )
    return TOY_TOWN.xml().replace("</osm>", _PLACES + relations + "</osm>").encode()


def relation_block() -> bytes:
    """Give the body of a block with the turn restrictions."""
    texts = ["", "type", "restriction", "from", "via", "to", *(kind for kind, *_ in TURNS)]
    relations = b""
    for at, (_, of, via, to) in enumerate(TURNS):
        relations += field(
            4,
            field(1, 3000 + at)
            + packed(2, [number(1), number(2)])
            + packed(3, [number(2), number(6 + at)])
            + packed(8, [number(3), number(4), number(5)])
            + packed(9, deltas([of, via, to]))
            + packed(10, [number(1), number(0), number(1)]),
        )
    return field(1, b"".join(field(1, text.encode()) for text in texts)) + field(2, relations)


def pbf(*bodies: bytes) -> bytes:
    """Give a binary file of blocks with these bodies; the whole town where none is given."""
    bodies = bodies or (town_block(), relation_block())
    return header(b"DenseNodes") + b"".join(block(DATA, body) for body in bodies)


def raw_pbf(*bodies: bytes) -> bytes:
    """Give a binary file whose blocks are not packed, so that each byte of it is read as it is."""
    found = b""
    for kind, body in [(b"OSMHeader", field(4, b"OsmSchema-V0.6")), *((DATA, b) for b in bodies)]:
        blob = field(1, body)
        head = field(1, kind) + field(3, len(blob))
        found += len(head).to_bytes(4, "big") + head + blob
    return found
