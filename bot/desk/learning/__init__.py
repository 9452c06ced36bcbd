"""The supervisors' pages on what the bot learns: the shop's own questions, imports, training and models."""
