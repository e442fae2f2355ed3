"""What the mouse does on the canvas: one object per gesture, with start, move, finish and cancel."""
