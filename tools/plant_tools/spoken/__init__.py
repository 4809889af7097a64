"""Tags, codes and part numbers as people say them, matched against what the plant has."""
