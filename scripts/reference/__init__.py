"""The algorithm reference, worked out from the algorithms themselves."""
