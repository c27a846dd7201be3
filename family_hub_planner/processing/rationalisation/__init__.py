"""Options for the estate: its layer to the engine's arrays, and steps to tables and a page."""
