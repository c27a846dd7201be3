"""familyhub:importestate: a register of buildings as the planner's facilities, row by row."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterCrs, QgsProcessingParameterFileDestination

from ...engine.mapping import parse_mapping
from ...engine.sources.register import open_register, place_register, postcodes_for
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..register.reading import KEEP, RegisterRead, given_register, options_of, system_of
from ..register.writing import write_register


class ImportEstate(PlannerAlgorithm):
    """Reads an asset register, GIAS, the NHS's practices or any list of places."""

    ID = "importestate"
    GROUP = "sites"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Read an estate register")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Reads a list of buildings into places with costs, leases, services and types.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "estate,asset register,buildings,GIAS,epraccur,UPRN,co-location,import,CSV,mapping"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        lists = tr("Lists of places (*.csv *.csv.gz *.tsv *.txt *.xlsx *.ods)")
        given = make.file("INPUT", tr("Register (file)"), lists, optional=True)
        how = tr("An asset register, GIAS, the NHS's epraccur or any list with headings.")
        self.addParameter(make.explained(given, how))
        layer = make.table("INPUT_LAYER", tr("Or: register (layer)"), optional=True)
        self.addParameter(make.explained(layer, tr("Points, other shapes, or a table.")))
        mapping = make.text("MAPPING", tr("Column mapping"), optional=True)
        how = tr(
            "Only what the headings do not tell: name=Site Name; uprn=Asset No; status=- (none). "
            "Or a JSON file, as this tool saves it."
        )
        self.addParameter(make.explained(mapping, how))
        crs = QgsProcessingParameterCrs("CRS", tr("System of x and y"), optional=True)
        how = tr("Only where neither headings (Easting, Latitude) nor rows name it.")
        self.addParameter(make.explained(crs, how))
        csv = tr("ONSPD or NSPL (*.csv *.csv.gz)")
        postcodes = make.file("POSTCODES", tr("Postcode directory"), csv, optional=True)
        how = tr("ONSPD or NSPL: places rows without coordinates, and checks those with them.")
        self.addParameter(make.explained(postcodes, how))
        self._declare_more()
        self._declare_outputs()

    def _declare_more(self) -> None:
        """Add what is done with doubtful rows."""
        kind = make.text("VENUE_TYPE", tr("Type of building, where none is stated"), optional=True)
        how = tr("For a list of one kind, such as: library, fire station, GP surgery.")
        self.addParameter(make.explained(kind, how))
        mend = make.yes_no("MEND_COORDINATES", tr("Mend coordinates that are surely wrong"), False)
        how = tr("Easting and northing swapped, degrees in metre columns. Off: rejected.")
        self.addParameter(make.explained(mend, how))
        far = make.number("DUPLICATE_M", tr("May be one place within (metres)"), 10.0, 0.0, 1000.0)
        how = tr("Listed as named again, never left out. 0: not by distance. Our choice.")
        self.addParameter(make.advanced(make.explained(far, how)))
        keep = make.choice("KEEP", tr("Rows that name a place again"), KEEP, "all")
        how = tr(
            "all: only a second row of the same id is left out. first: of one name and UPRN, or "
            "one name and postcode, the first row stays."
        )
        self.addParameter(make.advanced(make.explained(keep, how)))
        near = make.number("SHARED_M", tr("One building within (metres)"), 20.0, 0.0, 1000.0)
        how = tr("Beside the same UPRN, or postcode and address. 0: not by distance. Our choice.")
        self.addParameter(make.advanced(make.explained(near, how)))
        own = make.text("FURTHER", tr("Further columns to keep"), optional=True)
        how = tr("As they are written: may_close=May be given up; ward=Ward.")
        self.addParameter(make.advanced(make.explained(own, how)))
        rules = make.folder("RULES", tr("Folder with a table of words of your own"))
        how = tr("It holds a venue_words.csv: which words mean which type of building.")
        self.addParameter(make.advanced(make.explained(rules, how)))

    def _declare_outputs(self) -> None:
        """Add layers, tables, the mapping, the page and the counts."""
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Places"), kind.TypeVectorPoint))
        for name, label in (
            ("REJECTED", tr("Rejected rows")),
            ("DUPLICATES", tr("Rows that name a place again")),
            ("SHARED", tr("Sites that share a building")),
            ("UNREAD", tr("Cells that could not be read")),
        ):
            self.addParameter(make.sink(name, label, kind.TypeVector, optional=True))
        json = tr("Mapping (*.json)")
        saved = QgsProcessingParameterFileDestination(
            "MAPPING_OUT", tr("Mapping used, to be given again"), json, optional=True
        )
        self.addParameter(saved)
        self.addParameter(make.html("HTML", tr("Page on what was read")))
        self.number_outputs(*((f"{name}_COUNT", label) for name, label in _counts()))

    def work(self, job: Job) -> None:
        """Read, place, write."""
        mapping, given = parse_mapping(job.text("MAPPING")), given_register(job)
        options = options_of(job, given.geometry)
        register = open_register(given.source, job.progress.part(0.0, 0.3))
        facts, directory = [register.table.provenance], job.path("POSTCODES")
        postcodes, notes = None, []
        if directory is not None and register.postcodes(mapping):
            reading = postcodes_for(register, directory, mapping, job.progress.part(0.3, 0.7))
            postcodes = reading.table
            facts.append(postcodes.provenance)
            notes += reading.notes
        places = place_register(register, mapping, system_of(job), postcodes, options)
        for note in (*notes, *places.notes):
            job.progress.info(note)
        sources = [fact.sentence() for fact in facts if fact is not None]
        write_register(job, RegisterRead(places, register, mapping, [*options.further], sources))
        counts = places.counts
        job.returns(**{f"{name}_COUNT": counts[name.lower()] for name, _ in _counts()})


def _counts() -> tuple[tuple[str, str], ...]:
    """Give the counts returned, by name, with their labels."""
    return (
        ("ROWS", tr("Rows read")),
        ("PLACES", tr("Places")),
        ("REJECTED", tr("Rows rejected")),
        ("DUPLICATES", tr("Rows that name a place again")),
        ("LEFT_OUT", tr("Of these left out")),
        ("SHARED", tr("Sites that share a building")),
        ("UNREAD", tr("Cells not read")),
        ("SWAPPED", tr("Easting and northing swapped")),
        ("FAR", tr("Far from all others")),
        ("CONFIDENTIAL", tr("Confidential places")),
    )
