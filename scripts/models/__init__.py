"""The shipped models, drawn in code."""
