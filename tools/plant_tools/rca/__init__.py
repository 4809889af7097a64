"""Root-cause ranking: which causes past cases speak for, how probable each is, and how often that was right."""
