"""The parts of a need run beside its main join, one a file."""
