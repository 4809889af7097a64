"""Who uses the copilot: users, their roles, how they sign in, and their keys for programs."""
