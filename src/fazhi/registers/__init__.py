"""Registers 清单台账: typed lists whose every change is a revision, kept in a chain, shown as of any day."""
