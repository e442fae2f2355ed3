"""Models from elsewhere: importing them, taking weights over, inserting known backbones."""
