"""Four areas of 2021 whose need layer is worked out by hand, their people and their lookup."""

from __future__ import annotations

from algorithms.runs import layer_of, square

# Areas of 2021: A stands in both censuses, P and Q are halves of B of 2011, M was C and D.
A, B, C, D = (f"E0100000{number}" for number in (1, 2, 3, 4))
P, Q, M = "E01033769", "E01033770", "E01033771"
PEOPLE = {A: 10, P: 30, Q: 10, M: 5}  # children of 0 to 4
HALF = {A: 50.0, P: 50.0, Q: 100.0, M: 50.0}  # Q has four times the ground of P
LOOKUP = f"LSOA11CD,LSOA21CD,CHNGIND\n{A},{A},U\n{B},{P},S\n{B},{Q},S\n{C},{M},M\n{D},{M},M\n"
OLD = f"LSOA11CD,SEND\n{A},7\n{B},100\n{C},3\n{D},4\n"  # a table of 2011


def people_of(counts: dict[str, int], heading: str = "LSOA21CD") -> str:
    return f"{heading},0-4\n" + "".join(f"{code},{count}\n" for code, count in counts.items())


def areas(**columns):
    rows = [
        (square((400 * at, 0), HALF[code]),
         {"LSOA21CD": code, **{name: values[at] for name, values in columns.items()}})
        for at, code in enumerate(PEOPLE)
    ]  # fmt: skip
    return layer_of("Polygon", rows, name="lsoa")


def column(done, name):
    return {row["area_code"]: row[name] for row in done.rows("OUTPUT")}
