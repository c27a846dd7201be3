"""The provider's face in the toolbox: ids, groups, icons, help, tags, as the contract has them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from needed_package import needed
from qgis.core import QgsApplication, QgsProcessingParameterDefinition

import family_hub_planner

PLUGIN = Path(family_hub_planner.__file__).parent
GROUPS = {
    "buildnetwork": ("network", "Network"),
    "networkfromlines": ("network", "Network"),
    "downloadnetwork": ("network", "Network"),
    "catchments": ("reach", "Reach"),
    "traveltimes": ("reach", "Reach"),
    "coverage": ("reach", "Reach"),
    "accessibility": ("reach", "Reach"),
    "needlayer": ("need", "Need"),
    "finerdemand": ("need", "Need"),
    "candidatesfromosm": ("sites", "Sites"),
    "candidatesfromnetwork": ("sites", "Sites"),
    "importestate": ("sites", "Sites"),
    "suggestsites": ("sites", "Sites"),
    "suggestoutreach": ("sites", "Sites"),
    "colocate": ("sites", "Sites"),
    "rationalise": ("sites", "Sites"),
    "comparescenarios": ("sites", "Sites"),
    "printmap": ("evidence", "Evidence"),
    "hubsofplan": ("sites", "Sites"),
    "report": ("evidence", "Evidence"),
    "runscenario": ("evidence", "Evidence"),
}
# Parameter and output names that are for ever: DESIGN's contract.
PARAMETERS = {
    "buildnetwork": "INPUT EXTENT CRS SPEEDS OUTPUT",
    "networkfromlines": "INPUT CLASS_FIELD SPEED_FIELD ONEWAY_FIELD LEVEL_FIELD TOLERANCE OUTPUT",
    "downloadnetwork": "PLACE EXTENT OUTPUT",
    "catchments": "NETWORK HUBS HUB_ID MODE BANDS OVERLAP DIRECTION MAX_SNAP OUTPUT UNROUTED",
    "traveltimes": "NETWORK ORIGINS ORIGIN_ID DESTINATIONS DESTINATION_ID MODE MAX_MINUTES NEAREST "
    "MAX_SNAP OUTPUT UNROUTED",
    "needlayer": "AREAS CODE CENTROIDS DEPRIVATION POPULATION AGES WEIGHTING LOCALITIES GROUPS "
    "OUTPUT POINTS",
    "finerdemand": "AREAS CODE PARTS PART_ID WEIGHT POSTCODES COUNTS RATES OUTPUT",
    "coverage": "NETWORK TIMES HUBS HUB_ID DEMAND AREAS SERVICE LOCALITY AUTHORITY MODE BANDS "
    "DIRECTION MAX_SNAP GROUPS OUTPUT BY_HUB BY_DECILE BY_LOCALITY BY_GROUP GAPS UNROUTED HTML",
    "accessibility": "NETWORK TIMES HUBS HUB_ID CAPACITY DEMAND AREAS SERVICE AUTHORITY METHOD "
    "MODE BANDS DIRECTION MAX_SNAP OUTPUT UNROUTED",
    "candidatesfromosm": "INPUT TYPES BOUNDARY THIN_M TYPE_ORDER CRS RULES OUTPUT THINNED",
    "candidatesfromnetwork": "NETWORK SPACING_M BOUNDARY MODE OUTPUT",
    "importestate": "INPUT INPUT_LAYER MAPPING CRS POSTCODES VENUE_TYPE MEND_COORDINATES "
    "DUPLICATE_M KEEP SHARED_M FURTHER RULES OUTPUT REJECTED DUPLICATES SHARED UNREAD "
    "MAPPING_OUT HTML",
    "rationalise": "NETWORK TIMES ESTATE DEMAND FLOORS STEPS MODE DIRECTION MAX_SNAP OUTPUT "
    "FRONTIER UNROUTED HTML",
    "suggestsites": "NETWORK TIMES DEMAND CANDIDATES CANDIDATE_ID EXISTING EXISTING_ID OBJECTIVE "
    "SITES MINUTES MODE DIRECTION MAX_SNAP TIME_LIMIT GAP OUTPUT ASSIGNMENT UNROUTED HTML",
    "suggestoutreach": "NETWORK TIMES DEMAND HUBS HUB_ID VENUES VENUE_ID THIN_M TYPE_ORDER "
    "OUTREACH HUB_MINUTES OUTREACH_MINUTES STAFF_DRIVE OUTREACH_WEIGHT FLOORS MODE DIRECTION "
    "MAX_SNAP TIME_LIMIT GAP OUTPUT ASSIGNMENT LINKS UNROUTED HTML",
    "colocate": "NETWORK TIMES SERVICES SERVICE_ID SITE BUILDINGS BUILDING_ID HUBS HUB_ID DEMAND "
    "APART GIVE_UP_SITES W_COST W_TRAVEL ONE_OFF_YEARS MODE DIRECTION MAX_SNAP TIME_LIMIT GAP "
    "OUTPUT PLAN BY_BUILDING BY_BUDGET UNROUTED HTML",
    "comparescenarios": "BASE PLAN PLAN_NAMES DEMAND GROUPS BANDS WORSE_MINUTES TOLERANCE NO_CAR "
    "ALLOW_UNLIKE NETWORK HUBS HUB_ID OUTPUT BY_DECILE BY_QUINTILE BY_LOCALITY BY_AGE BY_GROUP "
    "BY_CAR THERE_AND_BACK HTML",
    "hubsofplan": "HUBS HUB_ID GIVE_UP VENUES VENUE_ID ADD OUTPUT",
    "printmap": "LAYERS TITLE PAPER EXTENT NOTES DPI LAYOUT OUTPUT",
    "report": "SCENARIO TITLE QUESTION AUTHORITY AUDIENCE NEED HUBS HUB_ID COVERAGE BY_DECILE "
    "PLANS PLAN_NAMES COMPARISON SITES OUTREACH ESTATE FRONTIER COLOCATION CONSULTATION NETWORK "
    "THRESHOLD OUTPUT PDF TABLES",
    "runscenario": "SCENARIO DATA ONLY CHANGES LOAD OUTPUT",
}
OUTPUTS = {
    "printmap": "OUTPUT PAGES_COUNT MAP_SCALE LAYOUT_NAME STATUS",
    "buildnetwork": "OUTPUT NODES EDGES LENGTH_KM ISLANDS STATUS",
    "networkfromlines": "OUTPUT NODES EDGES LENGTH_KM ISLANDS STATUS",
    "downloadnetwork": "OUTPUT NODES EDGES LENGTH_KM ISLANDS STATUS",
    "catchments": "OUTPUT STATUS",
    "traveltimes": "OUTPUT STATUS",
    "needlayer": "OUTPUT POINTS STATUS",
    "finerdemand": "OUTPUT AREA_COUNT POINT_COUNT CHILDREN NEED AREAS_WHOLE CHILDREN_WHOLE "
    "PARTS_OUTSIDE LARGEST_DIFFERENCE STATUS",
    "coverage": "OUTPUT REACHED REACHED_BY_BAND STATUS",
    "accessibility": "OUTPUT STATUS",
    "candidatesfromosm": "OUTPUT CANDIDATES_COUNT THINNED_COUNT WITHHELD_COUNT STATUS",
    "candidatesfromnetwork": "OUTPUT CANDIDATES_COUNT JUNCTIONS STATUS",
    "importestate": "OUTPUT ROWS_COUNT PLACES_COUNT REJECTED_COUNT DUPLICATES_COUNT LEFT_OUT_COUNT "
    "SHARED_COUNT UNREAD_COUNT SWAPPED_COUNT FAR_COUNT CONFIDENTIAL_COUNT STATUS",
    "rationalise": "OUTPUT FRONTIER OPTIONS_FOUND MOST_SAVED PROVEN STATUS",
    "suggestsites": "OUTPUT OBJECTIVE_VALUE BOUND GAP_FOUND PROVEN STATUS",
    "suggestoutreach": "OUTPUT OBJECTIVE_VALUE BOUND GAP_FOUND PROVEN CHILDREN_HUB "
    "CHILDREN_OUTREACH CHILDREN_NEITHER SITES_CHOSEN HUBS_CHOSEN STATUS",
    "colocate": "OUTPUT OBJECTIVE_VALUE BOUND GAP_FOUND PROVEN SAVING ONE_OFF_COST MOVES "
    "SITES_GIVEN_UP STATUS",
    "comparescenarios": "OUTPUT AREAS_LONGER AREAS_SHORTER CHILDREN_LONGER HUBS_GIVEN_UP "
    "ALL_PLANS STATUS",
    "hubsofplan": "OUTPUT HUBS_COUNT GIVEN_UP_COUNT ADDED_COUNT STATUS",
    "runscenario": "OUTPUT RESULTS AGAIN STEPS_RUN FILES_COUNT STATUS",
    "report": "OUTPUT PDF TABLES SECTIONS TABLES_COUNT FIGURES PAGES FILES STATUS",
}
each = pytest.mark.parametrize("name", sorted(GROUPS))


def algorithm(name):
    found = QgsApplication.processingRegistry().algorithmById(f"familyhub:{name}")
    assert found is not None
    return found


def test_the_provider_has_its_id_a_name_an_icon_and_just_these_algorithms(provider):
    assert provider.id() == "familyhub"
    assert provider.name() == "Family Hub Planner"
    assert not provider.icon().isNull()
    assert Path(provider.svgIconPath()).is_file()
    own = {found.name() for found in provider.algorithms() if found.groupId() != "models"}
    assert own == set(GROUPS)
    assert f"version={provider.versionInfo()}\n" in (PLUGIN / "metadata.txt").read_text("utf-8")


@each
def test_an_algorithm_stands_in_its_group(name):
    assert (algorithm(name).groupId(), algorithm(name).group()) == GROUPS[name]


@each
def test_an_algorithm_has_a_name_a_tooltip_tags_and_an_icon_that_draws(name):
    found = algorithm(name)
    assert found.displayName() and found.displayName() != name
    assert found.shortDescription().endswith(".")
    assert len(found.tags()) >= 5
    assert all(tag and tag == tag.strip() for tag in found.tags())
    assert not found.icon().pixmap(16, 16).isNull()


@each
def test_an_algorithm_has_a_help_file_that_says_something(name):
    text = (PLUGIN / "resources" / "help" / f"{name}.html").read_text("utf-8")
    assert len(algorithm(name).shortHelpString()) >= len(text)
    assert len(text) > 300, "the help is a placeholder"


@each
def test_the_contracts_parameters_and_outputs_are_there(name):
    found = algorithm(name)
    parameters = {parameter.name() for parameter in found.parameterDefinitions()}
    assert set(PARAMETERS[name].split()) - parameters == set()
    outputs = {output.name() for output in found.outputDefinitions()}
    assert set(OUTPUTS[name].split()) - outputs == set()


@each
def test_every_sink_but_the_main_one_is_optional(name):
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for parameter in algorithm(name).destinationParameterDefinitions():
        assert bool(parameter.flags() & optional) == (parameter.name() != "OUTPUT")


def test_choices_are_kept_as_words_and_defaults_are_the_contracts():
    coverage, sites = algorithm("coverage"), algorithm("suggestsites")
    mode = coverage.parameterDefinition("MODE")
    assert mode.options() == ["walk", "pram", "cycle", "drive"]
    assert mode.usesStaticStrings() and mode.defaultValue() == "walk"
    assert coverage.parameterDefinition("BANDS").defaultValue() == "10,20,30"
    assert coverage.parameterDefinition("DIRECTION").defaultValue() == "to"
    assert coverage.parameterDefinition("MAX_SNAP").defaultValue() == 500
    assert coverage.parameterDefinition("THRESHOLD").defaultValue() == 10
    assert algorithm("needlayer").parameterDefinition("AGES").defaultValue() == "0-4"
    overlap = algorithm("catchments").parameterDefinition("OVERLAP")
    assert overlap.options() == ["separate", "merged", "nearest"]
    objective = sites.parameterDefinition("OBJECTIVE")
    assert {"maximal_cover", "p_median"} <= set(objective.options())
    assert objective.usesStaticStrings()


@each
def test_a_distance_says_in_its_label_what_it_is_counted_in(name):
    for parameter in algorithm(name).parameterDefinitions():
        label = parameter.description()
        assert "distance" not in label or "(metres)" in label, label


@each
def test_a_missing_package_disables_the_algorithm_in_one_plain_sentence(name, monkeypatch):
    found = algorithm(name)
    for package in found.PACKAGES:
        needed(package)
    assert found.canExecute() == (True, "")
    monkeypatch.setattr(type(found), "PACKAGES", ("a_package_nobody_has",))
    able, why = found.canExecute()
    assert not able
    assert "a_package_nobody_has" in why


def test_without_scipy_the_planner_starts_and_a_start_loads_no_package_before_it_is_asked_for():
    """A start of QGIS waits for what is loaded in it; a missing package costs no other tool."""
    script = (
        "import json, sys\n"
        "sys.modules['scipy'] = None\n"
        "from family_hub_planner.processing.provider import ALGORITHMS\n"
        "loaded = {'openpyxl', 'pandas', 'geopandas', 'networkx', 'numba'} & set(sys.modules)\n"
        "able = [one.ID for one in ALGORITHMS if one().canExecute()[0]]\n"
        "print(json.dumps([sorted(loaded), able]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=PLUGIN.parent, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    loaded, able = json.loads(ran.stdout.splitlines()[-1])
    assert loaded == []
    assert able == ["printmap", "report"]
