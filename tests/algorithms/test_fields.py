"""Rows on their way to a layer."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsVectorFileWriter, QgsVectorLayer

from family_hub_planner.processing.fields import feature_of, fields_of


def test_numbers_of_numpy_reach_the_file_as_the_plain_ones_do(tmp_path):
    """QGIS hands a numpy float to the file as an empty text, and the file refuses the row."""
    fields = fields_of(["site_id", "bound", "order", "proven"])
    row = ["h", np.float64(1.5), np.int64(2), np.bool_(True)]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    layer = QgsVectorLayer("None", "rows", "memory")
    path = str(tmp_path / "rows.gpkg")
    writer = QgsVectorFileWriter.create(
        path, fields, layer.wkbType(), layer.crs(), layer.transformContext(), options
    )
    assert writer.addFeature(feature_of(fields, row)), writer.errorMessage()
    del writer
    (read,) = QgsVectorLayer(path, "read", "ogr").getFeatures()
    assert [read[name] for name in fields.names()] == ["h", 1.5, 2, True]
