"""Cards and questions made of approved procedures and the pages they cite."""
