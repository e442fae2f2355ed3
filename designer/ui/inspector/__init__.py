"""The inspector: what is selected and its parameters."""
