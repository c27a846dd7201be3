"""Small tables of every family that a reader knows, under the headings they are published with."""

from __future__ import annotations

import io

import pytest
from fictional_postcodes import NEW, OLD, directory

from family_hub_planner.engine.network.rules import RESOURCES

SAMPLE = RESOURCES / "sample"
_AREAS = [f"E0100000{n}" for n in range(1, 6)]


def head_of(name: str, rows: int) -> bytes:
    """Give the first rows of a table of the sample county."""
    return b"\n".join((SAMPLE / name).read_bytes().splitlines()[: rows + 1]) + b"\n"


def table(headings: str, *rows: str) -> bytes:
    """Give a table of five areas; in a row `#` stands for the area's code, `~` for its number."""
    every = [
        row.replace("#", code).replace("~", str(number))
        for number, code in enumerate(_AREAS, 1)
        for row in rows
    ]
    return "\n".join([headings, *every, ""]).encode()


def postcodes(headings: list[str]) -> bytes:
    """Give a small postcode directory."""
    return "\n".join(",".join(row) for row in directory(headings, 12)[0]).encode()


OF_AREAS = (
    head_of("File_7_IoD2025_FICTIONAL_All_Ranks_Scores_Deciles_Population_Denominators.csv", 4),
    head_of("sapelsoasyoa_FICTIONAL_mid2024.csv", 3),
    head_of("cars_FICTIONAL.csv", 5),
    head_of("digital_exclusion_FICTIONAL.csv", 6),
    head_of("send_FICTIONAL.csv", 6),
    head_of("six_localities_FICTIONAL.csv", 6),
    table("lsoa11cd,IDACI Score,IDACI Rank,IDACI Decile", "#,0.4,3~00,2"),
    table("LSOA11CD,IMDScore,IMDRank0,IMDDec0,IDCScore,IDCRank0,IDCDec0", "#,~.5,~,1,0.0~,9~,1"),
    table("LSOA Code,WIMD 2019 overall rank,WIMD 2019 overall decile", "W0100000~,1~0,~"),
    table("Data_Zone,SIMD2020v2_Rank,SIMD2020v2_Decile,Total_population", "S0100650~,6~00,~,80~"),
    table("LSOA21CD,Aged 0 to 4 years,Aged 5 to 9 years,Aged 10 to 15 years,Total", "#,~0,1~,2,2~"),
    table("lsoa11cd;0-4;5-9;10-15;90+", "#;~;1~;2~;1"),
    table("LSOA Code,Age (6 categories),Sex,Observation", "#,Aged 4 years and under,Female,~",
          "#,Aged 4 years and under,Male,~", "#,Aged 5 to 9 years,Female,1~",
          "#,Aged 5 to 9 years,Male,~"),
    table("lsoa code (2011),Dependent Children aged 0-15: mid 2015 (excluding prisoners)", "#,1~"),
    table("code,name,sex,0,1,2,3,4,5", "#,A ~,Female,1,2,3,4,5,~", "#,A ~,Male,1,2,3,4,5,~"),
    table("LSOA21CD,LSOA21NM,BNG_E,BNG_N,LAT,LONG,x,y", "#,A ~,48~000,3~1000,52.~,-0.~,48~000,3~1"),
    table("LSOA11CD,LSOA11NM,CHNGIND,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM",
          "#,A,U,#,A,E06000017,Rutland", "#,A,S,E0103000~,B,E06000017,Rutland"),
    table("LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM", "#,A ~,E0500000~,W,E06000017,Rutland"),
    table("LSOA21CD,RUC21CD,RUC21NM,Urban_rural_flag", "#,RSN~,Smaller rural: further,Rural"),
    table("LSOA code,Car or van availability (5 categories),Observation",
          "#,No cars or vans in household,~", "#,1 car or van in household,1~",
          "#,2 cars or vans in household,~"),
    table("LSOA code (2021),Income Deprivation Affecting Children Index (IDACI) (numerator)",
          "#,1~"),
)  # fmt: skip
"""Tables with a row an area, or several."""

_SCHOOLS = (
    "URN,LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
    "TypeOfEstablishment (name),EstablishmentStatus (name),PhaseOfEducation (name),"
    "StatutoryLowAge,StatutoryHighAge,Postcode,Easting,Northing,UPRN,SchoolCapacity"
)
OF_PLACES = (
    head_of("estate_register.csv", 6),
    head_of("hubs.csv", 4),
    head_of("venues.csv", 4),
    head_of("services.csv", 4),
    head_of("two_tier_estate_FICTIONAL.csv", 4),
    table(_SCHOOLS, "10000~,Rutland,200~,School ~,01,Community school,Open,Primary,3,11,ZZ1 ~AA,"
          "48~000,3~1000,10000000~,2~0"),
    table("name,latitude,longitude,what3words,status", "Hub ~,52.~,-0.~,a.b.c,Open"),
    table("Site;Grid reference;Postcode", "Hub ~;SK 8~0 0~0;ZZ1 ~AB"),
    table("id,x,y,crs", "H~,48~000,3~1000,OSGB36"),
    table("site_id,easting,northing,confidential", "H~,48~000,3~1000,yes"),
    table(",".join(["A8~001", "Practice", *"abcdef", "ZZ1 1AA", *map(str, range(18))])),
)  # fmt: skip
"""Lists of places, of which each row is a site, a school or a surgery."""

PRACTICES = "\n".join(
    ",".join([f"A8100{n}", f"SURGERY {n}", "Y54", "Q74", "1 ROAD", "", "TOWN", "", "SHIRE",
              f"ZZ1 {n}AA", "19740401", "", "A", "B", "x", "", "", "", "", "x", "", "", "", "x",
              "", "4", ""])
    for n in range(5)
).encode()  # fmt: skip
POSTCODES = (postcodes(OLD), postcodes(NEW))


def workbook(of: str) -> bytes:
    """Give a small workbook of the kind .xlsx or .ods."""
    rows = [line.decode().split(",") for line in OF_AREAS[6].splitlines()]
    if of == ".xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book, target = openpyxl.Workbook(), io.BytesIO()
        book.active.title = "IoD2019"
        for row in rows:
            book.active.append([float(v) if v.replace(".", "").isdigit() else v for v in row])
        book.create_sheet("Notes").append(["Made up"])
        book.save(target)
        return target.getvalue()
    from osgeo import gdal, ogr

    path = "/vsimem/seed.ods"
    made = gdal.GetDriverByName("ODS").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    layer = made.CreateLayer("IoD2019")
    for name in rows[0]:
        layer.CreateField(ogr.FieldDefn(name))
    for row in rows[1:]:
        feature = ogr.Feature(layer.GetLayerDefn())
        for place, value in enumerate(row):
            feature.SetField(place, value)
        layer.CreateFeature(feature)
    made = layer = None
    size = gdal.VSIStatL(path).size
    file = gdal.VSIFOpenL(path, "rb")
    content = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(path)
    return content
