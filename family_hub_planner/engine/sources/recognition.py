"""Which published dataset a table is, by its headings: the facts for its provenance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..provenance import Provenance
from .age_bands import parse_band
from .families import Family, age_table_of, family_of, has_all
from .headings import heading_key

_MHCLG = "Ministry of Housing, Communities and Local Government"
_ONS = "Office for National Statistics"
_OGL = "Open Government Licence v3.0"
# The indices' edition by the year of the authority codes printed beside the areas.
_EDITION_BY_AUTHORITY_YEAR = {"2013": "2015", "2019": "2019", "2024": "2025"}
_INDICES_LITERAL = (
    r"lsoacode20(?:11|21)",
    r"localauthoritydistrictcode20\d\d",
    r"(?:indexofmultipledeprivationimd|incomedeprivationaffectingchildrenindexidaci)"
    r"(?:score|rank|decile).*|dependentchildrenaged015mid20\d\d.*",
)
_INDICES_PARTS = (
    "indexofmultipledeprivationimd", "incomescore", "incomerank", "incomedecile",
    "incomedeprivationaffecting", "employmentscore", "employmentrank", "employmentdecile",
    "educationskillsandtraining", "healthdeprivationanddisability", "crimescore", "crimerank",
    "crimedecile", "barrierstohousingandservices", "livingenvironment",
    "childrenandyoungpeoplesubdomain", "adultskillssubdomain", "geographicalbarrierssubdomain",
    "widerbarrierssubdomain", "indoorssubdomain", "outdoorssubdomain", "totalpopulationmid",
    "dependentchildrenaged015mid", "populationaged1659mid", "olderpopulationaged60andovermid",
    "workingagepopulation",
)  # fmt: skip
_WELSH_PARTS = (
    "lsoa", "localauthority", "wimd20", "income", "employment", "health", "education",
    "accesstoservices", "housing", "communitysafety", "physicalenvironment",
)  # fmt: skip
_FORECAST = re.compile(r"(?<![a-z])(?:forecast|project(?:ed|ion))", re.IGNORECASE)
_AUTHORITY_CODE = re.compile(r"localauthoritydistrictcode(20\d\d)")
# The spatial file of 2019 has its codes and all of its short names beside each other.
_SPATIAL_2019 = {"lsoa11cd", "imdscore", "idcscore", "idcrank", "idcdec"}
_OTHER_NATIONS = re.compile(r"(?<![a-z])([ws]imd)[ _-]{0,2}(20\d\d)(?!\d)", re.IGNORECASE)
_NAMED_EDITION = re.compile(r"(?:iod|imd|idaci)[ _-]{0,2}(20(?:10|15|19|25))(?!\d)", re.IGNORECASE)
# The word for itself, in capitals: "File_7_FICTIONAL_Ranks.csv", "Hubs (FICTIONAL)".
_FICTIONAL = re.compile(r"(?<![A-Za-z0-9])FICTIONAL(?![A-Za-z0-9])")
_MID_YEAR = re.compile(r"(?<![a-z])mid[ _-]?(?:year[ _-]?)?((?:19|20)\d\d)", re.IGNORECASE)


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
    family = family_of(keys)
    if family is not None and family.before_indices:  # its tables tell an index beside their own
        return _of_family(family, keys, heads, name)
    edition = edition_of(heads, name)
    if edition.startswith(("WIMD", "SIMD")):
        wales = edition.startswith("WIMD")
        nation, dataset = ("Welsh", "Wales") if wales else ("Scottish", "Scotland")
        title = f"{nation} Index of Multiple Deprivation"
        return _published(title, edition[4:], f"{nation} Government", _is_literal(dataset, keys))
    literal = has_all(keys, _INDICES_LITERAL) and all(map(_is_of_indices, keys))
    if any(_is_index(key) for key in keys):
        year = edition.replace("IoD", "")
        return _published("English Indices of Deprivation", year, _MHCLG, literal and bool(year))
    if any(key.startswith("dependentchildrenaged015") for key in keys):
        denominators = "Indices of Deprivation population denominators"
        return _published(denominators, vintage_of(heads, name), _MHCLG, literal)
    if family is not None:
        return _of_family(family, keys, heads, name)
    return _population(keys, heads, name)


def _of_family(family: Family, keys: list[str], heads: list[str], name: str) -> Provenance:
    literal = family.is_literal(keys)
    year = (family.vintage if literal else "") or vintage_of(heads, name)
    if family.publisher == _MHCLG:
        year = edition_of(heads, name).replace("IoD", "")
        literal = literal and bool(year)
    return _published(family.named(keys), year, family.publisher, literal)


def _population(keys: list[str], heads: list[str], name: str) -> Provenance:
    """Name counts by age: a publication of the ONS by its headings, any other by what it counts.

    A table that says of itself that it is a forecast is never the ONS's estimates.
    """
    year = vintage_of(heads, name)
    forecast = any(_FORECAST.search(text) for text in (*heads, name))
    table = age_table_of(keys)
    if table is not None and not forecast:
        return _published(table.dataset, table.vintage or year, _ONS, True)
    if {"f0", "m0"} <= set(keys):
        by_age = "Population by single year of age and sex"
    elif table is not None or sum(parse_band(head) is not None for head in heads) > 2:
        by_age = "Population by age"
    else:
        return Provenance("")
    return Provenance(f"{by_age}, a forecast" if forecast else by_age, year)


def _is_literal(nation: str, keys: list[str]) -> bool:
    """Tell whether the headings are the ones that a nation's index is published under.

    SOURCE: the Welsh workbook's sheets (the names in English and Welsh), the Scottish data zones.
    """
    if nation == "Wales":
        theirs = ("lsoacode", "lsoaname.*", "localauthorityname.*", r"wimd20\d\d.*")
        return has_all(keys, theirs) and all(key.startswith(_WELSH_PARTS) for key in keys)
    rank = r"simd20\d\d(?:v\d)?"
    return has_all(keys, ("datazone|dz", f"{rank}rank", f"{rank}incomedomainrank"))


def _published(dataset: str, vintage: str, publisher: str, literal: bool) -> Provenance:
    return Provenance(dataset, vintage, publisher if literal else "", _OGL if literal else "")


def _is_of_indices(key: str) -> bool:
    """Tell whether a heading is one of the English indices' own, whole or cut off at its end.

    SOURCE: File 7 of the editions of 2015, 2019 and 2025, and the files that hold part of it.
    """
    if re.fullmatch(r"(?:lsoa|localauthoritydistrict)(?:code|name)20\d\d", key):
        return True
    return key.startswith(_INDICES_PARTS)


def _is_index(key: str) -> bool:
    return bool(
        re.match(r"(?:indexofmultipledeprivation|incomedeprivationaffectingchildren)", key)
        and not key.endswith("numerator")
    ) or bool(re.fullmatch(r"(?:imd|idaci|idc)(?:20\d\d)?(?:score|rank|decile|dec)?", key))


def edition_of(headings: Iterable[str], name: str = "") -> str:
    """Give an index's edition, "IoD2025", "WIMD2019", "SIMD2020"; "" where nothing says it.

    Read from the headings themselves, then from the year of the authority codes beside the index's
    own long headings, then from the file's name; where two editions are named, from neither. Area
    codes tell no edition: indices of 2019 are put on the areas of 2021 as a matter of course.
    """
    heads = list(headings)
    text = "\n".join(heads)
    if found := _OTHER_NATIONS.search(f"{text}\n{name}"):
        return f"{found[1].upper()}{found[2]}"
    if named := set(_NAMED_EDITION.findall(text)):
        return _only(named)
    keys = [heading_key(head) for head in heads]
    years = {found[1] for key in keys if (found := _AUTHORITY_CODE.fullmatch(key))}
    if years and any(map(_is_of_index, keys)):
        return _only({_EDITION_BY_AUTHORITY_YEAR.get(year, "") for year in years})
    if named := set(_NAMED_EDITION.findall(name)):
        return _only(named)
    return "IoD2019" if set(keys) >= _SPATIAL_2019 else ""


def _only(years: set[str]) -> str:
    """Give the edition of the one year there is; "" where there are several."""
    year = next(iter(years)) if len(years) == 1 else ""
    return f"IoD{year}" if year else ""


def _is_of_index(key: str) -> bool:
    """Tell whether a heading is of the indices themselves, not of the areas beside them."""
    return key.startswith(_INDICES_PARTS) or key.endswith("numerator")


def vintage_of(headings: Iterable[str], name: str) -> str:
    """Give the year the counts are of ("mid-2015", "Census 2021"), "" where nothing says it."""
    for text in (*headings, name):
        if found := _MID_YEAR.search(text):
            return f"mid-{found[1]}"
    return "Census 2021" if re.search(r"census[ _-]?2021", name, re.IGNORECASE) else ""
