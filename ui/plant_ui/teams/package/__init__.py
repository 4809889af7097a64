"""The package that brings the bot into Teams: a manifest, its words in four languages, and two icons."""
