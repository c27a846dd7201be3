"""The models that come with the planner: as the script draws them, registered, and run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from algorithms.runs import DEMAND as ROWS
from algorithms.runs import Log, demand, hubs, layer_of, points, rows_of, run, square
from patience import SECONDS
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingUtils,
)

from family_hub_planner.processing.shipped_models import MODELS, titles

ROOT = Path(__file__).parents[2]
each = pytest.mark.parametrize("name", list(titles()))
INPUTS = {
    "reachbydeprivation": "MAP AREAS CODE AUTHORITY CENTROIDS DEPRIVATION POPULATION HUBS HUB_ID "
    "HOME_AUTHORITY MODE BANDS",
    "suggesthubsandoutreach": "NETWORK DEMAND AREAS HUBS HUB_ID VENUES VENUE_ID NEW_HUBS OUTREACH "
    "HUB_VENUES HUB_SPACE_M2 MINUTES STAFF_DRIVE HOME_AUTHORITY MODE BANDS",
    "whatifweclosethese": "NETWORK DEMAND AREAS HUBS HUB_ID GIVE_UP HOME_AUTHORITY MODE BANDS",
}


def model(name):
    return QgsApplication.processingRegistry().algorithmById(f"familyhub:{name}")


def from_file(path: Path) -> QgsProcessingModelAlgorithm:
    found = QgsProcessingModelAlgorithm()
    assert found.fromFile(str(path))
    return found


def of_model(name, **given) -> tuple[dict, QgsProcessingContext, Log]:
    """Run a model with its results in memory."""
    import processing

    log, context = Log(), QgsProcessingContext()
    context.setFeedback(log)
    for output in model(name).destinationParameterDefinitions():
        if not output.name().endswith(":HTML"):
            given.setdefault(output.name(), "TEMPORARY_OUTPUT")
    results = processing.run(f"familyhub:{name}", given, feedback=log, context=context)
    return results, context, log


def rows(ran, output: str) -> list[dict]:
    results, context, _ = ran
    found = results[output]
    layer = (
        QgsProcessingUtils.mapLayerFromString(found, context) if isinstance(found, str) else found
    )
    return rows_of(layer)


def test_the_models_shipped_are_those_that_the_script_draws(tmp_path):
    """Compared as QGIS reads them: other releases write other versions of the file."""
    done = subprocess.run(
        ["/usr/bin/python3", str(ROOT / "scripts" / "make_models.py"), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=SECONDS,
        env={**os.environ, "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    drawn = {path.stem: path for path in tmp_path.glob("*.model3")}
    assert set(drawn) == set(titles()) == {path.stem for path in MODELS.glob("*.model3")}
    for name, path in drawn.items():
        shipped = from_file(MODELS / path.name)
        assert from_file(path).toVariant() == shipped.toVariant(), name
        assert shipped.name() == titles()[name]


@each
def test_a_model_is_registered_under_its_own_id_with_help_and_every_step_there(name):
    found = model(name)
    assert isinstance(found, QgsProcessingModelAlgorithm)
    assert (found.groupId(), found.group()) == ("models", "Models")
    assert found.displayName() == titles()[name]
    assert found.validate() == (True, [])
    assert found.canExecute() == (True, "")
    assert len(found.shortDescription()) > 200
    assert len(found.tags()) >= 5
    assert not found.icon().pixmap(16, 16).isNull()
    asked = [one for one in found.parameterDefinitions() if not one.isDestination()]
    assert {one.name() for one in asked} == set(INPUTS[name].split())
    assert all(one.help() for one in asked)
    results = {output.name() for output in found.outputDefinitions()}
    assert {"change:OUTPUT", "change:HTML"} <= results or "reach:BY_DECILE" in results


@each
def test_what_a_model_gives_is_told_in_its_help(name):
    text = model(name).shortHelpString()
    for definition in model(name).parameterDefinitions():
        assert definition.description() in text


def test_a_model_makes_no_decision_and_speaks_of_no_closure():
    for name in ("suggesthubsandoutreach", "whatifweclosethese"):
        text = model(name).shortHelpString().lower()
        assert "options for testing; no decision is made" in text
        assert "closure" not in text and "losers" not in text


def test_what_if_we_close_these_gives_there_and_back_with_a_pram(network):
    ran = of_model("whatifweclosethese", NETWORK=network, DEMAND=demand(), HUBS=hubs(),
                   HUB_ID="site_id", GIVE_UP="8", HOME_AUTHORITY="Toytown")  # fmt: skip
    changed = {row["area_code"]: row for row in rows(ran, "change:OUTPUT")}
    # North stands 120 m from hub 8; with a pram, 60 m a minute, that is 2 minutes. Without it the
    # way is over the bridge to 007.
    assert changed["North"]["minutes_base"] == pytest.approx(2.0, abs=0.01)
    assert changed["North"]["minutes_plan"] > 10
    both = {(row["area_code"], row["scenario"]): row for row in rows(ran, "change:THERE_AND_BACK")}
    assert both["North", "today"]["minutes_both_ways"] == pytest.approx(4.0, abs=0.02)
    plan = both["North", "plan"]
    assert plan["minutes_both_ways"] == pytest.approx(plan["minutes_there"] + plan["minutes_back"])
    assert {row["plan"] for row in rows(ran, "change:OUTPUT")} == {"Without 8"}
    assert [row["site_id"] for row in rows(ran, "plan:OUTPUT")] == ["007"]


def test_the_model_is_its_steps_run_one_by_one(network):
    given = {"NETWORK": network, "DEMAND": demand()}
    ran = of_model("whatifweclosethese", **given, HUBS=hubs(), HUB_ID="site_id", GIVE_UP="8",
                   MODE="walk", BANDS="5,10")  # fmt: skip
    fewer = run("hubsofplan", HUBS=hubs(), HUB_ID="site_id", GIVE_UP="8").layer("OUTPUT")
    reach = {**given, "HUB_ID": "site_id", "MODE": "walk", "BANDS": "5,10"}
    today = run("coverage", HUBS=hubs(), **reach).layer("OUTPUT")
    after = run("coverage", HUBS=fewer, **reach).layer("OUTPUT")
    own = run("comparescenarios", BASE=today, PLAN=[after], DEMAND=demand(),
              PLAN_NAMES="Without 8")  # fmt: skip
    assert rows(ran, "change:OUTPUT") == own.rows("OUTPUT")


def test_a_model_refuses_a_hub_that_is_not_there_in_words(network):
    import processing
    from qgis.core import QgsProcessingException

    log = Log()
    given = {"NETWORK": network, "DEMAND": demand(), "HUBS": hubs(), "HUB_ID": "site_id",
             "GIVE_UP": "9", "change:OUTPUT": "TEMPORARY_OUTPUT",
             "plan:OUTPUT": "TEMPORARY_OUTPUT"}  # fmt: skip
    with pytest.raises(QgsProcessingException) as refused:
        processing.run("familyhub:whatifweclosethese", given, feedback=log)
    # QGIS 3.22 writes a step's refusal into the log, 3.40 says it with the failing of the model.
    said = [*log.errors, str(refused.value)]
    assert any("9 is not among the 2 hubs" in words for words in said)


def test_suggested_hubs_and_outreach_stand_beside_today(network):
    venues = points([((660, 0), {"site_id": "V1"}), ((940, 0), {"site_id": "V2"})])
    drawn = layer_of("Polygon", [(square(at), {"area_code": v["area_code"]}) for at, v in ROWS])
    ran = of_model("suggesthubsandoutreach", NETWORK=network, DEMAND=demand(), AREAS=drawn,
                   HUBS=hubs(), HUB_ID="site_id", VENUES=venues, VENUE_ID="site_id", NEW_HUBS=0,
                   OUTREACH=1, MINUTES=2)  # fmt: skip
    chosen = {row["site_id"]: row["decision"] for row in rows(ran, "sites:OUTPUT")}
    # Within 2 minutes with a pram (120 m) East (need 6) stands at V2 and Mid (need 4) at V1.
    assert chosen == {"007": "kept", "8": "kept", "V1": "not_chosen", "V2": "open"}
    changed = {row["area_code"]: row for row in rows(ran, "change:OUTPUT")}
    assert changed["East"]["change"] < 0 and changed["West"]["change"] == 0


def test_a_new_hub_is_suggested_at_the_models_own_defaults_where_there_is_room(network):
    rooms = [((660, 0), {"site_id": "V1", "spare_area_m2": 120, "may": "no"}),
             ((940, 0), {"site_id": "V2", "spare_area_m2": 90, "may": "yes"})]  # fmt: skip
    given = {"NETWORK": network, "DEMAND": demand(), "HUBS": hubs(), "OUTREACH": 0, "MINUTES": 2}
    tested = {"V1": {}, "V2": {"HUB_VENUES": "may"}}
    for venue, by in tested.items():
        ran = of_model("suggesthubsandoutreach", **given, VENUES=points(rooms), **by)
        decided = {row["site_id"]: row["decision"] for row in rows(ran, "sites:OUTPUT")}
        assert [site for site, what in decided.items() if what == "open"] == [venue]
