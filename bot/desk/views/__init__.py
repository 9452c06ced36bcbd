"""What the templates are given: records made ready to be shown, so that a page has nothing to decide."""
