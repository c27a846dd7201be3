"""The names of the facility columns, and which of them hold numbers, dates, a yes or a no.

They are the columns of the national return on Best Start Family Hubs and of the Local Government
Transparency Code 2015.
"""

from __future__ import annotations

FACILITY_COLUMNS = (
    "site_id",
    "site_name",
    "uprn",
    "postcode",
    "address",
    "authority",
    "status",
    "site_type",
    "venue_type",
    "colocation_type",
    "owner",
    "tenure",
    "lease_end",
    "break_date",
    "floor_area_m2",
    "spare_area_m2",
    "running_cost_gbp",
    "backlog_gbp",
    "one_off_gbp",
    "clawback_gbp",
    "clawback_until",
    "condition",
    "suitability",
    "services",
    "hours_week",
    "sessions_week",
    "term_time_only",
    "open_to",
    "step_free",
    "separate_entrance",
    "private_room",
    "owner_agreed",
    "confidential",
)
NUMBER_COLUMNS = frozenset(
    name for name in FACILITY_COLUMNS if name.endswith(("_m2", "_gbp", "_week"))
)
YES_NO_COLUMNS = frozenset(
    {
        "term_time_only", "step_free", "separate_entrance", "private_room", "owner_agreed",
        "confidential",
    }
)  # fmt: skip
DATE_COLUMNS = frozenset({"lease_end", "break_date", "clawback_until"})
NO_COLUMN = "-"
"""What a mapping gives for a name that no heading may be taken for."""
PLACE_COLUMNS = ("x", "y", "easting", "northing", "longitude", "latitude", "crs", "map_reference")
