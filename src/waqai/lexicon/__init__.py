"""The lexicon: typed rows, packs, and the compiled full-form index."""
