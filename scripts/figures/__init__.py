"""Comparing finished runs of the same scenarios, made on different releases of QGIS."""
