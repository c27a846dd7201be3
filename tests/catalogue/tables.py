"""Spoilt tables, as they come from spreadsheets and downloads."""

from __future__ import annotations

import gzip

from catalogue.case import refused, taken
from catalogue.clean import DEPRIVED, PEOPLE, REGISTER
from catalogue.openstreetmap import LAUGHS, noise
from catalogue.spoilt_tables import (
    SECRET,
    SHEET,
    book_external,
    directory,
    doctype,
    formulas,
    mapping_file,
    people,
    people_book,
    register,
    rewritten,
    services,
    with_value,
)

HEAD, BODY = PEOPLE.split("\n", 1)
WIDE = HEAD + "".join(f",x{n}" for n in range(100_000)) + "\n" + BODY
WIDEST = HEAD + "".join(f",x{n}" for n in range(1_000_000)) + "\n" + BODY
EVIL = "=cmd|' /C calc'!A0"
TALL = HEAD + "\n" + BODY + "\n" * 2_000_000

CASES = [
    refused(
        "table with zero bytes",
        "needlayer",
        people("z.csv", PEOPLE.replace("9,", "9\0,")),
        "z.csv is not a text table",
    ),
    refused(
        "table with a zero byte far down",
        "needlayer",
        people("y.csv", PEOPLE + "\n" * 100_000 + "E01000004,\0,1,1,1,1,1\n"),
        "y.csv is not a text table",
    ),
    refused(
        "table of 100,000 columns", "needlayer", people("w.csv", WIDE), "w.csv", "100,007 columns"
    ),
    refused(
        "table of 1,000,000 columns",
        "needlayer",
        people("v.csv", WIDEST),
        "v.csv",
        "1,000,007 columns",
    ),
    taken(
        "table with two million blank lines",
        "needlayer",
        people("t.csv", TALL),
        "blank lines are no rows",
    ),
    refused(
        "table with one cell of a million letters",
        "needlayer",
        people("u.csv", PEOPLE.replace("E01000002", "E" * 1_000_000)),
        "u.csv",
    ),
    refused(
        "table with a quotation mark that never ends",
        "needlayer",
        people("q.csv", PEOPLE.replace("E01000002", '"E01000002') + "x,1\n" * 60_000),
        "q.csv",
    ),
    refused(
        "random bytes called a table", "needlayer", people("r.csv", lambda: noise(20_000)), "r.csv"
    ),
    refused(
        "table in UTF-16 without its mark",
        "needlayer",
        people("l.csv", PEOPLE.encode("utf-16-le")),
        "l.csv",
    ),
    taken(
        "table in UTF-16 with its mark",
        "needlayer",
        people("k.csv", PEOPLE.encode("utf-16")),
        "read as it is",
    ),
    taken(
        "table with a byte-order mark",
        "needlayer",
        people("b.csv", "\ufeff" + PEOPLE),
        "the mark is no part of a heading",
    ),
    taken(
        "table parted by semicolons",
        "needlayer",
        people("s.csv", PEOPLE.replace(",", ";")),
        "the sign that parts is found",
    ),
    taken(
        "table with old Mac line ends",
        "needlayer",
        people("m.csv", PEOPLE.replace("\n", "\r")),
        "lines end at either sign",
    ),
    refused(
        "table in the encoding of a mainframe",
        "needlayer",
        people("o.csv", PEOPLE.encode("cp037")),
        "o.csv",
    ),
    refused(
        "gzip file cut short",
        "needlayer",
        people("c.csv.gz", lambda: gzip.compress(PEOPLE.encode())[:-30]),
        "c.csv.gz",
        "download",
    ),
    refused(
        "gzip bomb: 700 MB of nothing",
        "needlayer",
        people("n.csv.gz", lambda: gzip.compress(bytes(1 << 20), 1) * 700),
        "n.csv.gz",
    ),
    refused(
        "count below zero", "needlayer", people("d.csv", with_value("-3")), "negative", "E01033769"
    ),
    refused("count without end (inf)", "needlayer", people("e.csv", with_value("inf")), "'inf'"),
    refused(
        "count too large for a number (1e999)",
        "needlayer",
        people("f.csv", with_value("1e999")),
        "1e999",
    ),
    taken(
        "count that is NaN",
        "needlayer",
        people("g.csv", with_value("NaN")),
        "taken as held back; named as missing",
        differs={"AREA_COUNT": 3},
    ),
    refused(
        "count that is a formula", "needlayer", people("h.csv", with_value(EVIL)), "h.csv", EVIL
    ),
    refused(
        "area that stands twice",
        "needlayer",
        people("i.csv", PEOPLE + "E01033769,1,1,1,1,1,1\n"),
        "E01033769",
    ),
    taken(
        "codes with spaces about them",
        "needlayer",
        people("j.csv", PEOPLE.replace("E01", " E01")),
        "spaces are no part of a code",
    ),
    refused(
        "workbook cut short",
        "needlayer",
        people("a.xlsx", lambda: people_book()[:-700]),
        "a.xlsx",
        "Excel workbook",
    ),
    refused(
        "workbook of random bytes",
        "needlayer",
        people("b.xlsx", lambda: b"PK\x03\x04" + noise(9_000)),
        "b.xlsx",
        "Excel workbook",
    ),
    refused(
        "workbook behind a password",
        "needlayer",
        people("c.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)),
        "c.xlsx",
        "password",
    ),
    refused(
        "XML bomb in a workbook",
        "needlayer",
        people("d.xlsx", lambda: rewritten(SHEET, doctype(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;"))),
        "d.xlsx",
    ),
    refused(
        "workbook that asks for another file by an entity",
        "needlayer",
        book_external,
        "e.xlsx",
        never=(SECRET,),
    ),
    refused(
        "zip bomb in a workbook: a sheet of 300 MB",
        "needlayer",
        people(
            "f.xlsx",
            lambda: rewritten(
                SHEET, lambda text: text.replace("<sheetData>", "<sheetData>" + " " * (300 << 20))
            ),
        ),
        "f.xlsx",
    ),
    taken(
        "workbook with a formula that was never worked out",
        "needlayer",
        people("g.xlsx", lambda: rewritten(SHEET, formulas)),
        "taken as held back; named as missing",
        differs={"AREA_COUNT": 3},
    ),
    refused(
        "OpenDocument workbook of random bytes",
        "needlayer",
        people("h.ods", lambda: b"PK\x03\x04" + noise(9_000)),
        "h.ods",
    ),
    refused(
        "web page in a table's place",
        "needlayer",
        lambda kit: {"DEPRIVATION": kit.write("p.csv", "<html><body>404</body></html>")},
        "p.csv is a web page",
    ),
    refused(
        "decile of 11",
        "needlayer",
        lambda kit: {"DEPRIVATION": kit.write("d.csv", DEPRIVED.replace(",9", ",11"))},
        "11",
    ),
    refused(
        "decile of 0",
        "needlayer",
        lambda kit: {"DEPRIVATION": kit.write("d.csv", DEPRIVED.replace(",9", ",0"))},
        "0",
    ),
    refused(
        "register with zero bytes",
        "importestate",
        register("z.csv", REGISTER.replace("Town", "\0Town")),
        "z.csv",
    ),
    refused(
        "register of 100,000 columns",
        "importestate",
        register("w.csv", ",".join(f"c{n}" for n in range(100_000)) + "\n" + "1," * 99_999 + "1\n"),
        "w.csv",
        "columns",
    ),
    refused(
        "register without places",
        "importestate",
        register("p.csv", "Asset Ref,Asset Name\nA1,Hall\n"),
        "p.csv",
    ),
    taken(
        "register with formulas for names",
        "importestate",
        register("f.csv", REGISTER.replace("Town Hall,4", f"{EVIL},4")),
        "kept as the text that it is",
    ),
    taken(
        "register with running costs that are no numbers",
        "importestate",
        register("n.csv", REGISTER.replace("12000", "inf").replace("9000", "NaN")),
        "left empty and counted as not read",
        differs={"PLACES_COUNT": 2},
    ),
    refused(
        "register whose places are all without end",
        "importestate",
        register(
            "i.csv",
            REGISTER.replace("486000,308000", "inf,inf").replace("486300,308200", "nan,nan"),
        ),
        "i.csv",
    ),
    refused(
        "register as a workbook cut short",
        "importestate",
        register("a.xlsx", lambda: people_book()[:-700]),
        "a.xlsx",
    ),
    refused(
        "mapping nested without end", "importestate", mapping_file("[" * 100_000), "mapping.json"
    ),
    refused(
        "mapping that is no mapping", "importestate", mapping_file("[1, 2, 3]"), "mapping.json"
    ),
    refused(
        "mapping with numbers for columns",
        "importestate",
        mapping_file('{"site_name": 3}'),
        "mapping.json",
    ),
    refused(
        "mapping in another encoding",
        "importestate",
        lambda kit: {
            "MAPPING": kit.write("mapping.json", '{"site_name": "Caf\u00e9"}'.encode("latin-1"))
        },
        "mapping.json",
    ),
    refused(
        "postcode directory of random bytes",
        "importestate",
        lambda kit: {
            **directory(noise(9_000))(kit),
            **register("p.csv", "Asset Ref,Postcode\nA1,LE15 6AA\n")(kit),
        },
        "onspd.csv",
    ),
    refused(
        "postcode directory of random bytes",
        "finerdemand",
        lambda kit: {**directory(noise(9_000))(kit), "PARTS": None, "PART_ID": None},
        "onspd.csv",
    ),
    refused(
        "service with an area below zero",
        "colocate",
        lambda kit: services(kit, (",30.0,", ",-30.0,")),
        "area_m2",
    ),
    refused(
        "service with an area without end",
        "colocate",
        lambda kit: services(kit, (",30.0,", ",inf,")),
        "area_m2",
    ),
    refused(
        "service in a building that is not there",
        "colocate",
        lambda kit: services(kit, ("advice,o,", "advice,nowhere,")),
        "nowhere",
    ),
    refused(
        "table of speeds with a speed below zero",
        "buildnetwork",
        lambda kit: {
            "SPEEDS": kit.write(
                "speeds.csv", kit.clean["speeds.csv"].read_text().replace("4.8", "-4.8")
            )
        },
        "speeds.csv",
    ),
    refused(
        "table of speeds with a speed that is NaN",
        "buildnetwork",
        lambda kit: {
            "SPEEDS": kit.write(
                "speeds.csv", kit.clean["speeds.csv"].read_text().replace("4.8", "nan")
            )
        },
        "speeds.csv",
    ),
    refused(
        "table of speeds of random bytes",
        "networkfromlines",
        lambda kit: {"SPEEDS": kit.write("speeds.csv", noise(3_000))},
        "speeds.csv",
    ),
]
