"""A run's thread finds the project's layers without touching what the project keeps of itself."""

from __future__ import annotations

import threading

import pytest
from algorithms.runs import SAMPLE, Log
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from family_hub_planner.processing.job import Job
from family_hub_planner.processing.project_layers import find, out_of_reach


@pytest.fixture
def hubs():
    """The sample's hubs, in a project."""
    project = QgsProject.instance()
    project.clear()
    place = f"{(SAMPLE / 'hubs.csv').as_uri()}?xField=easting&yField=northing&crs=EPSG:27700"
    yield project.addMapLayer(QgsVectorLayer(place, "Hubs of the fen", "delimitedtext"))
    project.clear()


@pytest.fixture
def coverage():
    return QgsApplication.processingRegistry().algorithmById("familyhub:coverage").create()


@pytest.fixture
def context():
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return context


def in_a_thread(work):
    found = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize("called", [QgsVectorLayer.id, QgsVectorLayer.name, QgsVectorLayer.source])
def test_a_layer_is_found_by_whatever_a_parameter_calls_it_where_the_project_is_out_of_reach(
    coverage, context, hubs, called
):
    asked, definitions = {"HUBS": called(hubs)}, coverage.parameterDefinitions()
    job = Job(coverage, asked, context, Log(), find(definitions, asked, context))

    def work():
        with out_of_reach(definitions, asked, context):
            return context.project(), len(list(job.source("HUBS").getFeatures()))

    assert in_a_thread(work) == (None, hubs.featureCount())
    assert context.project() is QgsProject.instance()


def test_a_layer_that_was_removed_since_is_refused_in_words(coverage, context, hubs):
    asked, definitions = {"HUBS": hubs.id()}, coverage.parameterDefinitions()
    job = Job(coverage, asked, context, Log(), find(definitions, asked, context))
    QgsProject.instance().removeMapLayer(hubs)
    with pytest.raises(Exception, match=r"Hubs: the layer .* cannot be opened"):
        job.source("HUBS")


def test_several_layers_are_found_each_by_its_name(coverage, context, hubs):
    compare = QgsApplication.processingRegistry().algorithmById("familyhub:comparescenarios")
    asked = {"PLAN": [hubs.name(), str(SAMPLE / "areas.gpkg")]}
    definitions = compare.parameterDefinitions()
    job = Job(compare.create(), asked, context, Log(), find(definitions, asked, context))

    def work():
        with out_of_reach(definitions, asked, context):
            return [layer.name() for layer in job.layers("PLAN")]

    assert in_a_thread(work)[0] == "Hubs of the fen"
    assert len(in_a_thread(work)) == 2


def test_the_selected_features_alone_are_found_by_qgis_in_the_project(coverage, context, hubs):
    hubs.selectByIds([next(hubs.getFeatures()).id()])
    asked = {"HUBS": QgsProcessingFeatureSourceDefinition(hubs.id(), True)}
    definitions = coverage.parameterDefinitions()
    job = Job(coverage, asked, context, Log(), find(definitions, asked, context))

    def work():
        with out_of_reach(definitions, asked, context):
            chosen = job.source("HUBS")
            return len(list(chosen.getFeatures()))

    assert in_a_thread(work) == 1


def test_a_run_in_the_projects_own_thread_keeps_its_project(coverage, context, hubs):
    with out_of_reach(coverage.parameterDefinitions(), {"HUBS": hubs.id()}, context):
        assert context.project() is QgsProject.instance()
