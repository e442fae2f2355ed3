"""Nodes, edges and their rules, and the tidy layout."""
