"""Drafts laid open, and opinions on them."""
