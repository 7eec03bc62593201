"""Inspections 行政检查: plans, draws 双随机 that anyone can replay, visits to enterprises and what they found."""
