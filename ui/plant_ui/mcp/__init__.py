"""The copilot as tools of other people's assistants, by the Model Context Protocol."""
