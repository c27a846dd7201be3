"""A scenario: a whole run as one file, read, checked and planned before its first step.

The only part of the engine that chains stages. It knows algorithms by their `face` alone (names
and kinds of parameters), which the Processing adapter tells it; it runs none of them.
"""
