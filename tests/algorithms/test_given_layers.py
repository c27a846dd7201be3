"""One walk gives the layers that a run was given, in whatever way they were named."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProperty,
    QgsVectorLayer,
)

from family_hub_planner.processing.given_layers import given_layers, text_of_layer


def algorithm(name):
    return QgsApplication.processingRegistry().algorithmById(f"familyhub:{name}").create()


def test_every_layer_is_given_once_with_its_parameter_and_no_file_or_number():
    asked = {"BASE": "today", "PLAN": ["one", "two"], "DEMAND": "", "HOME_AUTHORITY": "no layer"}
    given = given_layers(algorithm("comparescenarios"), asked)
    assert [(one.name(), layer) for one, layer in given] == [
        ("BASE", "today"),
        ("PLAN", "one"),
        ("PLAN", "two"),
    ]


def test_several_files_are_no_layers():
    asked = {"TABLES": ["cars.csv"], "AREAS": "areas.gpkg"}
    given = given_layers(algorithm("needlayer"), asked)
    assert [layer for _one, layer in given] == ["areas.gpkg"]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Hubs", "Hubs"),
        (QgsProperty.fromExpression("'Hu' || 'bs'"), "Hubs"),
        (QgsProcessingFeatureSourceDefinition("Hubs", selectedFeaturesOnly=True), "Hubs"),
    ],
)
def test_a_layer_is_told_by_what_it_was_called(given, text):
    assert text_of_layer(given, QgsProcessingContext()) == text


def test_a_layer_given_itself_is_called_nothing():
    layer = QgsVectorLayer("Point?crs=EPSG:27700", "Hubs", "memory")
    assert text_of_layer(layer, QgsProcessingContext()) == ""
