"""The travel network: built from ways, snapped to, kept in one GeoPackage."""
