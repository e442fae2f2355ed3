"""The three items that draw everything: edges, nodes, and what lies above them."""
