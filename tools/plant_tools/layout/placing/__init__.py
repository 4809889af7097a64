"""The search for machines with fixed footprints: annealing, compaction and repair, on several floors."""
