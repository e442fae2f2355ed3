"""Short trials of a project before it is trained: which learning rate, and whether it can learn at all."""
