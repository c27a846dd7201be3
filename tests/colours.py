"""Colours as eyes see them: CIELAB, and the sight of those without red or green cones.

Matrices for linear RGB at full severity: Machado, Oliveira and Fernandes (2009), "A physiologically
based model for simulation of color vision deficiency", IEEE TVCG 15 (6).
"""

from __future__ import annotations

import numpy as np

PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])  # D65


def seen_with(colour: str, sight: np.ndarray | None) -> np.ndarray:
    """Give "#rrggbb" in CIELAB as an eye of that sight sees it; None is the usual one."""
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    if sight is not None:
        linear = np.clip(sight @ linear, 0.0, 1.0)
    ratio = _TO_XYZ @ linear / _WHITE
    bent = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Give the distance of two colours in CIELAB (CIE 1976)."""
    return float(np.linalg.norm(one - other))
