"""Marking 评卷: what questions are, how a paper is drawn from a bank, how answers are marked. Pure Python."""
