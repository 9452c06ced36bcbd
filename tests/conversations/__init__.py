"""Whole conversations, written down as claims in YAML and held with a running shop over the bridge."""
