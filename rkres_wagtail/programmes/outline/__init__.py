"""The tree of a programme: verbs, and the screens on which the office keeps it."""
