"""Models saved with an early version: they stay valid, and what they leave out is the default."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, demand, hubs, run
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingParameterDefinition,
    QgsProperty,
)
from qgis.PyQt.QtCore import QVariant

from family_hub_planner.processing.job import Job

# What the first version of each algorithm asked for, choices and numbers with a default aside.
FIRST = {
    "buildnetwork": "INPUT",
    "networkfromlines": "INPUT",
    "downloadnetwork": "PLACE",
    "catchments": "NETWORK HUBS HUB_ID",
    "traveltimes": "NETWORK ORIGINS ORIGIN_ID DESTINATIONS DESTINATION_ID",
    "needlayer": "AREAS CODE DEPRIVATION POPULATION",
    "finerdemand": "AREAS PARTS PART_ID",
    "coverage": "NETWORK HUBS HUB_ID DEMAND",
    "accessibility": "NETWORK HUBS HUB_ID DEMAND",
    "suggestsites": "NETWORK DEMAND CANDIDATES CANDIDATE_ID",
}
each = pytest.mark.parametrize("name", sorted(FIRST))


def algorithm(name):
    return QgsApplication.processingRegistry().algorithmById(f"familyhub:{name}")


def model_with(name, given):
    child = QgsProcessingModelChildAlgorithm(f"familyhub:{name}")
    child.setChildId("step")
    for parameter in given:
        value = QgsProcessingModelChildParameterSource.fromStaticValue("given")
        child.addParameterSources(parameter, [value])
    model = QgsProcessingModelAlgorithm("saved early", "tests")
    model.addChildAlgorithm(child)
    return model


@each
def test_a_model_saved_with_the_first_versions_parameters_is_valid(name):
    valid, why = model_with(name, FIRST[name].split()).validate()
    assert (valid, why) == (True, [])


def test_a_model_that_lacks_what_has_no_default_is_not_valid():
    valid, why = model_with("coverage", ["NETWORK"]).validate()
    assert not valid and len(why) == 2


def test_whatever_has_a_default_may_be_left_out(provider):
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for found in provider.algorithms():
        for parameter in found.parameterDefinitions():
            left_out = parameter.isDestination() or bool(parameter.flags() & optional)
            told = f"{found.name()}: {parameter.name()}"
            assert left_out or parameter.defaultValue() is None, told


EMPTY = {
    "nothing": None,
    "an empty text": "",
    "blanks": "  ",
    "a null number": QVariant(QVariant.Type.Int),
    "a null text": QVariant(QVariant.Type.String),
    "an expression without a value": QgsProperty.fromExpression("NULL"),
}


@pytest.mark.parametrize("what", sorted(EMPTY))
def test_an_empty_parameter_has_its_default(what):
    def read(algorithm_name, how, parameter):
        given = {parameter: EMPTY[what]}
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        return getattr(Job(algorithm(algorithm_name), given, context, feedback), how)(parameter)

    assert read("coverage", "choice", "MODE") == "walk"
    assert read("coverage", "text", "BANDS") == "10,20,30"
    assert read("coverage", "number", "FULL_HOURS") == 15.0
    assert read("coverage", "count", "THRESHOLD") == 10
    assert read("needlayer", "yes", "ESTIMATE_AGES") is True
    assert read("needlayer", "choice", "SPLIT_BY") == "population"


@pytest.mark.parametrize("given", [{"MAX_SNAP": "5OO"}, {"THRESHOLD": "ten"}])
def test_a_word_for_a_number_is_refused_though_its_parameter_may_be_left_out(network, given):
    """QGIS takes the default for a word where a parameter is optional, and says nothing."""
    places = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand()}
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run("coverage", log, **places, **given)
    assert "Give a number or leave it empty" in "".join([*log.errors, str(error.value)])


def test_a_run_that_leaves_all_defaults_empty_is_the_run_without_them(network):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand()}
    empty = dict.fromkeys(["MODE", "BANDS", "DIRECTION", "MAX_SNAP", "THRESHOLD", "FULL_HOURS"])
    left_out, left_empty = run("coverage", **given), run("coverage", **given, **empty)
    assert left_empty.rows("OUTPUT") == left_out.rows("OUTPUT")
    text = run("coverage", **given, BANDS="", MAX_SNAP="")
    assert text.rows("OUTPUT") == left_out.rows("OUTPUT")
