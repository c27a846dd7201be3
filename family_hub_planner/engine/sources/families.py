"""Families of published tables beside deprivation, told apart by their headings."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_ONS = "Office for National Statistics"
# The ONS's lookups: codes and names (in Welsh too) by their boundaries' year, and row numbers.
_CODED = r"[a-z]{2,5}\d\d(?:cd|nm|nmw|ind)|chn?gind|objectid|fid|globalid|urbanrura"


@dataclass(frozen=True)
class Family:
    """A published table: by which heading it is known, and by which it is literally published.

    `known_by` and `literal` are heading keys (letters and digits in lower case) as patterns, all
    of which must be there; `only` is the pattern of every heading the publication has, "" where
    `literal` is particular enough. A table that somebody cut, renamed or put columns of their own
    into is known but not literal. `before_indices` is said of tables that may hold an index of
    deprivation beside what they are: they are no table of it.
    """

    name: str
    dataset: str
    publisher: str
    known_by: tuple[str, ...]
    literal: tuple[str, ...]
    vintage: str = ""
    only: str = ""
    before_indices: bool = False

    def knows(self, keys: Collection[str]) -> bool:
        """Tell whether a table with these heading keys is of this family."""
        return has_all(keys, self.known_by)

    def named(self, keys: Collection[str]) -> str:
        """Give the dataset's name; without its table's number where the headings are others'.

        The Census of 2011 has tables of the same words under other numbers (KS404EW, QS416EW).
        """
        return self.dataset if self.is_literal(keys) else re.sub(r" \(TS\d+\)$", "", self.dataset)

    def is_literal(self, keys: Collection[str]) -> bool:
        """Tell whether the headings are the publisher's own, and no other beside them."""
        theirs = all(re.fullmatch(self.only, key) for key in keys) if self.only else True
        return theirs and has_all(keys, self.literal)


def has_all(keys: Collection[str], patterns: Collection[str]) -> bool:
    """Tell whether each pattern is one of the heading keys."""
    return all(any(re.fullmatch(pattern, key) for key in keys) for pattern in patterns)


FAMILIES = (
    Family(
        "postcodes",
        "ONS postcode directory",
        _ONS,
        ("pcds", "doterm", "oseast1m|east1m"),
        ("dointr", "osgrdind|gridind"),
        before_indices=True,
    ),
    Family(
        "code lookup",
        "Lookup of LSOA 2011 to LSOA 2021 codes",
        _ONS,
        (r"lsoa(?:20)?11(?:cd|code)", r"lsoa(?:20)?21(?:cd|code)"),
        ("lsoa11cd", "lsoa21cd", "chn?gind"),
        only=_CODED,
    ),
    Family(
        "area lookup",
        "Lookup of areas to wards and authorities",
        _ONS,
        (r"lsoa(?:20)?(?:11|21)(?:cd|code)", r"(?:wd|ward)\d\d(?:cd|code)"),
        (r"lsoa\d\dcd", r"lsoa\d\dnm", r"wd\d\dcd", r"wd\d\dnm", r"lad\d\dcd", r"lad\d\dnm"),
        only=_CODED,
    ),
    Family(
        "rural-urban class",
        "Rural Urban Classification",
        _ONS,
        (r"ruc(?:20)?(?:11|21)(?:cd|code)|ruralurbanclassification20\d\dcode",),
        (r"(?:lsoa|oa)\d\dcd|lowersuperoutputarea2011code", r"ruc\d\dcd|ruralurban.*2011code"),
        only=rf"{_CODED}|lowersuperoutputarea2011(?:code|name)|ruralurbanclassification2011.*",
    ),
    Family(
        "cars",
        "Census cars or vans (TS045)",
        _ONS,
        (r".*nocarsorvansinhousehold.*|carorvanavailability.*|availabilitycategory",),
        (
            r"geographycode|mnemonic|(?:lowerlayersuper)?outputareascode",
            r"numberofcarsorvansnocarsorvansinhousehold|carorvanavailability5categoriescode",
            r"numberofcarsorvanstotalallhouseholds|observation",
        ),
        "Census 2021",
        r"date|geography(?:code)?|2021.*outputarea.*|mnemonic|numberofcarsorvans.*"
        r"|carorvanavailability5categories(?:code)?"
        r"|(?:lowerlayersuper)?outputareas(?:code)?|observation",
    ),
    Family(
        "digital exclusion",
        "Digital Exclusion Risk Index",
        "Greater Manchester Combined Authority",
        (r"deri(?:score)?(?:national|gb|england)?|digitalexclusionriskindex.*",),
        ("not published in one form",),
    ),
    Family(
        "income-deprived children",
        "Underlying indicators of the English Indices of Deprivation",
        "Ministry of Housing, Communities and Local Government",
        ("incomedeprivationaffectingchildrenindexidacinumerator.*",),
        (r"lsoacode20\d\d", r"lsoaname20\d\d", r"localauthoritydistrictcode20\d\d"),
    ),
    Family(
        "schools",
        "Get Information about Schools (GIAS)",
        "Department for Education",
        ("urn|uniquereferencenumber", "establishmentname|establishmentnumber"),
        ("urn", "establishmentstatusname", "typeofestablishmentcode", "easting"),
        before_indices=True,
    ),
)


def family_of(keys: Collection[str]) -> Family | None:
    """Give the first family that a table with these heading keys is of; None where of none."""
    return next((family for family in FAMILIES if family.knows(keys)), None)


_ESTIMATES = "LSOA population estimates by single year of age"
_CENSUS = "Census population by age"
_FIVE_YEARS = ("4yearsandunder", *(f"{n}to{n + 4}years" for n in range(5, 85, 5)), "85yearsandover")
_NOMIS = ("date", "geography", "geographycode", "agetotal(?:measures.*)?")
_AGES = tuple(map(str, range(91)))  # the last is "90+"


def _by_age(dataset: str, literal: tuple[str, ...], only: str, vintage: str = "") -> Family:
    return Family("population", dataset, _ONS, literal, literal, vintage, only)


# SOURCE: Census 2021 as Nomis gives it in bulk (TS007A by five years; TS007 by single years, with
# groups of them) and the ONS by "Create a custom dataset"; the estimates for small areas by sex
# (sheets "Mid-2024 LSOA 2021"), and those up to mid-2020 (SAPE23DT2), whose two editions of
# authorities stand beside the areas.
AGE_TABLES = (
    _by_age(
        f"{_CENSUS} (TS007A)",
        (*_NOMIS, *(f"ageaged{ages}(?:measures.*)?" for ages in _FIVE_YEARS)),
        f"date|geography(?:code)?|age(?:total|aged(?:{'|'.join(_FIVE_YEARS)}))(?:measures.*)?",
        "Census 2021",
    ),
    _by_age(
        f"{_CENSUS} (TS007)",
        (*_NOMIS, *(f"ageaged{n}years?(?:measures.*)?" for n in range(1, 18))),
        "date|geography(?:code)?|age(?:total|aged.+)(?:measures.*)?",
        "Census 2021",
    ),
    _by_age(
        f"{_CENSUS} (custom dataset)",
        ("(?:lowerlayersuper)?outputareascode", r"age\d+categoriescode", "observation"),
        r"(?:lowerlayersuper)?outputareas(?:code)?|age\d+categories(?:code)?|observation",
        "Census 2021",
    ),
    _by_age(
        _ESTIMATES,
        (r"lad20\d\dcode", r"lsoa20\d\dcode", r"lsoa20\d\dname", "total",
         *(f"{sex}{age}" for sex in "fm" for age in _AGES)),
        r"(?:lad|lsoa)20\d\d(?:code|name)|total|[fm]\d\d?",
    ),
    _by_age(
        _ESTIMATES,
        ("lsoacode", "lsoaname", r"lacode20\d\dboundaries", "allages", *_AGES),
        r"lsoa(?:code|name)|la(?:code|name)20\d\dboundaries|allages|\d\d?",
    ),
)  # fmt: skip


def age_table_of(keys: Collection[str]) -> Family | None:
    """Give the publication of people by age that a table literally is; None for any other table."""
    return next((table for table in AGE_TABLES if table.is_literal(keys)), None)
