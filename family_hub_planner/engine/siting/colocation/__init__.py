"""Which services could share which buildings: an assignment with money, journeys and room."""
