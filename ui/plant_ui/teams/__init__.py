"""The bot of Microsoft Teams. Only ``sdk.py`` imports Microsoft's SDK, which the extra ``teams`` brings."""

PATH = "/teams/api/messages"
"""Where Microsoft sends what people write. Who sends it is checked there, by Microsoft's own token alone."""
