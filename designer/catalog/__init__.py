"""What can be placed: layer specs and parameter types, read without Keras."""
