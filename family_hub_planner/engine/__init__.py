"""The planner's engine: arrays and tables in, arrays and tables out, QGIS never imported."""
