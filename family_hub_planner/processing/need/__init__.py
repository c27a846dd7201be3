"""The parts of a need run, one a file: each declares and reads its own parameters."""
