"""Several runs side by side: their curves, their results, and how their settings and drawings differ."""
