"""Write the models in resources/models: /usr/bin/python3 scripts/make_models.py [OUTFOLDER].

Made with QGIS's own classes, so that they open in the model designer; a test holds the shipped
files to this script. Positions are pixels on the designer's canvas.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # else the order of XML attributes is chance
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

from models.draw import Drawn, written  # noqa: E402
from models.hubs_and_outreach import hubs_and_outreach  # noqa: E402
from models.reach import reach_by_deprivation  # noqa: E402
from models.what_if import what_if_we_close  # noqa: E402

SHIPPED = ROOT / "family_hub_planner" / "resources" / "models"
MODELS = {
    "reachbydeprivation": reach_by_deprivation,
    "suggesthubsandoutreach": hubs_and_outreach,
    "whatifweclosethese": what_if_we_close,
}


def models() -> dict[str, str]:
    """Give the text of each model's file by its name; needs a running QGIS with the planner."""
    return {f"{name}.model3": written(make(Drawn())) for name, make in MODELS.items()}


def main() -> int:
    """Start QGIS without a desktop, write every model, and give the exit status."""
    from qgis.core import QgsApplication

    from family_hub_planner.processing.provider import FamilyHubProvider

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    application = QgsApplication([], False)
    application.initQgis()
    registry, provider = QgsApplication.processingRegistry(), FamilyHubProvider()
    registry.addProvider(provider)  # both named: else newer releases lose the algorithms' Python
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in models().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
