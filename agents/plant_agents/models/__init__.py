"""Language models of a server that the plant runs: asked over HTTP, watched, and done without when they fail."""
