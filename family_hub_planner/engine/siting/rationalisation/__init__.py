"""Options for an estate: what might merge, move or be given up, from nothing to most saved."""
