"""One algorithm a file; the file's name is the algorithm's id."""
