"""Outreach points as layers: reading hubs and venues, the terms, the rows and the page."""
