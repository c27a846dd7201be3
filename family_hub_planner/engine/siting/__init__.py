"""Where hubs should stand: classical location models over a matrix of minutes."""
