"""What a window without a project shows in the place of the canvas."""
