"""Backups of a home: taken while it is in use, proven, and put back whole or not at all."""
