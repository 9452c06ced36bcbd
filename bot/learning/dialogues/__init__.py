"""Whole conversations, written down as claims in YAML (tests/conversations) and held with a shop: a running one over the bridge in
the tests, one in this process when a new model has to show that it holds what the old one did."""
