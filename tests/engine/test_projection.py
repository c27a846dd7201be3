"""Points between coordinate systems, whatever another plugin told GDAL to do with errors."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.projection import BRITISH_GRID, WGS84, reproject

MOON = (
    'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],PRIMEM["0",0],UNIT["degree",0.01745]]'
)


@pytest.mark.usefixtures("gdals_errors")
def test_a_place_on_the_grid_stands_where_the_ordnance_survey_has_it():
    """Caister water tower, from the survey's guide to coordinate systems: 651409.903, 313177.270.

    There at 52°39'27.2531" N, 1°43'4.5177" E on the Airy ellipsoid; on WGS 84 some 120 m off.
    """
    ((east, north),) = reproject(np.array([[651409.903, 313177.270]]), BRITISH_GRID, WGS84)
    assert (east, north) == (pytest.approx(1.7161, abs=5e-4), pytest.approx(52.6580, abs=5e-4))


@pytest.mark.usefixtures("gdals_errors")
@pytest.mark.parametrize("point", [(0.0, np.nan), (np.inf, 0.0), (1e300, 1e300)])
def test_a_point_that_is_nowhere_is_refused_in_words(point):
    with pytest.raises(InputError, match="Some points cannot be transformed"):
        reproject(np.array([point]), BRITISH_GRID, WGS84)


@pytest.mark.usefixtures("gdals_errors")
def test_a_system_that_nobody_knows_is_refused_in_words():
    with pytest.raises(InputError, match="'EPSG:nought' is not known"):
        reproject(np.zeros((1, 2)), "EPSG:nought", WGS84)


@pytest.mark.usefixtures("gdals_errors")
@pytest.mark.parametrize("nowhere", ['LOCAL_CS["a field of its own",UNIT["metre",1]]', MOON])
def test_a_system_that_no_way_leads_to_is_refused_in_words(nowhere):
    for source, target in ((WGS84, nowhere), (nowhere, BRITISH_GRID)):
        with pytest.raises(InputError, match="Some points cannot be transformed"):
            reproject(np.zeros((1, 2)), source, target)
