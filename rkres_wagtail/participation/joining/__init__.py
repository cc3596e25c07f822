"""“I want to take part”: what is offered, the public form, and the own page behind a link."""
