"""Write the zip for the plugin store: the same bytes from the same files, whoever packs them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from plugin_tree import NAME, ROOT, metadata, plugin_files

EARLIEST = (1980, 1, 1, 0, 0, 0)
LARGEST_BYTES = 25 * 1024 * 1024
NEEDED = (
    "name",
    "qgisMinimumVersion",
    "description",
    "about",
    "version",
    "author",
    "email",
    "repository",
    "tracker",
)


def package(folder: Path, root: Path = ROOT) -> Path:
    """Write family_hub_planner-VERSION.zip into `folder`; refuse what the store would refuse."""
    about = metadata(root)
    lacking = [name for name in NEEDED if not about.get(name)]
    if lacking:
        sys.exit(f"metadata.txt has no {', '.join(lacking)}: the store would refuse the zip.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{NAME}-{about['version']}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for inside, path in plugin_files(root).items():
            archive.writestr(_entry(f"{NAME}/{inside}"), path.read_bytes())
    if target.stat().st_size > LARGEST_BYTES:
        sys.exit(f"{target} is larger than the store's 25 MB: leave something out.")
    return target


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def refuse_strays(root: Path = ROOT) -> None:
    """Refuse to pack a checkout with files that git does not know: a note, a backup, a secret."""
    if not (root / ".git").exists():
        return
    listed = ["git", "ls-files", "--others", "--exclude-standard", "--", NAME]
    strays = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
    if strays:
        sys.exit(f"Not packed: git does not know these files. Add or remove them.\n{strays}")


def main() -> None:
    """Pack into dist/, or into the folder given, and say what to look at before an upload."""
    refuse_strays()
    target = package(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
    print(f"{target}: {target.stat().st_size / 1024:.0f} kB, {len(plugin_files())} files")
    if "noreply" in metadata()["email"]:
        print(
            "Before an upload to the store: metadata.txt gives a no-reply address, and says that "
            "nobody answers at the web addresses. Put in those at which whoever publishes this can "
            "be reached, and take that sentence out."
        )


if __name__ == "__main__":
    main()
