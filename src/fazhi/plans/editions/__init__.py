"""Corrected editions of a plan (中期调整): what changed, and how tasks go on."""
