"""The copilot in Slack: mentions, direct messages, a command, the assistant's pane and the home tab."""

PATH = "/slack/events"
"""Where Slack sends events, buttons and commands to. They are signed, and who is behind them is looked up there."""
