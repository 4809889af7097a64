"""The search for machines with fixed footprints: annealing and compaction, on several floors."""
