"""Text: offsets, normalisation, segments and tokens."""
