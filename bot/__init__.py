"""店小答: an auto-responder for Chinese online shops."""
