"""The two-minute tour: a residual block, built together with the user."""
