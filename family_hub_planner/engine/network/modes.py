"""The ways to travel, and the two directions in which families do."""

MODES = ("walk", "pram", "cycle", "drive")
DIRECTIONS = ("to", "from")
ON_FOOT = ("walk", "pram")
