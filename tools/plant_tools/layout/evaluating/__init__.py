"""What a layout is worth: ways and money, closeness, area and volume, moves; added up apart from the search."""
