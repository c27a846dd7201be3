"""Values of areas brought from the codes of one census to those of the other, with totals kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..errors import CodesError, InputError
from ..in_words import many

if TYPE_CHECKING:
    from .code_lookup import CodeLookup
    from .columns import Floats

Ints = npt.NDArray[np.int64]
KINDS = ("count", "rate", "class")
HOWS = ("population", "area", "equal")


@dataclass(frozen=True)
class Conversion:
    """What became of each code: each tuple is sorted.

    Attributes
    ----------
    unchanged, split, merged, irregular
        Old codes: one area to one; to several; with others into one; both at once.
    lost
        Old codes that the lookup does not hold: their figures are in no new area.
    incomplete
        New codes left without a value, as not all of their old areas are in the table.
    made
        How many new areas have a value.
    missing
        New codes that were asked for and got no value at all.
    lost_matter
        Whether any new area that was asked for may lack the figures of the lost.
    shared_out, joined
        New codes that hold a share of a split area; that were made of several old ones.
    """

    unchanged: tuple[str, ...]
    split: tuple[str, ...]
    merged: tuple[str, ...]
    irregular: tuple[str, ...]
    lost: tuple[str, ...]
    incomplete: tuple[str, ...]
    made: int
    old_year: int
    new_year: int
    shared: str
    missing: tuple[str, ...] = ()
    lost_matter: bool = True
    shared_out: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Say in words how many codes matched and what became of the others."""
        kinds = (self.unchanged, self.split, self.merged, self.irregular)
        held = sum(len(codes) for codes in kinds)
        said = [
            f"{held:,} of {held + len(self.lost):,} areas of {self.old_year} were brought to "
            f"{self.made:,} of {self.new_year}: {len(self.unchanged):,} unchanged, "
            f"{len(self.split):,} split ({self.shared}), {len(self.merged):,} merged"
            f"{f', {len(self.irregular):,} irregular' if self.irregular else ''}."
        ]
        if self.irregular:
            said.append(
                f"{_areas(self.irregular, 'was', 'were')} both split and merged (first: "
                f"{self.irregular[0]}): the figures are shared out roughly."
            )
        if self.lost and self.lost_matter:
            said.append(
                f"{_areas(self.lost, 'is not in the lookup and was', _NOT_THERE)} lost (first: "
                f"{self.lost[0]}): {_listed(self.lost)}."
            )
        elif self.lost:
            said.append(
                f"{_areas(self.lost, 'is not in the lookup and was', _NOT_THERE)} left aside "
                f"(first: {self.lost[0]}): each of the {self.made:,} areas has all its parts "
                "without them."
            )
        if self.incomplete:
            has = f"of {self.new_year} has", f"of {self.new_year} have"
            said.append(
                f"{_areas(self.incomplete, *has)} no value, as not all of the areas of "
                f"{self.old_year} in it are in the table: {_listed(self.incomplete)}."
            )
        if self.missing:
            of = f"of {self.new_year}"
            said.append(
                f"{_areas(self.missing, of, of)} got no value at all, as no part is both in the "
                f"lookup and in the table: {_listed(self.missing)}."
            )
        return tuple(said)

    def estimate(self, kind: str, by: str = "") -> str:
        """Say how the figures were estimated, and in how many of the areas; "" where in none.

        A count is an estimate where a split area was shared out, and exact where whole areas were
        added; a rate is one wherever it was taken from another area or from several. `by` says
        what a split area was shared by, in place of the conversion's own word.
        """
        rough = {*self.shared_out, *(self.joined if kind == "rate" else ())}
        rough.difference_update(self.incomplete)
        if not rough or kind == "class":
            return ""
        way = self.shared[len("shared ") :] if not by else f"by {by}"
        done = "carried over" if kind == "rate" else "shared out"
        how = "" if kind == "rate" else f" {way}"
        where = f"in {len(rough):,} of {self.made:,} areas"
        return f"{done} from {self.old_year} areas{how} {where}"

    def changed(self) -> tuple[str, ...]:
        """List the codes that did not stay as they were, a sentence for each kind of change."""
        kinds = {"Split": self.split, "Merged": self.merged, "Irregular": self.irregular}
        return tuple(f"{kind}: {_listed(codes)}." for kind, codes in kinds.items() if codes)


@dataclass(frozen=True)
class Converted:
    """Values by new code, shape (m,) or (m, k), nan where unknown; and what became of each code."""

    codes: tuple[str, ...]
    values: Floats
    conversion: Conversion


def convert_codes(
    codes: Sequence[str],
    values: Floats,
    lookup: CodeLookup,
    kind: str = "count",
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
    weights: Floats | None = None,
    wanted: Collection[str] | None = None,
) -> Converted:
    """Bring values of n areas from the lookup's old codes to its new ones.

    With s(o, p) the share of old area o that goes to new area p (adding up to 1 for each o):
    a count of p is the sum of s(o, p) count(o), so that the total stays to the child; a rate of p
    is the mean of rate(o) weighted by s(o, p) weight(o) (areal interpolation of extensive and of
    intensive variables: Goodchild and Lam, 1980, Geo-Processing 1, 297-312); a class (a decile,
    a rural-urban class) passes to an unchanged area or a part, and to a merged one only
    where all its parts agree. A rate is never summed.

    Parameters
    ----------
    codes, values
        Old codes, n of them, each once; values of shape (n,) or (n, k).
    kind
        One of `KINDS`.
    how
        One of `HOWS`: what a split area is shared by.
    sizes
        Population or area of each new code; not needed where `how` is "equal".
    weights
        For a rate: its denominators (children for the IDACI score), shape (n,).
    wanted
        The new codes that are asked for, None for all: old areas that share no ground with them
        are left aside, and only they are given.

    Raises
    ------
    InputError
        An unknown kind or way of sharing, no sizes to share by, or a rate of merged areas
        without weights.
    CodesError
        Codes that stand twice, no code in the lookup, or a split area whose parts have no size.
    """
    _check_input(codes, values, kind, how, sizes)
    sizes = None if how == "equal" else sizes
    shares, conversion = _shares(codes, lookup, sizes, how, _Wanted(wanted))
    table = np.asarray(values, dtype=float).reshape(len(codes), -1)
    new, made = _combined(table, shares, conversion, kind, weights)
    incomplete = set(conversion.incomplete)
    made[[row for row, code in enumerate(new) if code in incomplete]] = np.nan
    return Converted(new, made if np.ndim(values) > 1 else made[:, 0], conversion)


def _combined(
    table: Floats,
    shares: Mapping[tuple[int, str], float],
    conversion: Conversion,
    kind: str,
    weights: Floats | None,
) -> tuple[tuple[str, ...], Floats]:
    """Give the new codes, m of them, and their values, shape (m, k), as the kind asks."""
    new = tuple(sorted({code for _, code in shares}))
    place = {code: position for position, code in enumerate(new)}
    origin = np.array([old for old, _ in shares], dtype=np.int64)
    target = np.array([place[code] for _, code in shares], dtype=np.int64)
    share = np.array(list(shares.values()), dtype=float)
    if kind == "count":
        return new, _added(table[origin] * share[:, None], target, len(new))
    if kind == "class":
        return new, _agreed(table[origin], target, len(new))
    weighed = _rate_weights(weights, conversion, origin, share)
    return new, _mean(table[origin], weighed, target, new)


def _check_input(
    codes: Sequence[str],
    values: Floats,
    kind: str,
    how: str,
    sizes: Mapping[str, float] | None,
) -> None:
    if kind not in KINDS:
        raise InputError(f"Values are converted as {', '.join(KINDS)}, not as {kind!r}.")
    if how not in HOWS:
        raise InputError(f"A split area is shared by {', '.join(HOWS)}, not by {how!r}.")
    if how != "equal" and sizes is None:
        raise InputError(f"To share split areas by {how}, give the {how} of each new area.")
    if len(set(codes)) < len(codes):
        raise CodesError("The codes to convert stand more than once. Give each area one row.")
    if len(values) != len(codes):
        raise InputError("There is not one value for each code to convert.")


class _Wanted:
    """The new codes asked for, and which old areas share ground with them; None asks for all."""

    def __init__(self, codes: Collection[str] | None) -> None:
        self.codes = None if codes is None else frozenset(codes)

    def holds(self, code: str) -> bool:
        return self.codes is None or code in self.codes

    def touches(self, parts: Sequence[str]) -> bool:
        """Tell whether an old area of these parts is used; one without any is lost, so told."""
        return not parts or any(map(self.holds, parts))

    def lacking(self, made: Collection[str]) -> tuple[str, ...]:
        """List the codes asked for that are not among those made."""
        return tuple(sorted((self.codes or frozenset()).difference(made)))


def _shares(
    codes: Sequence[str],
    lookup: CodeLookup,
    sizes: Mapping[str, float] | None,
    how: str,
    wanted: _Wanted,
) -> tuple[dict[tuple[int, str], float], Conversion]:
    """Give the share of each old area (by its place) in each new one, and what became of codes."""
    to_new: dict[str, list[str]] = defaultdict(list)
    to_old: dict[str, list[str]] = defaultdict(list)
    for old, new in zip(lookup.old, lookup.new):
        to_new[old].append(new)
        to_old[new].append(old)
    used = [place for place, code in enumerate(codes) if wanted.touches(to_new.get(code, []))]
    there, kinds = set(codes), _kinds([codes[place] for place in used], to_new, to_old)
    shares: dict[tuple[int, str], float] = {}
    for position in used:
        parts = to_new.get(codes[position], [])
        for part, share in zip(parts, _parts(codes[position], parts, sizes)):
            if wanted.holds(part):
                shares[position, part] = share
    if not shares:
        raise CodesError(
            f"None of the {len(codes):,} codes is in {lookup.name} (first: {codes[0]}). "
            f"It holds codes of {lookup.old_year} such as {lookup.old[0]}."
        )
    touched = {new for _, new in shares}
    parts_of_split = {new for position, new in shares if len(to_new[codes[position]]) > 1}
    incomplete = sorted(new for new in touched if not there.issuperset(to_old[new]))
    conversion = Conversion(
        **{kind: tuple(sorted(found)) for kind, found in kinds.items()},
        incomplete=tuple(incomplete),
        made=len(touched) - len(incomplete),
        old_year=lookup.old_year,
        new_year=lookup.new_year,
        shared="shared equally" if how == "equal" else f"shared by {how}",
        missing=wanted.lacking(touched),
        lost_matter=wanted.codes is None or bool(incomplete or wanted.lacking(touched)),
        shared_out=tuple(sorted(parts_of_split)),
        joined=tuple(sorted(new for new in touched if len(to_old[new]) > 1)),
    )
    return shares, conversion


def _kinds(
    codes: Iterable[str], to_new: Mapping[str, list[str]], to_old: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """Sort the old codes by what became of them, from the pairs alone."""
    kinds: dict[str, list[str]] = {
        kind: [] for kind in ("unchanged", "split", "merged", "irregular", "lost")
    }
    for code in codes:
        parts = to_new.get(code, [])
        joined = any(len(to_old[part]) > 1 for part in parts)
        if not parts:
            kinds["lost"].append(code)
        elif joined:
            kinds["merged" if len(parts) == 1 else "irregular"].append(code)
        else:
            kinds["unchanged" if len(parts) == 1 else "split"].append(code)
    return kinds


def _parts(code: str, parts: Sequence[str], sizes: Mapping[str, float] | None) -> list[float]:
    """Share one old area among its new ones: shares that add up to 1."""
    if len(parts) < 2 or sizes is None:
        return [1.0 / len(parts) for _ in parts]
    lacking = [part for part in parts if not sizes.get(part, np.nan) >= 0]
    whole = sum(sizes.get(part, 0.0) for part in parts)
    if lacking or whole <= 0:
        raise CodesError(
            f"{code} was split, and the share of {lacking[0] if lacking else parts[0]} is not "
            "known: it has no size. Give the size of every new area, or share equally."
        )
    return [sizes[part] / whole for part in parts]


def _added(parts: Floats, target: Ints, size: int) -> Floats:
    total = np.zeros((size, parts.shape[1]))
    np.add.at(total, target, parts)
    return total


def _rate_weights(
    weights: Floats | None, conversion: Conversion, origin: Ints, share: Floats
) -> Floats:
    if weights is not None:
        weighed: Floats = np.asarray(weights, dtype=float)[origin] * share
        return weighed
    joined = (*conversion.merged, *conversion.irregular)
    if joined:
        raise InputError(
            f"{len(joined):,} areas were merged with others (first: {joined[0]}): the mean of "
            "their rates needs weights, such as the children that each rate is of."
        )
    return share


def _mean(rates: Floats, weights: Floats, target: Ints, new: Sequence[str]) -> Floats:
    # An area that nothing else went into keeps its rate, whether or not its children are known.
    alone = np.bincount(target, minlength=len(new))[target] == 1
    weighed = np.where(alone, 1.0, weights)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = _added(rates * weighed, target, len(new)) / _added(
            np.broadcast_to(weighed, rates.shape), target, len(new)
        )
    return mean


def _agreed(classes: Floats, target: Ints, size: int) -> Floats:
    """Give the class that all parts of a new area have, nan where they differ."""
    lowest = np.full((size, classes.shape[1]), np.inf)
    highest = np.full((size, classes.shape[1]), -np.inf)
    np.minimum.at(lowest, target, classes)
    np.maximum.at(highest, target, classes)
    agreed: Floats = np.where(lowest == highest, lowest, np.nan)
    return agreed


_NOT_THERE = "are not in the lookup and were"


def _areas(codes: Sequence[str], one: str, several: str) -> str:
    return many(len(codes), f"area {one}", f"areas {several}")


def _listed(codes: Sequence[str], most: int = 10) -> str:
    more = f" and {len(codes) - most:,} more" if len(codes) > most else ""
    return f"{', '.join(codes[:most])}{more}"
