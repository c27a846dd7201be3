"""Printed maps: a page from a template, its legend, its credits, and the file of it."""
