"""The sample plant: Line 3 of Brunnental Beverages, with its manuals, its assets and how to print them."""
