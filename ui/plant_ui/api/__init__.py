"""The HTTP API."""

from plant_ui.api.app import build_app

__all__ = ["build_app"]
