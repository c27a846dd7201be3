"""The demonstration: the whole chain on a county, a styled project, a map and pages."""
