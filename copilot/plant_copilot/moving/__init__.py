"""Moving what a plant keeps in rows: from the files of its home to a PostgreSQL database, and back."""
