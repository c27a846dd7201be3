"""The sample county Fenmarch: a fictional place, drawn from one seed, on no map of Britain."""
