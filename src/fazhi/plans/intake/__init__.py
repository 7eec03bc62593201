"""Bringing a document in: a draft that people correct, until it becomes a plan."""
