"""Which published dataset a table is, by its headings: the facts for its provenance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..provenance import Provenance
from .age_bands import parse_band
from .families import family_of
from .headings import heading_key

_MHCLG = "Ministry of Housing, Communities and Local Government"
_ONS = "Office for National Statistics"
_OGL = "Open Government Licence v3.0"
# The indices' edition by the year of the authority codes printed beside the areas.
_EDITION_BY_AUTHORITY_YEAR = {"2013": "2015", "2019": "2019", "2024": "2025"}
_OTHER_NATIONS = re.compile(r"(?<![a-z])([ws]imd)[ _-]{0,2}(20\d\d)(?!\d)", re.IGNORECASE)
_NAMED_EDITION = re.compile(r"(?:iod|imd|idaci)[ _-]{0,2}(20(?:10|15|19|25))(?!\d)", re.IGNORECASE)
# The word for itself, in capitals: "File_7_FICTIONAL_Ranks.csv", "Hubs (FICTIONAL)".
_FICTIONAL = re.compile(r"(?<![A-Za-z0-9])FICTIONAL(?![A-Za-z0-9])")
_MID_YEAR = re.compile(r"mid[ _-]?(?:year[ _-]?)?((?:19|20)\d\d)", re.IGNORECASE)


def recognise(headings: Iterable[str], name: str) -> Provenance:
    """Give dataset, vintage, publisher and licence as far as headings and name tell.

    Publisher and licence are given only for literal published headings: a table that somebody
    cut or renamed keeps its dataset's name but no claim about who published this file.
    `name` is the file's (and sheet's) name, asked only for the edition, the year, and whether the
    table calls itself FICTIONAL: made-up figures are credited to nobody.
    """
    facts = _recognised(list(headings), name)
    if says_fictional(name):
        return replace(facts, publisher="", licence="", fictional=True)
    return facts


def says_fictional(name: str) -> bool:
    """Tell whether a file's or layer's name calls it FICTIONAL."""
    return _FICTIONAL.search(name) is not None


def _recognised(heads: list[str], name: str) -> Provenance:
    keys = [heading_key(head) for head in heads]
    edition = edition_of(heads, name)
    literal = any(key.startswith("lsoacode20") for key in keys) and any(map(_is_headed, keys))
    if edition.startswith(("WIMD", "SIMD")):
        wales = edition.startswith("WIMD")
        nation, dataset = ("Welsh", "Wales") if wales else ("Scottish", "Scotland")
        title = f"{nation} Index of Multiple Deprivation"
        return _published(title, edition[4:], f"{nation} Government", _is_literal(dataset, heads))
    if any(_is_index(key) for key in keys):
        year = edition.replace("IoD", "")
        return _published("English Indices of Deprivation", year, _MHCLG, literal and bool(year))
    if any(key.startswith("dependentchildrenaged015") for key in keys):
        denominators = "Indices of Deprivation population denominators"
        return _published(denominators, vintage_of(heads, name), _MHCLG, literal)
    if found := _population(set(keys), heads, name):
        return found
    if {"f0", "m0"} <= set(keys):
        sape = any(re.fullmatch(r"lsoa20\d\dcode", key) for key in keys)
        dataset = "LSOA population estimates by single year of age"
        return _published(dataset, vintage_of(heads, name), _ONS, sape)
    if family := family_of(keys):
        literal = family.is_literal(set(keys))
        year = (family.vintage if literal else "") or vintage_of(heads, name)
        if family.publisher == _MHCLG:
            year = edition.replace("IoD", "")
        return _published(family.named(set(keys)), year, family.publisher, literal)
    if sum(parse_band(head) is not None for head in heads) > 2:
        return Provenance("Population by age", vintage_of(heads, name))
    return Provenance("")


def _population(keys: set[str], heads: list[str], name: str) -> Provenance | None:
    """Know counts by age by the literal headings of the ONS's forms; None for any other table.

    SOURCE: Census 2021 as downloaded in bulk (TS007, TS007A) and from "Create a custom dataset",
    and the estimates for small areas up to mid-2020 (SAPE23DT2), whose two editions of authorities
    stand beside the areas.
    """

    def has(pattern: str) -> bool:
        return any(re.fullmatch(pattern, key) for key in keys)

    if {"date", "geography", "geographycode"} <= keys and has("agetotal(?:measures.*)?"):
        return _published("Census population by age (TS007)", "Census 2021", _ONS, True)
    custom = {"lowerlayersuperoutputareascode", "outputareascode"} & keys
    if custom and "observation" in keys and has(r"age\d+categoriescode"):
        return _published("Census population by age (custom dataset)", "Census 2021", _ONS, True)
    if {"lsoacode", "lsoaname", "allages", "0"} <= keys and has(r"lacode20\d\dboundaries"):
        dataset = "LSOA population estimates by single year of age"
        return _published(dataset, vintage_of(heads, name), _ONS, True)
    return None


def _is_literal(nation: str, heads: list[str]) -> bool:
    """Tell whether the headings are the ones that a nation's index is published under."""
    if nation == "Wales":
        return any(re.match(r"WIMD 20\d\d", head) for head in heads)
    return any(re.fullmatch(r"SIMD20\d\d(?:v\d)?_(?:Rank|Decile)", head) for head in heads)


def _published(dataset: str, vintage: str, publisher: str, literal: bool) -> Provenance:
    return Provenance(dataset, vintage, publisher if literal else "", _OGL if literal else "")


def _is_headed(key: str) -> bool:
    """Tell whether a heading is one of the indices' own, and no short name such as "imd"."""
    return key.startswith(
        ("indexofmultipledeprivation", "incomedeprivationaffectingchildren", "dependentchildren")
    )


def _is_index(key: str) -> bool:
    return bool(
        re.match(r"(?:indexofmultipledeprivation|incomedeprivationaffectingchildren)", key)
        and not key.endswith("numerator")
    ) or bool(re.fullmatch(r"(?:imd|idaci|idc)(?:20\d\d)?(?:score|rank|decile|dec)?", key))


def edition_of(headings: Iterable[str], name: str = "") -> str:
    """Give an index's edition, "IoD2025", "WIMD2019", "SIMD2020"; "" where nothing says it.

    Read from the headings themselves, then from the year of the authority codes beside them, then
    from the file's name, then from 2021 area codes, which only the 2025 edition uses.
    """
    heads = list(headings)
    text = "\n".join(heads)
    if found := _OTHER_NATIONS.search(f"{text}\n{name}"):
        return f"{found[1].upper()}{found[2]}"
    if found := _NAMED_EDITION.search(text):
        return f"IoD{found[1]}"
    if found := re.search(r"Local Authority District code \((\d{4})\)", text, re.IGNORECASE):
        year = _EDITION_BY_AUTHORITY_YEAR.get(found[1])
        return f"IoD{year}" if year else ""
    if found := _NAMED_EDITION.search(name):
        return f"IoD{found[1]}"
    keys = [heading_key(head) for head in heads]
    if any(re.match(r"lsoa(?:code)?(?:20)?21", key) for key in keys):
        return "IoD2025"
    short_names = {"idcscore", "idcrank", "idcdec"}  # of the 2019 spatial file
    return "IoD2019" if short_names & set(keys) else ""


def vintage_of(headings: Iterable[str], name: str) -> str:
    """Give the year the counts are of ("mid-2015", "Census 2021"), "" where nothing says it."""
    for text in (*headings, name):
        if found := _MID_YEAR.search(text):
            return f"mid-{found[1]}"
    return "Census 2021" if re.search(r"census[ _-]?2021", name, re.IGNORECASE) else ""
