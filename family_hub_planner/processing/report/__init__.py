"""The evidence pack in QGIS: what is read for it, and the files it is written to."""
