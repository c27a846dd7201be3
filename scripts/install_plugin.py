"""Copy the plugin into a QGIS profile, in the place of an earlier copy."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from plugin_tree import NAME, metadata, plugin_files

PROFILES = {
    "linux": ".local/share/QGIS/QGIS3/profiles/default",
    "darwin": "Library/Application Support/QGIS/QGIS3/profiles/default",
    "win32": "AppData/Roaming/QGIS/QGIS3/profiles/default",
}


def default_profile() -> Path:
    """Give the folder of QGIS 3's default profile on this kind of machine."""
    return Path.home() / PROFILES.get(sys.platform, PROFILES["linux"])


def install(profile: Path) -> Path:
    """Copy the plugin into `profile` and give its folder; a link standing there is left alone."""
    target = profile / "python" / "plugins" / NAME
    if target.is_symlink():
        sys.exit(f"{target} is a link to {target.resolve()}: QGIS runs that; nothing was copied.")
    fresh = target.with_name(f".{NAME}-new")
    shutil.rmtree(fresh, ignore_errors=True)
    for inside, path in plugin_files().items():
        place = fresh / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    if target.exists():
        shutil.rmtree(target)
    fresh.rename(target)
    return target


def main() -> None:
    """Install into the profile named with --profile, or into QGIS's default one."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--profile", type=Path, default=None, help="a QGIS profile folder")
    profile = parser.parse_args().profile or default_profile()
    target = install(profile.expanduser())
    print(f"Family Hub Planner {metadata()['version']} is in {target}")
    print("Start QGIS, then tick it under Plugins > Manage and Install Plugins > Installed.")


if __name__ == "__main__":
    main()
