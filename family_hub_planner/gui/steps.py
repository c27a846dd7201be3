"""The five steps of a plan: what each takes, runs and gives, in the words that the dock shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from .translation import tr


@dataclass(frozen=True)
class Row:
    """One line of settings: its setting, its label, and what kind of thing is chosen.

    `kind` is file, points, polygons, field, text, lines (a longer text), choice, hub or folder.
    `of` is the setting whose layer holds the field; `choices` are pairs of a word kept and the
    words shown.
    """

    setting: str
    label: str
    kind: str
    hint: str = ""
    of: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    filters: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the dock.

    `needs` are settings without which its tool cannot run, each with its name and the words for
    getting it; `uses` are all settings that its answer hangs on; `gives` are the settings it fills.
    """

    key: str
    name: str
    icon: str
    sentence: str
    algorithm: str
    button: str
    rows: tuple[Row, ...]
    needs: tuple[tuple[str, str, str], ...]
    uses: tuple[str, ...]
    gives: tuple[str, ...]
    tools: tuple[tuple[str, str], ...] = field(default=())

    def algorithms(self) -> tuple[str, ...]:
        """Give the ids of its main tool and its further ones."""
        return (self.algorithm, *(algorithm_id for _, algorithm_id in self.tools))


def steps() -> tuple[Step, ...]:
    """Give the steps in the order in which a planner takes them, in the user's language."""
    return (_network(), _need(), _reach(), _sites(), _evidence())


def step_of(key: str) -> Step:
    """Give one step by its key."""
    return next(step for step in steps() if step.key == key)


def modes() -> tuple[tuple[str, str], ...]:
    """Give the modes of travel, each with its words."""
    return (
        ("walk", tr("On foot")),
        ("pram", tr("On foot with a pram")),
        ("cycle", tr("By bicycle")),
        ("drive", tr("By car")),
    )


def _network() -> Step:
    return Step(
        "network",
        tr("Network"),
        "network",
        tr("Turn an OpenStreetMap file into a network to walk, push a pram, cycle or drive on."),
        "familyhub:buildnetwork",
        tr("Build the network"),
        (
            Row(
                "osm",
                tr("OpenStreetMap file"),
                "file",
                tr("An extract of your county, for example from download.geofabrik.de."),
                filters=tr("OpenStreetMap (*.osm *.pbf *.osm.gz *.osm.bz2 *.graphml)"),
            ),
            Row(
                "network",
                tr("Network"),
                "file",
                tr("Made by this step, or a network that you have already."),
                filters=tr("Travel network (*.gpkg)"),
            ),
        ),
        (
            (
                "osm",
                tr("an OpenStreetMap file"),
                tr(
                    "Download your county's extract, or choose a tool under More that downloads "
                    "it or takes road lines of your own."
                ),
            ),
        ),
        ("osm",),
        ("network",),
        (
            (tr("Build from road lines…"), "familyhub:networkfromlines"),
            (tr("Download a network…"), "familyhub:downloadnetwork"),
        ),
    )


def _need() -> Step:
    tables = tr("Tables (*.csv *.xlsx *.xls *.ods)")
    return Step(
        "need",
        tr("Need"),
        "need",
        tr("Join areas to children's ages and deprivation, to see where the need is."),
        "familyhub:needlayer",
        tr("Make the need map"),
        (
            Row("boundaries", tr("Areas"), "polygons", tr("Small areas, such as LSOAs.")),
            Row("code", tr("Area code"), "field", of="boundaries"),
            Row(
                "population", tr("Children by age"), "file", tr("By area and age."), filters=tables
            ),
            Row("deprivation", tr("Deprivation"), "file", tr("May be left out."), filters=tables),
            Row("ages", tr("Ages"), "text", tr("0-4 are children under five.")),
            Row("wards", tr("Wards"), "polygons", tr("To report by ward. May be left out.")),
            Row("ward_name", tr("Ward's name"), "field", of="wards"),
            Row("localities", tr("Localities"), "polygons", tr("May be left out."), folded=True),
            Row("locality_name", tr("Locality's name"), "field", of="localities", folded=True),
            Row("centroids", tr("Centroids"), "points", tr("Weighted by people."), folded=True),
            Row("name", tr("Area's name"), "field", of="boundaries", folded=True),
            Row("authority", tr("Authority"), "field", of="boundaries", folded=True),
            Row("weighting", tr("Need is"), "choice", choices=_weightings(), folded=True),
        ),
        (
            ("boundaries", tr("a layer of small areas"), tr("Drag your LSOAs' boundaries in.")),
            ("code", tr("the field with the areas' codes"), tr("Choose it beside Area code.")),
            (
                "population",
                tr("a table of children by age"),
                tr("The ONS publishes estimates by LSOA; the file is taken as it is downloaded."),
            ),
        ),
        (
            "boundaries",
            "code",
            "name",
            "authority",
            "centroids",
            "localities",
            "locality_name",
            "wards",
            "ward_name",
            "population",
            "deprivation",
            "ages",
            "weighting",
        ),
        ("areas", "demand"),
        ((tr("Finer demand points…"), "familyhub:finerdemand"),),
    )


def _weightings() -> tuple[tuple[str, str], ...]:
    return (
        ("children", tr("Children")),
        ("income_deprived_children", tr("Children in income deprivation")),
        ("decile_weights", tr("Children, weighted by decile")),
        ("top_decile", tr("Children in the most deprived decile")),
    )


def _reach() -> Step:
    return Step(
        "reach",
        tr("Reach"),
        "reach",
        tr("Model the journey to each hub, and who is left beyond it."),
        "familyhub:coverage",
        tr("Measure the reach"),
        (
            Row("hubs", tr("Hubs"), "points", tr("Your hubs as they stand today.")),
            Row("hub_id", tr("Hub's id"), "field", of="hubs"),
            Row("mode", tr("Journey"), "choice", choices=modes()),
            Row("bands", tr("Minutes"), "text", tr("Bands, such as 15,30.")),
            Row("demand", tr("Demand points"), "points", tr("Made by the step Need.")),
            Row("home_authority", tr("Authority"), "text", tr("Count only its children.")),
        ),
        (
            (
                "hubs",
                tr("a layer of your hubs"),
                tr("Drag a table or layer in, or read your estate (under More of Sites)."),
            ),
            ("demand", tr("demand points"), tr("The step Need makes them.")),
            ("network", tr("a network"), tr("The step Network makes it.")),
        ),
        ("network", "demand", "areas", "hubs", "hub_id", "mode", "bands", "home_authority"),
        ("coverage",),
        (
            (tr("Draw catchments…"), "familyhub:catchments"),
            (tr("Room per child…"), "familyhub:accessibility"),
            (tr("Table of travel times…"), "familyhub:traveltimes"),
        ),
    )


def _sites() -> Step:
    return Step(
        "sites",
        tr("Sites"),
        "sites",
        tr("Test where hubs and outreach could stand, and what the estate could share."),
        "familyhub:suggestsites",
        tr("Suggest sites"),
        (
            Row("venues", tr("Venues"), "points", tr("Places that could hold a hub.")),
            Row("venue_id", tr("Venue's id"), "field", of="venues"),
            Row("number_of_sites", tr("New sites"), "text"),
            Row("minutes", tr("Within minutes"), "text"),
        ),
        (
            ("venues", tr("a layer of venues"), tr("Read your estate or find venues under More.")),
            ("demand", tr("demand points"), tr("The step Need makes them.")),
            ("network", tr("a network"), tr("The step Network makes it.")),
        ),
        (
            "network",
            "demand",
            "hubs",
            "hub_id",
            "venues",
            "venue_id",
            "number_of_sites",
            "minutes",
            "mode",
            "home_authority",
        ),
        ("sites",),
        (
            (tr("Read your estate…"), "familyhub:importestate"),
            (tr("Find venues on OpenStreetMap…"), "familyhub:candidatesfromosm"),
            (tr("Places at road junctions…"), "familyhub:candidatesfromnetwork"),
            (tr("Suggest outreach…"), "familyhub:suggestoutreach"),
            (tr("Share buildings…"), "familyhub:colocate"),
            (tr("Options for the estate…"), "familyhub:rationalise"),
            (tr("Hubs of a plan…"), "familyhub:hubsofplan"),
        ),
    )


def _evidence() -> Step:
    return Step(
        "evidence",
        tr("Evidence"),
        "evidence",
        tr("Write what was found for those who decide, and set a plan beside today."),
        "familyhub:report",
        tr("Write the evidence pack"),
        (
            Row("title", tr("Title"), "text", tr("Evidence pack: family hubs")),
            Row("question", tr("Question"), "lines", tr("What is to be decided, in a sentence.")),
            Row("council", tr("Authority"), "text", tr("Whose pack it is.")),
            Row("audience", tr("Audience"), "choice", choices=_audiences()),
            Row(
                "given_up", tr("Test without"), "hub", tr("Options for testing; no decision made.")
            ),
        ),
        (("coverage", tr("a coverage of today's hubs"), tr("The step Reach makes it.")),),
        (
            "coverage",
            "change",
            "sites",
            "areas",
            "demand",
            "hubs",
            "hub_id",
            "title",
            "question",
            "council",
            "audience",
        ),
        (),
        (
            (tr("Compare scenarios…"), "familyhub:comparescenarios"),
            (tr("Run a scenario file…"), "familyhub:runscenario"),
        ),
    )


def _audiences() -> tuple[tuple[str, str], ...]:
    return (
        ("internal", tr("Internal: for officers")),
        ("public", tr("Public: costs and small counts withheld")),
    )
