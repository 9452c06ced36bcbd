"""The agents' desk: sign in, see who waits, read, reply, give back to the bot."""
