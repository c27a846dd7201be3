"""The zip for the store and the copy in the profile hold the plugin, whole, and nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAME = "family_hub_planner"


@pytest.fixture
def tree(tmp_path):
    """A copy of what the scripts need, with litter in it such as work leaves behind."""
    copy = tmp_path / "copy"
    litter = shutil.ignore_patterns("__pycache__", "*.pyc", "*.gpkg-wal", "*.gpkg-shm")
    shutil.copytree(ROOT / NAME, copy / NAME, ignore=litter)
    shutil.copytree(ROOT / "scripts", copy / "scripts", ignore=litter)
    shutil.copy(ROOT / "LICENSE", copy / "LICENSE")
    for waste in (
        "__pycache__/plugin.cpython-311.pyc",
        "engine/tests/test_inside.py",
        ".hidden/notes.txt",
        "resources/sample/areas.gpkg-wal",
        ".DS_Store",
        "plugin.py~",
        "engine/need.py.orig",
    ):
        path = copy / NAME / waste
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("litter")
    return copy


def run(tree: Path, script: str, *words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(tree / "scripts" / script), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tree,
        env={**os.environ, **environment},
    )


def packed(tree: Path, folder: Path) -> Path:
    done = run(tree, "package.py", str(folder))
    assert done.returncode == 0, done.stderr
    [archive] = folder.glob("*.zip")
    return archive


def test_the_zip_has_one_folder_with_everything_the_plugin_needs(tree, tmp_path):
    archive = packed(tree, tmp_path / "out")
    assert archive.name == f"{NAME}-0.1.0.zip"
    names = zipfile.ZipFile(archive).namelist()
    assert {name.split("/")[0] for name in names} == {NAME}
    for needed in ("__init__.py", "metadata.txt", "LICENSE", "plugin.py", "engine/errors.py"):
        assert f"{NAME}/{needed}" in names


def test_nothing_that_work_left_behind_is_packed(tree, tmp_path):
    names = zipfile.ZipFile(packed(tree, tmp_path / "out")).namelist()
    for waste in ("__pycache__", "tests", "/.", ".pyc", "-wal"):
        assert not [name for name in names if waste in name]


def test_the_zip_is_small_and_brings_the_licence_of_everything_in_it(tree, tmp_path):
    archive = packed(tree, tmp_path / "out")
    assert archive.stat().st_size < 5_000_000, "the store takes 25 MB; councils' lines are slower"
    names = set(zipfile.ZipFile(archive).namelist())
    for licence in ("LICENSE", "resources/report/leaflet/LICENSE"):
        assert f"{NAME}/{licence}" in names


def test_the_same_files_give_the_same_zip_whenever_they_are_packed(tree, tmp_path):
    first = hashlib.sha256(packed(tree, tmp_path / "one").read_bytes()).hexdigest()
    for path in (tree / NAME).rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (tree / NAME / "plugin.py").chmod(0o600)
    assert hashlib.sha256(packed(tree, tmp_path / "two").read_bytes()).hexdigest() == first


def test_a_plugin_without_an_author_is_not_packed(tree, tmp_path):
    metadata = tree / NAME / "metadata.txt"
    kept = [line for line in metadata.read_text().splitlines() if not line.startswith("author")]
    metadata.write_text("\n".join(kept))
    done = run(tree, "package.py", str(tmp_path / "out"))
    assert done.returncode != 0
    assert "author" in done.stderr
    assert not list(tmp_path.glob("out/*.zip"))


def test_the_plugin_is_copied_into_the_profile_in_the_place_of_an_earlier_copy(tree, tmp_path):
    profile = tmp_path / "a profile"
    stale = profile / "python" / "plugins" / NAME / "stale.py"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    done = run(tree, "install_plugin.py", "--profile", str(profile))
    assert done.returncode == 0, done.stderr
    assert not stale.exists()
    assert (stale.parent / "metadata.txt").is_file()
    assert (stale.parent / "LICENSE").is_file()
    assert not list(stale.parent.rglob("__pycache__"))
    assert sorted(path.name for path in stale.parent.parent.iterdir()) == [NAME]


def test_without_a_profile_named_the_users_default_one_is_taken(tree, tmp_path):
    done = run(tree, "install_plugin.py", HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert len(list(tmp_path.rglob(f"plugins/{NAME}/metadata.txt"))) == 1


def test_a_developers_link_in_the_profile_is_left_alone(tree, tmp_path):
    plugins = tmp_path / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / NAME).symlink_to(tree / NAME)
    done = run(tree, "install_plugin.py", "--profile", str(tmp_path))
    assert done.returncode != 0
    assert "link" in done.stderr
    assert (plugins / NAME).is_symlink()
    assert (tree / NAME / "plugin.py").is_file()


def test_a_checkout_with_a_file_that_git_does_not_know_is_not_packed(tree):
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=tree, check=True)
    secret = tree / NAME / "resources" / "secret.gpkg"
    secret.write_text("addresses")
    refused = run(tree, "package.py", str(tree / "out"))
    assert refused.returncode == 1
    assert "resources/secret.gpkg" in refused.stderr
    assert not (tree / "out").exists()
