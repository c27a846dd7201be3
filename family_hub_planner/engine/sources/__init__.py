"""Published files as they are, read into plain tables and arrays."""
