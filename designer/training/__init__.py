"""Runs: training, events, and the folder that keeps them."""
