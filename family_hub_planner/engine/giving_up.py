"""What every page that speaks of giving up a site must say."""

from __future__ import annotations

DECIDES_NOTHING = (
    "These are options for testing; no decision has been made. Modelled journeys inform a decision "
    "on giving up a site. They do not decide whether provision is sufficient (Childcare Act 2006, "
    "section 5A), and they do not replace the consultation that must come before a change "
    "(section 5D)."
)
