"""Proofs of a procedure: every step can be reached, every case can be closed, whatever is lawful can be done."""
