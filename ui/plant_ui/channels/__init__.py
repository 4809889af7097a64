"""What Slack, Teams, webhooks and the OpenAI-compatible endpoint share: how an answer is rendered, who may see it."""
