"""Slack as a test meets it: its limits, its signatures and a small server that enforces them. Nothing of ours."""
