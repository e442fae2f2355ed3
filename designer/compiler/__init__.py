"""Graph to analysis and model, and the generator of the catalogue. Keras lives here."""
