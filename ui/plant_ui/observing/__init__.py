"""What a server tells those who watch it: counts for Prometheus, traces for a collector, a log in JSON."""
