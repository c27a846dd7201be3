"""The styles of the results, drawn in code."""
