"""Trials before training: the dialogs that show them, and what starts them."""
