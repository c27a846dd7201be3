"""Co-location from layers and tables to the engine's records, and its page."""
