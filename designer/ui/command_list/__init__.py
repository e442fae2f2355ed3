"""The pop-up list of everything that the window can do."""
