"""The dialog of preferences: a page for each part of the program, every change in force at once."""
