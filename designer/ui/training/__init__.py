"""Parts of the training panel: groups of options, and the schedule of the learning rate."""
