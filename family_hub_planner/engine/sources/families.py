"""Families of published tables beside deprivation and population, told apart by their headings."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_ONS = "Office for National Statistics"


@dataclass(frozen=True)
class Family:
    """A published table: by which heading it is known, and by which it is literally published.

    `known_by` and `literal` are heading keys (letters and digits in lower case) as patterns, all
    of which must be there. A table that somebody cut or renamed is known but not literal.
    """

    name: str
    dataset: str
    publisher: str
    known_by: tuple[str, ...]
    literal: tuple[str, ...]
    vintage: str = ""

    def knows(self, keys: Collection[str]) -> bool:
        """Tell whether a table with these heading keys is of this family."""
        return all(any(re.fullmatch(p, key) for key in keys) for p in self.known_by)

    def named(self, keys: Collection[str]) -> str:
        """Give the dataset's name; without its table's number where the headings are others'.

        The Census of 2011 has tables of the same words under other numbers (KS404EW, QS416EW).
        """
        return self.dataset if self.is_literal(keys) else re.sub(r" \(TS\d+\)$", "", self.dataset)

    def is_literal(self, keys: Collection[str]) -> bool:
        """Tell whether the headings are the publisher's own."""
        return all(any(re.fullmatch(p, key) for key in keys) for p in self.literal)


FAMILIES = (
    Family(
        "postcodes",
        "ONS postcode directory",
        _ONS,
        ("pcds", "doterm", "oseast1m|east1m"),
        ("dointr", "osgrdind|gridind"),
    ),
    Family(
        "code lookup",
        "Lookup of LSOA 2011 to LSOA 2021 codes",
        _ONS,
        (r"lsoa(?:20)?11(?:cd|code)", r"lsoa(?:20)?21(?:cd|code)"),
        ("lsoa11cd", "lsoa21cd", "chn?gind"),
    ),
    Family(
        "area lookup",
        "Lookup of areas to wards and authorities",
        _ONS,
        (r"lsoa(?:20)?(?:11|21)(?:cd|code)", r"(?:wd|ward)\d\d(?:cd|code)"),
        (r"lsoa\d\dcd", r"wd\d\dcd"),
    ),
    Family(
        "rural-urban class",
        "Rural Urban Classification",
        _ONS,
        (r"ruc(?:20)?(?:11|21)(?:cd|code)|ruralurbanclassification20\d\dcode",),
        (r"ruc(?:11|21)cd|ruralurbanclassification2011code",),
    ),
    Family(
        "cars",
        "Census cars or vans (TS045)",
        _ONS,
        (r".*nocarsorvansinhousehold.*|carorvanavailability.*|availabilitycategory",),
        (r"numberofcarsorvansnocarsorvansinhousehold|carorvanavailability5categories(?:code)?",),
        "Census 2021",
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
        (r"lsoacode20\d\d",),
    ),
    Family(
        "schools",
        "Get Information about Schools (GIAS)",
        "Department for Education",
        ("urn|uniquereferencenumber", "establishmentname|establishmentnumber"),
        ("urn", "establishmentstatusname", "typeofestablishmentcode", "easting"),
    ),
)


def family_of(keys: Collection[str]) -> Family | None:
    """Give the first family that a table with these heading keys is of; None where of none."""
    return next((family for family in FAMILIES if family.knows(keys)), None)
