"""The desktop's side of the planner: it shows and opens, and computes nothing."""
