"""What QGIS itself runs at its start (`qgis --code`): the tour that TOUR names."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["SCRIPTS"])

from qgis.utils import iface

from docs_pictures.tour import Tour
from docs_pictures.tours import TOURS

tour = Tour(iface, Path(os.environ["PICTURES"]), Path(os.environ["WORK"]) / "tour.txt")
sys.excepthook = tour.fail  # else QGIS shows it in its message bar, and stays open
tour.take(TOURS[os.environ["TOUR"]](tour, Path(os.environ["WORK"])))
