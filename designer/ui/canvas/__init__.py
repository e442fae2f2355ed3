"""The canvas: where a network is drawn."""
