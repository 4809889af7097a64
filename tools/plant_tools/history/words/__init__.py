"""From words to a typed history query, with a grammar and the plant's own names; no model."""
