"""QGIS Processing over the engine: parameters in, one engine call, layers out."""
