"""The report on a consultation: a draft and a workflow of its own."""
