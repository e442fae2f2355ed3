"""Data sources, and the way from their samples to what a network trains on."""
