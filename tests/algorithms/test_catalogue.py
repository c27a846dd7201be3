"""Every case of the catalogue of bad input: refused in one plain sentence, or taken as it says.

Either way nothing that was given is changed. A refused run leaves what stood at its outputs, and
nothing beside it; one that is taken gives the figures of the clean input.
"""

from __future__ import annotations

import hashlib
import math
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from algorithms.runs import Log, Run, run
from catalogue.all_cases import CASES
from catalogue.case import Case, Kit, Meddling
from catalogue.clean import ENDINGS, RUNS, clean_run, write_clean
from needed_package import needed
from qgis.core import QgsProcessingException, QgsProject

try:
    import resource
except ImportError:  # Windows has no limit on a file's size
    resource = None

ROOT = Path(__file__).parents[2]
STOOD_HERE = b"what stood here"
# What no planner should read: Python's own words for what went wrong, and addresses in memory.
NOT_PLAIN = re.compile(
    r"Traceback|\b[A-Z]\w+Error\b|\bNoneType\b|<class |<qgis\.| object at 0x"
    r"|(?<!')\bnan\b|RuntimeWarning"
    r"|codec can't|\[Errno|sqlite3_|\.cpp|maximum recursion|\bsys\.|\b1 values"
)
NOT_FIGURES = {"STATUS", "OUTPUT", "HTML", "RESULTS", "TABLES", "PDF", "SECONDS"}


@pytest.fixture(scope="module")
def clean(provider, tmp_path_factory):
    """The clean inputs' files by name."""
    return write_clean(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def clean_figures(clean, tmp_path_factory):
    """What the clean runs give, each run once and only if asked for."""
    known: dict[str, dict] = {}

    def figures(algorithm: str) -> dict:
        if algorithm not in known:
            place = tmp_path_factory.mktemp("clean_runs") / f"out{_ending(algorithm)}"
            given = {**clean_run(algorithm, clean), "OUTPUT": str(place)}
            known[algorithm] = figures_of(run(algorithm, **given))
        return known[algorithm]

    return figures


def _ending(algorithm: str) -> str:
    return ENDINGS.get(algorithm, ".gpkg")


def figures_of(done: Run) -> dict:
    """Give the numbers and texts that a run returns; fractions to four digits."""
    return {name: _figure(value) for name, value in done.results.items()
            if name not in NOT_FIGURES and not isinstance(value, (list, dict))}  # fmt: skip


def _figure(value: object) -> object:
    return value if not isinstance(value, float) or math.isinf(value) else float(f"{value:.4g}")


def content_of(path: Path) -> str:
    """Give a checksum of a file; of a GeoPackage that of its rows: opening it moves a counter."""
    data = path.read_bytes()
    if data.startswith(b"SQLite format 3\x00"):
        try:
            with closing(sqlite3.connect(path)) as file:
                data = "\n".join(file.iterdump()).encode("utf-8", "surrogatepass")
        except sqlite3.DatabaseError:
            pass  # damaged on purpose: its bytes are compared
    return hashlib.sha256(data).hexdigest()


def contents(*folders: Path) -> dict[Path, str]:
    """Give a checksum of every file below some folders; SQLite's own journals apart."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: content_of(path) for path in files if path.suffix[-4:] not in {"-wal", "-shm"}}


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file grow beyond `limit` bytes meanwhile; 0 for no limit."""
    if not limit:
        yield
        return
    before, meant = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, meant)


def old_output(case: Case, folder: Path, clean) -> tuple[Path, Path]:
    """Put something where the run will write: give the place, and the folder to watch."""
    watched = folder / "results"
    watched.mkdir()
    place = watched / f"out{_ending(case.algorithm)}"
    if case.algorithm == "runscenario":
        place.mkdir()
        (place / "mine.txt").write_bytes(STOOD_HERE)
    elif case.algorithm in {"buildnetwork", "networkfromlines", "downloadnetwork"}:
        place.write_bytes(clean["network.gpkg"].read_bytes())  # over nothing else is it written
    elif case.algorithm == "report":
        place.write_bytes(b"<!DOCTYPE html>\n<html><body>" + STOOD_HERE + b"</body></html>")
    else:
        place.write_bytes(STOOD_HERE)
    return place, watched


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fault(case, clean, clean_figures, tmp_path):
    if case.limit and resource is None:
        pytest.skip("no limit on a file's size here")
    if case.algorithm == "downloadnetwork":
        needed("osmnx")
    kit = Kit(tmp_path / "given", clean)
    kit.folder.mkdir()
    QgsProject.instance().clear()
    given = {**clean_run(case.algorithm, clean), **case.make(kit)}
    expected = clean_figures(case.algorithm) if case.treated and not case.differs else None
    place, watched = old_output(case, tmp_path, clean)
    before, stood = contents(kit.folder, clean["town.osm"].parent), contents(watched)
    log = Meddling(kit.meanwhile)
    if case.treated:
        # Where the path of the result is what is tried, the case gives its own.
        done = run(case.algorithm, log, **{"OUTPUT": str(place), **given})
        assert done["STATUS"] == "done"
        _check_taken(case, done, expected)
    else:
        said = _refusal(case, log, {"OUTPUT": str(place), **given})
        _check_refused(case, said)
        assert contents(watched) == stood, f"an output was touched: {said}"
    _check_log(case, log)
    if case.stands:
        assert contents(kit.folder, clean["town.osm"].parent) == before, "an input was changed"


def _refusal(case: Case, log: Log, given: dict) -> str:
    with full_disk(case.limit), pytest.raises(QgsProcessingException) as error:
        run(case.algorithm, log, **given)
    # Checks before the start reach the log only: QGIS itself swallows their exception.
    return "\n".join([*log.errors, str(error.value)])


def _check_refused(case: Case, said: str) -> None:
    for words in case.says:
        assert words in said, f"{words!r} is not in: {said}"
    assert not NOT_PLAIN.search(said), said
    assert len(said) < 1500, f"{len(said)} characters: {said[:300]}"


def _check_taken(case: Case, done: Run, expected: dict | None) -> None:
    found = figures_of(done)
    if expected is not None:
        assert found == expected
    for name, value in case.differs.items():
        assert found[name] == value, f"{name} is {found[name]!r}, not {value!r}"


def _check_log(case: Case, log: Log) -> None:
    told = "\n".join([*log.said, *log.warned, *log.errors])
    for words in case.warns:
        assert words in told, f"{words!r} is not in: {told}"
    for words in case.never:
        assert words not in told, f"{words!r} stands in: {told}"
    assert "Traceback" not in told, told


def test_the_shipped_page_tells_the_cases_of_today(tmp_path):
    script = ROOT / "scripts" / "make_faults.py"
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "faults.md")], check=False)
    assert done.returncode == 0
    shipped = (ROOT / "docs" / "faults.md").read_text("utf-8")
    assert (tmp_path / "faults.md").read_text("utf-8") == shipped, "run: make docs"


def test_the_catalogue_has_its_measure():
    """Eighty cases and more, every algorithm among them, each fault told once for each."""
    assert len(CASES) >= 80
    assert {case.algorithm for case in CASES} == set(RUNS)
    assert len({str(case) for case in CASES}) == len(CASES)
    assert all(bool(case.says) != bool(case.treated) for case in CASES)
