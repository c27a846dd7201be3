"""Words that people read: found in the code, kept in .ts files, compiled to .qm files."""
