"""The shopper's chat (<shop-chat>, plain JavaScript) and the demonstration shop's pages."""
