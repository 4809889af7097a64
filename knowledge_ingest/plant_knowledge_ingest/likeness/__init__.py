"""Short texts that are no documents, such as those of work orders, kept by what they mean."""
