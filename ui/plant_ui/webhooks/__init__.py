"""Events from machines and maintenance systems: in by a signed request, out to the channel of whom it concerns."""
