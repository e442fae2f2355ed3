"""Fixes for problems of a network: each is one command, made from what the analysis told of it."""
