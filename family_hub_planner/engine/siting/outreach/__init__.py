"""Outreach points linked to hubs: the two-tier model, its reasons and its frontier."""
