"""The Summary panel: every number of the network in one table, and whether training it fits into memory."""
