"""Registers of places: read from a file or a layer, and written as the planner's facilities."""
