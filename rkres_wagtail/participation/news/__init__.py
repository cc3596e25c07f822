"""Subscriptions: news by e-mail, at once or once a week, without an account."""
