"""One turn: from gathered messages to replies, with Rasa understanding and deciding, and the shop's rules around it."""
