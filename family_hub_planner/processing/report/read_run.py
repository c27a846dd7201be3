"""A run's record and its files, as `runscenario` writes them, to the parts of a pack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...engine.errors import FileUnreadableError, InputError, said_by
from ...engine.made_with import COLUMN, read_made_with
from ...engine.report.evidence import COMPARISON_TABLES, COVERAGE_TABLES, Origin, Step
from ...engine.report.forms import FORMS
from ...engine.tables import Table
from .networks import network_of
from .parts import Parts, Plan
from .read_files import ReadFiles
from .record_form import refuse_bent
from .registers import registers_of, unnamed_of_steps
from .rows import Rows, rows_of_file, with_id

RESULTS, AGAIN = "results.json", "scenario.json"
_VERSION = 1
_PROVIDER = "familyhub:"
_DIRECT = {
    "needlayer": {"OUTPUT": "NEED"},
    "importestate": {"OUTPUT": "REGISTER"},
    "suggestsites": {"OUTPUT": "SITES", "FRONTIER": "SITES_FRONTIER"},
    "suggestoutreach": {"OUTPUT": "OUTREACH", "FRONTIER": "OUTREACH_FRONTIER"},
    "rationalise": {"OUTPUT": "ESTATE", "FRONTIER": "FRONTIER", "BY_OWNER": "ESTATE_BY_OWNER"},
    "colocate": {"OUTPUT": "COLOCATION", "PLAN": "COLOCATION_PLAN"},
    "comparescenarios": {
        "OUTPUT": "COMPARISON",
        **{name: f"CHANGE_{name}" for name in COMPARISON_TABLES},
    },
}
_OF_COVERAGE = {
    "OUTPUT": "COVERAGE",
    "GAP_CLUSTERS": "GAPS",
    "UNROUTED": "UNROUTED",
    "BY_VOICE": "CONSULTATION",
    **{name: name for name in COVERAGE_TABLES},
}
_PARTED = ";"


def record_file(path: Path) -> Path:
    """Give the record's file: the path itself, or the record in the folder that it names."""
    file = path / RESULTS if path.is_dir() else path
    if not file.is_file():
        raise FileUnreadableError(
            f"There is no {RESULTS} in {path.name}. Choose the folder or the {RESULTS} that 'Run a "
            "scenario' wrote."
        )
    return file


def read_record(file: Path) -> dict[str, Any]:
    """Read a record; what is none is refused in words."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileUnreadableError(
            f"{file.name} cannot be read as JSON ({said_by(error)}). Run the scenario again."
        ) from error
    if not isinstance(record, dict) or record.get("family_hub_results") != _VERSION:
        raise InputError(
            f"{file.name} is no record of a run: it lacks “family_hub_results”: {_VERSION}. Choose "
            f"the {RESULTS} that 'Run a scenario' wrote."
        )
    if not isinstance(record.get("steps"), list):
        raise InputError(f"{file.name} has no list of steps. Run the scenario again.")
    refuse_bent(record, file.name)
    return record


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(
            f"{file.name} beside the record cannot be read ({said_by(error)}). Run the scenario "
            "again."
        ) from error


def parts_of_run(path: Path, data: Path | None = None) -> Parts:
    """Read a run's record and the results of its steps.

    `data` is the folder of the inputs that the record names as the scenario did, not as seen from
    the run's folder: those on another drive. A file there that is not the one recorded is told of
    in `doubts`, and nothing of it is shown.
    """
    file = record_file(path)
    record = read_record(file)
    return _Run(file.parent, record, data).parts()


class _Run:
    """One run: its folder, its record, that of its inputs, and the parts found so far."""

    def __init__(self, folder: Path, record: Mapping[str, Any], data: Path | None) -> None:
        self._files = ReadFiles(folder, record, data)
        self.folder, self.steps = folder, [_step(one) for one in record["steps"]]
        self.raw = {str(one["id"]): one for one in record["steps"]}
        scenario, again = record.get("scenario") or {}, folder / AGAIN
        self.found = Parts(
            title=str(scenario.get("title") or ""),
            question=str(scenario.get("question") or ""),
            authority=str(scenario.get("authority") or ""),
            notes=tuple(str(note) for note in scenario.get("notes") or ()),
            versions={str(k): str(v) for k, v in (record.get("versions") or {}).items()},
            run_on=str(record.get("run_on") or ""),
            steps=self.steps,
            scenario_file=AGAIN if again.is_file() else "",
            scenario_text=_text_of(again) if again.is_file() else "",
            unnamed=unnamed_of_steps(record["steps"], self._files.of_that_name),
        )
        self._shown: set[str] = set()
        self._in_part: set[str] = set()

    def parts(self) -> Parts:
        """Read every step's results; a step that no part is made of is named."""
        for algorithm, names in _DIRECT.items():
            for step in self._of(algorithm)[:1]:
                self._take(step, names)
        compare = next(iter(self._of("comparescenarios")), None)
        self._read_coverages(compare)
        self._read_network()
        self._read_hubs(compare)
        self._read_beside()
        for name, algorithm in (("SITES", "suggestsites"), ("OUTREACH", "suggestoutreach")):
            for step in self._of(algorithm)[:1]:
                self.found.numbers[name] = step.numbers
        self.found.notes = (*self.found.notes, *self._not_shown())
        for given in registers_of(self.raw.values()):
            self._files.as_read(given)
        self.found.doubts = self._files.doubts()
        return self.found

    def _of(self, algorithm: str) -> list[Step]:
        return [step for step in self.steps if step.algorithm == algorithm]

    def _take(self, step: Step, names: Mapping[str, str]) -> None:
        self._shown.add(step.id)
        for output, name in names.items():
            rows = self._output(step, output)
            if rows is not None:
                self.found.put(name, rows, step.id)

    def _output(self, step: Step, output: str) -> Rows | None:
        file = step.outputs.get(output)
        return rows_of_file(self.folder / file) if file else None

    def _read_network(self) -> None:
        builders = ("buildnetwork", "networkfromlines", "downloadnetwork")
        built: list[Path] = []
        for step in (one for name in builders for one in self._of(name)):
            self._shown.add(step.id)
            file = step.outputs.get("OUTPUT")
            built += [self.folder / file] if file else []
        self.found.network = network_of(built, self._told_network()) if built else None
        if built and self.found.network is None:
            names = ", ".join(path.name for path in built)
            said = (
                f"Reach today was worked out on another network than this run built ({names}): "
                f"{self._told_network()}. What stands in {names} is not told here."
            )
            self.found.notes = (*self.found.notes, said)

    def _told_network(self) -> str:
        """Give the name of the network that today's coverage says it was run on."""
        coverage = self.found.table("COVERAGE")
        told = coverage.columns.get(COLUMN, []) if coverage is not None else []
        return read_made_with("", "", str(next((one for one in told if one), ""))).network

    def _read_coverages(self, compare: Step | None) -> None:
        """Tell today from the options by what the comparison compared; else the first is today."""
        runs = self._of("coverage")
        base = None
        if compare is not None:
            base = self._making(self._given(compare, "BASE"), runs)
            self.found.much = float(self._given(compare, "WORSE_MINUTES") or self.found.much)
        today = base or next(iter(runs), None)
        if today is not None:
            self._take(today, _OF_COVERAGE)
        if compare is not None:
            self.found.plans = list(self._plans(compare, runs))
        if today is not None and "BY_MODE" not in self.found.rows:
            self._read_by_mode(today, runs)

    def _read_by_mode(self, today: Step, runs: list[Step]) -> None:
        """Take the table by car from another run of the same hubs: it tells its own modes."""
        for step in runs:
            same = all(
                self._given(step, one) == self._given(today, one) for one in ("HUBS", "DEMAND")
            )
            rows = self._output(step, "BY_MODE") if same and step.id not in self._shown else None
            if rows is not None:
                self.found.put("BY_MODE", rows, step.id)
                self._in_part.add(step.id)
                return

    def _plans(self, compare: Step, runs: list[Step]) -> Iterator[Plan]:
        files = self._given(compare, "PLAN")
        files = files if isinstance(files, list) else str(files or "").split(_PARTED)
        changes = self.found.table("COMPARISON")
        names = [] if changes is None else list(dict.fromkeys(changes.column("plan")))
        for name, file in zip(names, files):
            step = self._making(file, runs)
            plan = None if step is None else self._plan(str(name), step)
            if plan is not None:
                yield plan

    def _plan(self, name: str, step: Step) -> Plan | None:
        """Read a coverage with its tables; None for one that wrote no layer."""
        read = {n: self._output(step, n) for n in (*COVERAGE_TABLES, "OUTPUT", "GAP_CLUSTERS")}
        coverage, gaps = read.pop("OUTPUT"), read.pop("GAP_CLUSTERS")
        gaps = None if gaps is None else gaps.needs(FORMS["GAPS"])
        if coverage is None:
            return None
        self._shown.add(step.id)
        coverage.needs(FORMS["COVERAGE"])
        tables = {n: rows.needs(FORMS[n]) for n, rows in read.items() if rows is not None}
        origin = Origin(coverage.file, step.id, self.found.run_on)
        return Plan(name, coverage, tables, gaps, origin)

    def _read_beside(self) -> None:
        """Read the coverages and needs that no other part shows, by the names of their steps."""
        for step in self._of("coverage"):
            if step.id not in self._shown:
                plan = self._plan(step.name or step.id, step)
                self.found.beside += [] if plan is None else [plan]
        for step in self._of("needlayer")[1:]:
            rows = self._output(step, "OUTPUT")
            if rows is not None:
                self._shown.add(step.id)
                origin = Origin(rows.file, step.id, self.found.run_on)
                needed = rows.needs(FORMS["NEED"])
                self.found.needs.append((step.name or step.id, needed, origin))

    def _given(self, step: Step, parameter: str) -> Any:
        return (self.raw[step.id].get("parameters") or {}).get(parameter)

    def _making(self, file: Any, runs: list[Step]) -> Step | None:
        """Give the coverage run whose output a file is."""
        name = str(file or "").strip().split("|")[0]
        return next((step for step in runs if step.outputs.get("OUTPUT") == name), None)

    def _read_hubs(self, compare: Step | None) -> None:
        """Read the hubs of today's run, and behind them those of all scenarios."""
        today = self.found.origins.get("COVERAGE")
        run = next((s for s in self.steps if today is not None and s.id == today.step), None)
        both = [self._sites(step) for step in (run, compare) if step is not None]
        named = [self._given(step, "HUBS") for step in (run, compare) if step is not None]
        self.found.given["HUBS"] = [Path(str(one).split("|")[0]).name for one in named if one]
        there = [rows for rows in both if rows is not None]
        if there:
            self.found.put("HUBS", joined(there), there and (run or compare).id)
        for algorithm, parameter in (("suggestsites", "CANDIDATES"), ("suggestoutreach", "VENUES")):
            for step in self._of(algorithm)[:1]:
                venues = self._sites(step, parameter, parameter[:-1] + "_ID")
                if venues is not None and "VENUES" not in self.found.rows:
                    self.found.put("VENUES", venues, step.id)

    def _sites(self, step: Step, parameter: str = "HUBS", id_is: str = "HUB_ID") -> Rows | None:
        file = self._files.as_read(self._given(step, parameter))
        if file is None:
            return None
        rows = rows_of_file(file, _sublayer(self._given(step, parameter)))
        return with_id(rows, str(self._given(step, id_is) or ""))

    def _not_shown(self) -> list[str]:
        return [
            f"{'Of the' if step.id in self._in_part else 'The'} results of the step "
            f"“{step.name or step.id}” ({step.algorithm}) "
            + ("only the table by car is shown" if step.id in self._in_part else "are not shown")
            + " in this pack."
            for step in self.steps
            if step.id not in self._shown and step.algorithm in (*_DIRECT, "coverage")
        ]


def _sublayer(given: Any) -> str:
    _, _, name = str(given or "").partition("|layername=")
    return name.split("|")[0]


def joined(layers: list[Rows]) -> Rows:
    """Put sites of several layers together, each id once; columns that one lacks are None."""
    first = layers[0]
    names = list(dict.fromkeys(name for rows in layers for name in rows.table.columns))
    columns: dict[str, list[Any]] = {name: [] for name in names}
    features, seen = [], set()
    for rows in layers:
        ids = rows.table.columns.get("site_id", [None] * len(rows.table))
        for place, name in enumerate(ids):
            if name in seen or rows.crs.authid() != first.crs.authid():
                continue
            seen.add(name)
            features.append(rows.features[place])
            for column in names:
                values = rows.table.columns.get(column)
                columns[column].append(None if values is None else values[place])
    hidden = [row for rows in layers for row in rows.hidden]
    return Rows(first.name, first.file, Table(columns, first.name), features, first.crs, hidden)


def _step(written: Mapping[str, Any]) -> Step:
    """Give a step of the record; every parameter as text, a list with its values parted."""
    parameters = {str(k): _text(v) for k, v in (written.get("parameters") or {}).items()}
    algorithm = str(written.get("algorithm") or "")
    return Step(
        id=str(written.get("id") or ""),
        name=str(written.get("name") or ""),
        algorithm=algorithm[len(_PROVIDER) :] if algorithm.startswith(_PROVIDER) else algorithm,
        parameters=parameters,
        command=str(written.get("command") or ""),
        inputs=[(str(one["name"]), str(one["sha256"])) for one in written.get("inputs") or ()],
        outputs={str(k): str(v) for k, v in (written.get("outputs") or {}).items()},
        numbers=dict(written.get("numbers") or {}),
        seconds=written.get("seconds"),
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
