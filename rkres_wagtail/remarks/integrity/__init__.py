"""Lists of receipts with seals, made when a round closes."""
