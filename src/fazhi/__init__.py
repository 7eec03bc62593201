"""Fazhi 法治: the working platform of a law-based government."""

__version__ = "0.1.0"
