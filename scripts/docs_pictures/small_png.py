"""Pictures of few colours: a map or a window needs no more, and the file is a third as large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, qRgb

COLOURS = 256


def save_small(picture: QImage, path: Path, width: int | None = None) -> None:
    """Save a picture as a PNG with at most 256 colours of its own, scaled to a width if given."""
    if width is not None and picture.width() != width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not few_colours(picture).save(str(path), "PNG", 0):
        raise OSError(f"{path} could not be written")


def few_colours(picture: QImage) -> QImage:
    """Give the picture in its 256 most frequent colours, each other as the nearest of them."""
    pixels = _pixels(picture)
    colours, which, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    kept = _most_frequent(colours, counts)
    table = colours[kept]
    nearest = np.array([_nearest(table, colour) for colour in colours], dtype=np.uint8)
    height, width = pixels.shape[:2]
    indexed = nearest[which.reshape(-1)].reshape(height, width)
    return _indexed(indexed, table)


def _pixels(picture: QImage) -> np.ndarray:
    """Give (height, width, 3) bytes of red, green and blue."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    held = plain.constBits()
    held.setsize(plain.height() * plain.bytesPerLine())
    rows = np.frombuffer(bytes(held), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3)


def _most_frequent(colours: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Choose the colours to keep: the most frequent of each cell of like colours first."""
    order = np.lexsort((np.arange(len(counts)), -counts))
    cell = (colours[order] >> 4).astype(np.int64) @ np.array([1 << 8, 1 << 4, 1])
    _, first = np.unique(cell, return_index=True)
    firsts = order[np.sort(first)][: COLOURS * 3 // 4]
    others = order[~np.isin(order, firsts)][: COLOURS - len(firsts)]
    return np.concatenate([firsts, others])


def _nearest(table: np.ndarray, colour: np.ndarray) -> int:
    away = table.astype(np.int64) - colour
    return int((away * away).sum(axis=1).argmin())


def _indexed(indexed: np.ndarray, table: np.ndarray) -> QImage:
    height, width = indexed.shape
    held = np.ascontiguousarray(indexed)
    picture = QImage(held.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    picture.setColorTable([qRgb(*(int(part) for part in colour)) for colour in table])
    return picture.copy()
