"""What a shopper's message says: normalised text, words, entities. Intent classification builds on these."""
