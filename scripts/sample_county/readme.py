"""The read-me that stands beside the sample files."""

from __future__ import annotations

from . import plan

TEXT = f"""THE SAMPLE COUNTY OF FENMARCH IS FICTIONAL
==========================================

Every file in this folder is FICTIONAL. There is no Fenmarch, no Fenchester and no Aldermoor; their
place on the National Grid (about E {plan.ORIGIN_E} to {plan.ORIGIN_E + plan.WIDTH_M}, \
N {plan.ORIGIN_N} to {plan.ORIGIN_N + plan.HEIGHT_M}) is open sea. No street,
building, person or figure was taken from real data; any likeness of a name is chance. Codes begin
with X, which no code of the Office for National Statistics does; postcodes begin with ZZ and UPRNs
with 9999, which no real ones do. Do not quote any figure from it.

What is here (all FICTIONAL)
  county.osm.bz2   streets, paths, river with two bridges, motorway, railway, barriers: OSM XML
  areas.gpkg       layers lsoa, centroids, localities, wards (EPSG:27700)
  File_7_IoD2025_FICTIONAL_All_Ranks_Scores_Deciles_Population_Denominators.csv
                   deprivation under the headings of File 7 of the English Indices 2025
  sapelsoasyoa_FICTIONAL_mid2024.csv
                   people by sex and single year of age under the headings of the ONS file
  hubs.csv         nine hubs, among them one session of two hours a week in a fire
                   station, one behind the gate of a military camp, one across the border
  venues.csv       sixty buildings in the manner of a council's asset register
  estate_register.csv
                   the same hubs and venues with others, ninety rows in a council's own headings
                   and words, saved as Windows text (cp1252), with the faults that registers have:
                   rows entered twice, easting and northing swapped, degrees in columns of metres,
                   words in columns of money, missing postcodes, confidential places
  services.csv     twenty-two services and the buildings they are in: what each needs, whom it
                   serves, and who must not meet
For the examples (docs/questions.md)
  voices_FICTIONAL.csv
                   900 points of an engagement: theme, sentiment, and no word that anybody wrote
  send_FICTIONAL.csv, cars_FICTIONAL.csv, digital_exclusion_FICTIONAL.csv
                   by area: children and young people with special educational needs or
                   disabilities, households by cars or vans, a score of digital exclusion
  six_localities_FICTIONAL.csv
                   each area's locality where the city is two
  two_tier_estate_FICTIONAL.csv
                   the county's buildings with eleven hubs and seven outreach points in four fire
                   stations, two bases and a primary school
  added_points_FICTIONAL.csv
                   a hotel that houses families: a point to be added by hand

How it is made
  python scripts/make_sample_county.py [OUTFOLDER]
writes every file anew from the seed {plan.SEED}: the plan (where river, towns and crossings lie) is
drawn by hand in scripts/sample_county/plan.py, the rest is chance with that seed. Text and bz2
files come out byte for byte the same. It needs numpy, scipy and GDAL's Python bindings.

It is drawn to hold what real data hold: one-way streets, steps, stiles, a gated estate, an isolated
path, a town beyond a river, hubs that do not count alike, and gaps between them.
"""
