"""A comparison of scenarios: coverages read and set side by side, and what is handed out."""
