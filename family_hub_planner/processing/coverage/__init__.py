"""The chapters of a coverage run: what it says beside its main tables, one chapter a file."""
