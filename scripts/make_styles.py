"""Write the styles of the results anew: /usr/bin/python3 scripts/make_styles.py [OUTFOLDER].

One file a kind of result, in family_hub_planner/resources/styles, drawn here in code so that every
colour has one place. Near is dark blue and far is pale (ColorBrewer YlGnBu), need is brown
(ColorBrewer YlOrBr); both keep their order for colour-blind readers and in grey. What is not
reached is hatched. Sites have signs of our own (resources/icons/sites), embedded. Rules hold for
any bands, since they go by the minutes themselves; a result that QGIS loads gets the words and
classes of its run (processing/styles.py).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # else the order of XML attributes is chance
sys.path.insert(0, str(Path(__file__).parent))

sys.path.insert(0, str(Path(__file__).parents[1]))

from map_styles import ground, options, reach, sites
from qgis.core import QgsApplication, QgsMapLayer

FOLDER = Path(__file__).parents[1] / "family_hub_planner" / "resources" / "styles"
STYLES = {
    "catchments": reach.catchments,
    "coverage": reach.coverage,
    "coverage_points": reach.coverage_points,
    "change": reach.change,
    "change_points": reach.change_points,
    "accessibility": reach.accessibility,
    "accessibility_points": reach.accessibility_points,
    "need": reach.need,
    "demand": reach.demand,
    "finer_demand": reach.finer_demand,
    "sites": sites.sites,
    "hubs": sites.hubs,
    "venues": sites.venues,
    "assignment": sites.assignment,
    "outreach": sites.outreach,
    "outreach_links": sites.outreach_links,
    "outreach_assignment": sites.outreach_assignment,
    "estate_options": options.estate_options,
    "estate_moves": options.estate_moves,
    "gap_clusters": reach.gap_clusters,
    "gap_cluster_points": reach.gap_cluster_points,
    "hotspots": reach.hotspots,
    "candidates": sites.candidates,
    "junctions": sites.junctions,
    "thinned": sites.thinned,
    "estate": sites.estate,
    "estate_after": sites.estate_after,
    "longer_journeys": options.longer_journeys,
    "unrouted": ground.unrouted,
    "network_edges": ground.network_edges,
    "network_barriers": ground.network_barriers,
    "network_nodes": ground.network_nodes,
    "colocation_pairs": options.colocation_pairs,
    "colocation_plan": options.colocation_plan,
}


def main() -> None:
    """Write every style into the folder named, or into the plugin."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    for name, draw in STYLES.items():
        layer = draw()
        categories = QgsMapLayer.StyleCategory
        chosen = categories.Symbology | categories.Labeling
        chosen |= categories.Rendering  # holds the opacity
        message, fine = layer.saveNamedStyle(str(folder / f"{name}.qml"), chosen)
        if not fine:
            sys.exit(message)
        print(f"{name}.qml")
        del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
