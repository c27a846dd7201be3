"""The pictures of the docs and what is recorded with them, from runs on the sample county."""
