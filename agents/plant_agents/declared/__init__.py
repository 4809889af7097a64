"""The tools and flows of the house, one declaration each."""
