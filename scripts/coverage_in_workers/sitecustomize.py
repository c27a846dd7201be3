"""Starts measuring in every Python that `make coverage` starts: pytest's workers and the solver.

Its folder is put on PYTHONPATH by that command and by nothing else.
"""

try:
    import coverage
except ImportError:  # spopt's Python: none of ours runs in it
    pass
else:
    coverage.process_startup()
