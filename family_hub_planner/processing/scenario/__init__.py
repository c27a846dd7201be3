"""Scenarios run through Processing: the engine plans, QGIS runs."""
