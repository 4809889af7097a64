"""Alarms that machines and maintenance systems send: kept, and answered before anybody asks."""
