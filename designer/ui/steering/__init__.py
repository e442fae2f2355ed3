"""Steering a run while it goes on, its checkpoints, branches, and runs that were interrupted."""
