"""How a draft is made: the procedure is chosen, cut into single actions, and put behind its isolation."""
