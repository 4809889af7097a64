"""How an approved procedure is done, step by step: read out, measured, recorded."""
