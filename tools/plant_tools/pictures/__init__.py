"""Photos of nameplates, alarm displays and delivery labels, against what the plant has on record."""
