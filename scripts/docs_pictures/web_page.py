"""Photograph a page as a browser shows it, with no address to reach but the file's own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from qgis.PyQt.QtGui import QImage

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LONGEST_S = 60


def photograph_page(page: Path, width: int, height: int, section: str = "") -> QImage:
    """Give the top of a page, `width` by `height` pixels; its scripts have run.

    With a section's id the others are hidden, so that it stands on top.

    Raises
    ------
    FileNotFoundError
        Where none of the browsers is installed (package chromium).
    """
    browser = next((name for name in BROWSERS if shutil.which(name)), None)
    if browser is None:
        raise FileNotFoundError("The evidence pack's pictures need chromium (package chromium).")
    with tempfile.TemporaryDirectory() as folder:
        shown = _only(page, section, Path(folder)) if section else page
        shot = Path(folder) / "page.png"
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", f"--user-data-dir={folder}/profile",
            f"--window-size={width},{height}", "--virtual-time-budget=5000",
            f"--screenshot={shot}", shown.resolve().as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=LONGEST_S, capture_output=True)
        return QImage(str(shot)).copy()


def _only(page: Path, section: str, folder: Path) -> Path:
    """Write a copy of a page that shows its title and one section."""
    hidden = (
        f"section:not(#{section}) {{ display: none !important; }} "
        "@media (max-width: 1000px) { nav, details { display: none !important; } }"
    )
    text = page.read_text(encoding="utf-8")
    copy = folder / "page.html"
    copy.write_text(text.replace("</head>", f"<style>{hidden}</style></head>", 1), encoding="utf-8")
    return copy
