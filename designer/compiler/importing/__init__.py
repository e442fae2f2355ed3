"""Existing Keras models as projects: from a model in memory, or from a file, of which no code is ever run."""
