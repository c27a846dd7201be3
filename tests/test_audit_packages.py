"""The look for known faults of packages: found, none, and never a silence taken for "none"."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import audit_packages

FAULT = {"id": "PYSEC-2099-1", "fix_versions": ["9.9.9"], "aliases": [], "description": ""}
SOUND = {"name": "ruff", "version": "0.17.6", "vulns": []}
FAULTY = {"name": "pytest", "version": "9.2.0", "vulns": [FAULT]}
UNKNOWN = {"name": "mypy", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def audit(tmp_path, monkeypatch, capsys):
    """Run the script with a stand-in that says what pip-audit would; give status and words."""

    def run(packages=None, *words: str, complaint: str = "", there: bool = True):
        program = tmp_path / "pip-audit"
        answer = "" if packages is None else json.dumps({"dependencies": packages, "fixes": []})
        if there:
            code = f"import sys; print({answer!r}); print({complaint!r}, file=sys.stderr)"
            program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
            program.chmod(0o755)
        given = ["audit_packages.py", sys.executable, "--pip-audit", str(program), *words]
        monkeypatch.setattr(sys, "argv", given)
        status = audit_packages.main()
        return status, capsys.readouterr().out

    return run


def test_packages_without_a_known_fault_pass_and_are_counted(audit):
    assert audit([SOUND, SOUND]) == (0, "pip-audit: 2 packages audited, 0 known faults\n")


def test_a_known_fault_fails_and_is_told_with_the_version_that_mends_it(audit):
    status, said = audit([SOUND, FAULTY])
    assert status == 1
    assert "pytest 9.2.0: PYSEC-2099-1, mended in 9.9.9" in said
    assert "2 packages audited, 1 known faults" in said


def test_a_package_that_the_service_does_not_know_is_named_and_a_release_waits_for_it(audit):
    status, said = audit([SOUND, UNKNOWN])
    assert status == 0
    assert "not audited: mypy" in said
    assert audit([SOUND, UNKNOWN], "--must-answer")[0] == 1


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"packages": [UNKNOWN]}, "the service knows none of the"),
        ({"complaint": "ConnectionError: no such host"}, "ConnectionError: no such host"),
        ({"there": False}, "is not installed"),
    ],
)
def test_an_audit_that_could_not_be_is_said_aloud_and_fails_a_release(audit, case, why):
    status, said = audit(**case)
    assert status == 0
    assert "LEFT OUT, NOTHING WAS AUDITED" in said
    assert why in said
    assert audit(case.get("packages"), "--must-answer", complaint="x")[0] == 1


def test_an_environment_without_packages_is_no_audit(audit, monkeypatch):
    monkeypatch.setattr(audit_packages, "_said", lambda _command: "")
    with pytest.raises(SystemExit, match="no package"):
        audit([SOUND])


def test_what_is_asked_for_is_what_pip_put_into_the_environment():
    found = audit_packages.packages_of(Path(sys.executable))
    names = {line.split("==")[0].lower() for line in found}
    assert {"pytest", "ruff", "hypothesis"} <= names
    assert not {"numpy", "gdal"} & names, "the distribution's own are not pip's"
