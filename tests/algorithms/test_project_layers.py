"""A run's thread finds the project's layers without touching what the project keeps of itself."""

from __future__ import annotations

import threading

import pytest
from algorithms.runs import SAMPLE, Log
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)

from family_hub_planner.engine.errors import InputError
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
    asked = {"HUBS": called(hubs)}
    job = Job(coverage, asked, context, Log(), find(coverage, asked, context))

    def work():
        with out_of_reach(context):
            return context.project(), len(list(job.source("HUBS").getFeatures()))

    assert in_a_thread(work) == (None, hubs.featureCount())
    assert context.project() is QgsProject.instance()


REMOVED = r"^The layer Hubs of the fen was removed from the project before this run .* Add it"


def test_a_layer_that_was_removed_since_is_refused_by_its_name(coverage, context, hubs):
    asked = {"HUBS": hubs.id()}
    job = Job(coverage, asked, context, Log(), find(coverage, asked, context))
    QgsProject.instance().removeMapLayer(hubs)
    for read in (job.source, job.layer):
        with pytest.raises(InputError, match=REMOVED):
            read("HUBS")


def test_one_of_several_layers_that_was_removed_since_is_refused_by_its_name(context, hubs):
    compare = QgsApplication.processingRegistry().algorithmById("familyhub:comparescenarios")
    asked = {"PLAN": [str(SAMPLE / "areas.gpkg"), hubs.id()]}
    job = Job(compare, asked, context, Log(), find(compare, asked, context))
    QgsProject.instance().removeMapLayer(hubs)
    with pytest.raises(InputError, match=REMOVED):
        job.layers("PLAN")


def test_a_model_refuses_a_layer_that_was_removed_since_by_its_name(context, hubs):
    model = QgsApplication.processingRegistry().algorithmById("familyhub:whatifweclosethese")
    model, asked = model.create(), {"HUBS": hubs.id()}
    assert model.prepare(asked, context, Log())
    QgsProject.instance().removeMapLayer(hubs)
    with pytest.raises(QgsProcessingException, match=REMOVED):
        model.processAlgorithm(asked, context, Log())


def test_several_layers_are_found_each_by_its_name(coverage, context, hubs):
    compare = QgsApplication.processingRegistry().algorithmById("familyhub:comparescenarios")
    asked = {"PLAN": [hubs.name(), str(SAMPLE / "areas.gpkg")]}
    job = Job(compare.create(), asked, context, Log(), find(compare, asked, context))

    def work():
        with out_of_reach(context):
            return [layer.name() for layer in job.layers("PLAN")]

    assert in_a_thread(work)[0] == "Hubs of the fen"
    assert len(in_a_thread(work)) == 2


def some_of(hubs, **how):
    return QgsProcessingFeatureSourceDefinition(hubs.name(), **how)


def test_selected_or_limited_features_are_read_where_the_project_is_out_of_reach(
    coverage, context, hubs
):
    chosen = next(hubs.getFeatures())
    hubs.selectByIds([chosen.id()])

    def ids_of(asked):
        job = Job(coverage, asked, context, Log(), find(coverage, asked, context))
        hubs.removeSelection()  # what was selected when the run was started counts

        def work():
            with out_of_reach(context):
                source = job.source("HUBS")
                return source.sourceName(), [one["site_id"] for one in source.getFeatures()]

        return in_a_thread(work)

    selected = some_of(hubs, selectedFeaturesOnly=True)
    assert ids_of({"HUBS": selected}) == ("Hubs of the fen", [chosen["site_id"]])
    assert len(ids_of({"HUBS": some_of(hubs, featureLimit=2)})[1]) == 2


def test_the_selected_features_of_a_layer_that_was_removed_are_refused_by_its_name(
    coverage, context, hubs
):
    hubs.selectAll()
    asked = {"HUBS": some_of(hubs, selectedFeaturesOnly=True)}
    job = Job(coverage, asked, context, Log(), find(coverage, asked, context))
    QgsProject.instance().removeMapLayer(hubs)

    def work():
        with out_of_reach(context), pytest.raises(InputError, match=REMOVED):
            job.source("HUBS")
        return True

    assert in_a_thread(work)


def test_an_expression_may_name_the_layer(coverage, context, hubs):
    asked = {"HUBS": QgsProperty.fromExpression("'Hubs of ' || 'the fen'")}
    job = Job(coverage, asked, context, Log(), find(coverage, asked, context))

    def work():
        with out_of_reach(context):
            return job.source("HUBS").sourceName()

    assert in_a_thread(work) == "Hubs of the fen"


def test_the_projects_system_and_a_layers_extent_are_known_where_it_is_out_of_reach(context, hubs):
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    build = QgsApplication.processingRegistry().algorithmById("familyhub:buildnetwork").create()
    asked = {"CRS": "ProjectCrs", "EXTENT": hubs.id()}
    job = Job(build, asked, context, Log(), find(build, asked, context))

    def work():
        with out_of_reach(context):
            return job.crs("CRS").authid(), job.extent("EXTENT", hubs.crs())

    assert in_a_thread(work) == ("EPSG:27700", hubs.extent())


def test_a_run_in_the_projects_own_thread_keeps_its_project(coverage, context, hubs):
    with out_of_reach(context):
        assert context.project() is QgsProject.instance()
