"""Start QGIS on a display of its own, let it photograph itself, and end all that was started."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .small_png import save_small
from .web_page import photograph_page

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("drive.py")
# Openbox gives the windows frames and lets one fill the display; without one, dialogs have none.
PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "qgis": "qgis", "chromium": "chromium"}
PACK = "pack.html"  # where the tour leaves the evidence pack that it wrote
SIZE = "1600x1000"
LONGEST_S = 420
SETTINGS = """[PythonPlugins]
family_hub_planner=true
processing=true
[app]
firstRunVersionFlag=99999
[qgis]
checkVersion=false
showTips=false
hideSplash=true
askToSaveProjectChanges=false
[UI]
allowMultipleInstances=true
[locale]
overrideFlag=true
userLocale={language}
"""


def photograph(folder: Path, tour: str = "tutorial", size: str = SIZE, language: str = "en") -> int:
    """Let QGIS take a tour and put its pictures into the folder; give the exit status."""
    lacking = [f"{name} (package {package})" for name, package in PROGRAMS.items()
               if shutil.which(name) is None]  # fmt: skip
    if lacking:
        print(f"The pictures need {', '.join(lacking)}.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        profile = _profile(work, language)
        with _display(size) as display:
            environment = _environment(work, display, folder, tour)
            with _running(["openbox"], environment):
                status = _qgis(profile, work, environment)
        if (work / PACK).is_file():
            for name, section, height in (("9_pack", "", 1000), ("10_pack_map", "map", 1170)):
                picture = photograph_page(work / PACK, 1200, height, section)
                save_small(picture, folder / f"{name}.png")
    return status


def _profile(work: Path, language: str) -> Path:
    """Make a profile with the plugin installed as a user's is; give the folder of profiles."""
    profile = work / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    settings = SETTINGS.format(language=language)
    (profile / "QGIS" / "QGIS3.ini").write_text(settings, encoding="utf-8")
    install = [sys.executable, str(ROOT / "scripts" / "install_plugin.py")]
    subprocess.run([*install, "--profile", str(profile)], check=True, stdout=subprocess.DEVNULL)
    return work


def _environment(work: Path, display: str, folder: Path, tour: str) -> dict[str, str]:
    runtime, temporary = work / "runtime", work / "temporary"
    runtime.mkdir(mode=0o700)
    temporary.mkdir()
    keep = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    return {
        **keep,
        "PATH": "/usr/bin:/bin:/usr/sbin",
        "HOME": str(work),
        "TMPDIR": str(temporary),  # else QGIS marks every layer in HOME as one soon to vanish
        "DISPLAY": display,
        "XDG_RUNTIME_DIR": str(runtime),
        "PICTURES": str(folder),
        "TOUR": tour,
        "WORK": str(work),
        "SCRIPTS": str(ROOT / "scripts"),
    }


@contextlib.contextmanager
def _display(size: str) -> Iterator[str]:
    """Start a display on the first number that is free; it says which once it is ready."""
    read, write = os.pipe()
    screen = ["-screen", "0", f"{size}x24", "-nolisten", "tcp", "-displayfd", str(write)]
    server = subprocess.Popen(
        ["Xvfb", *screen], pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise OSError("Xvfb did not start")
        yield f":{number}"
    finally:
        _end(server)


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    program = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        _end(program)


def _qgis(work: Path, profiles: Path, environment: dict[str, str]) -> int:
    """Run QGIS to its own end; what it left undone is told by the tour's file."""
    command = [
        "qgis", "--profiles-path", str(profiles), "--profile", "default", "--nologo",
        "--noversioncheck", "--code", str(DRIVER),
    ]  # fmt: skip
    log = work / "qgis.log"
    with log.open("w") as said:
        program = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            program.wait(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            print(f"QGIS took longer than {LONGEST_S} s.", file=sys.stderr)
        finally:
            _end(program)
    told = work / "tour.txt"
    text = told.read_text(encoding="utf-8") if told.is_file() else log.read_text(errors="replace")
    print(text.strip())
    return 0 if text.rstrip().endswith("The tour is over.") else 1


def _end(program: subprocess.Popen) -> None:
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(timeout=10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
