"""Several runs side by side in a window of their own, and saved comparisons to start."""
