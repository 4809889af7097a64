"""An endpoint that speaks as OpenAI's does, so that programs made for that one can ask the copilot."""
