"""Kinds of venue that the planner itself names."""

JUNCTION = "road junction"  # stands for its surroundings: no building is meant
