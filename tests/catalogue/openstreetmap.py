"""Spoilt OpenStreetMap files, in every form in which the planner takes them."""

from __future__ import annotations

import bz2
import gzip
import random

from catalogue.case import Kit, refused, taken
from catalogue.pbf import DATA, block, ends, field, header, town_block, town_pbf
from toy_town import TOY_TOWN

SECRET = "not for the council's eyes"  # what an entity would read from the disk
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)  # a billion when unfolded
XML = TOY_TOWN.xml()


def build(name, content):
    """Give how a case of `buildnetwork` is made: a file of this name and content."""
    return lambda kit: {"INPUT": kit.write(name, content() if callable(content) else content)}


def noise(length: int, seed: int = 8) -> bytes:
    """Give random bytes, the same each time."""
    return random.Random(seed).randbytes(length)


def with_doctype(doctype: str, value: str) -> str:
    """Give the town with a document type and one more street called `value`."""
    start, _, rest = XML.partition("\n")
    town = rest.replace('v="High Street"', f'v="{value}"')
    assert town != rest
    return f"{start}\n<!DOCTYPE osm [{doctype}]>\n{town}"


def external_entity(kit: Kit) -> dict[str, str]:
    """Let the file ask for another file of the disk."""
    secret = kit.write("secret.txt", SECRET)
    text = with_doctype(f'<!ENTITY other SYSTEM "file://{secret}">', "&other;")
    return {"INPUT": kit.write("entity.osm", text)}


def external_dtd(kit: Kit) -> dict[str, str]:
    """Let the file ask for a document type of the disk."""
    dtd = kit.write("rules.dtd", f'<!ENTITY other "{SECRET}">')
    text = XML.replace("<osm", f'<!DOCTYPE osm SYSTEM "file://{dtd}"><osm', 1)
    return {"INPUT": kit.write("dtd.osm", text.replace('v="High Street"', 'v="&other;"'))}


def edited(*swaps: tuple[str, str]) -> str:
    """Give the town's file with some texts in the place of others."""
    text = XML
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return text


def over_the_date_line() -> str:
    """Give the town with every other point moved to the other side of the date line."""
    parts = XML.split('lon="-0.5')
    assert len(parts) > 10
    sides = ('lon="179.9', 'lon="-179.9')
    return parts[0] + "".join(sides[i % 2] + part for i, part in enumerate(parts[1:]))


def cut_pbf() -> bytes:
    """Give the binary file without its last bytes."""
    return town_pbf()[:-40]


def broken_pbf() -> bytes:
    """Give the binary file with noise within its second block."""
    whole = bytearray(town_pbf())
    start = ends(bytes(whole))[0] + 60
    whole[start : start + 80] = noise(80)
    return bytes(whole)


def swollen_pbf() -> bytes:
    """Give a binary file whose block unpacks to 64 MiB where 32 are the most."""
    return header(b"DenseNodes") + block(DATA, town_block() + field(15, bytes(64 << 20)))


CUT, NONE, NO_OSM = "cut short or damaged", "no ", "is no OpenStreetMap file"
HEADLESS = block(DATA, town_block())

CASES = [
    taken(
        "OpenStreetMap file in binary form under another name (.osm)",
        "buildnetwork",
        build("town.osm", town_pbf),
        "read by what it is, not by its name",
    ),
    refused(
        "binary file (PBF) cut short", "buildnetwork", build("a.osm.pbf", cut_pbf), "a.osm.pbf", CUT
    ),
    refused(
        "binary file (PBF) cut within its first block",
        "buildnetwork",
        build("b.osm.pbf", lambda: town_pbf()[:25]),
        "b.osm.pbf",
    ),
    refused(
        "binary file (PBF) of random bytes",
        "buildnetwork",
        build("c.osm.pbf", lambda: noise(50_000)),
        "c.osm.pbf",
        NO_OSM,
    ),
    refused(
        "binary file (PBF) of random bytes behind a right beginning",
        "buildnetwork",
        build("d.osm.pbf", lambda: header() + noise(50_000)),
        "d.osm.pbf",
    ),
    refused(
        "binary file (PBF) with noise in the middle",
        "buildnetwork",
        build("e.osm.pbf", broken_pbf),
        "e.osm.pbf",
        CUT,
    ),
    refused(
        "binary file (PBF) whose block says it has 2 GB",
        "buildnetwork",
        build("f.osm.pbf", lambda: header() + block(DATA, town_block(), 2**31 - 1)),
        "f.osm.pbf",
        CUT,
    ),
    refused(
        "binary file (PBF) whose block unpacks to 64 MB",
        "buildnetwork",
        build("g.osm.pbf", swollen_pbf),
        "g.osm.pbf",
        CUT,
    ),
    refused(
        "binary file (PBF) of a later form",
        "buildnetwork",
        build("h.osm.pbf", lambda: header(b"Unheard-Of") + HEADLESS),
        "h.osm.pbf",
    ),
    refused("empty file", "buildnetwork", build("i.osm.pbf", b""), "i.osm.pbf", NO_OSM),
    refused(
        "folder in a file's place",
        "buildnetwork",
        lambda kit: {"INPUT": str(kit.folder)},
        "there is no file",
    ),
    refused(
        "XML bomb: entities that unfold a billionfold",
        "buildnetwork",
        build("laughs.osm", with_doctype(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;")),
        "laughs.osm",
    ),
    refused(
        "XML bomb: one long entity, used often",
        "buildnetwork",
        build("quadratic.osm", with_doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 5_000)),
        "quadratic.osm",
    ),
    refused(
        "XML that asks for another file by an entity",
        "buildnetwork",
        external_entity,
        "entity.osm",
        never=(SECRET,),
    ),
    taken(
        "XML that asks for rules in another file",
        "buildnetwork",
        external_dtd,
        "the other file is not opened; what it would have named stays empty",
        never=(SECRET,),
    ),
    refused(
        "XML cut short", "buildnetwork", build("cut.osm", XML[: len(XML) // 2]), "cut.osm", CUT
    ),
    refused(
        "XML with a zero byte within",
        "buildnetwork",
        build("nul.osm", edited(("High Street", "High\0Street"))),
        "nul.osm",
        CUT,
    ),
    refused(
        "XML that says an encoding it has not",
        "buildnetwork",
        build("latin.osm", edited(("High Street", "Caf\u00e9")).encode("latin-1")),
        "latin.osm",
        CUT,
    ),
    refused(
        "XML in UTF-16",
        "buildnetwork",
        build("wide.osm", edited(('encoding="UTF-8"', 'encoding="UTF-16"')).encode("utf-16")),
        "wide.osm",
        NO_OSM,
    ),
    taken(
        "XML with a byte-order mark",
        "buildnetwork",
        build("bom.osm", "\ufeff" + XML),
        "read as it is",
    ),
    refused(
        "gzip file cut short",
        "buildnetwork",
        build("cut.osm.gz", lambda: gzip.compress(XML.encode())[:-300]),
        "cut.osm.gz",
        CUT,
    ),
    refused(
        "gzip file with noise in the middle",
        "buildnetwork",
        build("noise.osm.gz", lambda: gzip.compress(XML.encode())[:900] + noise(900)),
        "noise.osm.gz",
    ),
    refused(
        "gzip bomb: 64 MB of nothing in 64 kB",
        "buildnetwork",
        build("bomb.osm.gz", lambda: gzip.compress(b'<osm version="0.6">' + b" " * (64 << 20))),
        "bomb.osm.gz",
        CUT,
    ),
    refused(
        "file called gzip that is none", "buildnetwork", build("false.osm.gz", XML), "false.osm.gz"
    ),
    refused(
        "bzip2 file cut short",
        "buildnetwork",
        build("cut.osm.bz2", lambda: bz2.compress(XML.encode())[:-99]),
        "cut.osm.bz2",
    ),
    refused(
        "bzip2 file of random bytes",
        "buildnetwork",
        build("noise.osm.bz2", lambda: b"BZh9" + noise(5_000)),
        "noise.osm.bz2",
        "unpacked",
    ),
    refused(
        "ways whose points are not in the file",
        "buildnetwork",
        build("nodes.osm", edited(("<node id=", "<n id="), ("</node>", "</n>"))),
        "no ",
    ),
    refused(
        "points that stand nowhere on the earth",
        "buildnetwork",
        build("beyond.osm", edited(('lat="52', 'lat="152'))),
        "beyond.osm",
    ),
    taken(
        "points with ids below zero, as editors write them",
        "buildnetwork",
        build("minus.osm", edited(('<node id="', '<node id="-'), ('<nd ref="', '<nd ref="-'))),
        "taken as any other",
    ),
    refused(
        "roads on both sides of the date line",
        "buildnetwork",
        build("dateline.osm", over_the_date_line),
        "date line",
    ),
    refused("binary file (PBF) cut short", "candidatesfromosm", build("a.osm.pbf", cut_pbf), CUT),
    refused(
        "XML bomb: entities that unfold a billionfold",
        "candidatesfromosm",
        build("laughs.osm", with_doctype(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;")),
        "laughs.osm",
    ),
    refused(
        "gzip bomb: 64 MB of nothing in 64 kB",
        "candidatesfromosm",
        build("bomb.osm.gz", lambda: gzip.compress(b'<osm version="0.6">' + b" " * (64 << 20))),
        CUT,
    ),
    refused("random bytes", "candidatesfromosm", build("c.osm.pbf", lambda: noise(50_000)), NO_OSM),
    refused("roads and no facilities", "candidatesfromosm", build("town.osm", XML), "no facilit"),
]
