"""The parts of a need run beside its main layers, one a file."""
