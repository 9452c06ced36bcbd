"""The action server: one file a topic, answers read from the shop's records, worded by the shop's content."""
