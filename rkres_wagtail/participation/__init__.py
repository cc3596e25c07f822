"""How people come in: calls, declarations, subscriptions, documents to read."""
