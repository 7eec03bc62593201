"""The 双随机 draw itself: pure, seeded, and the same on every machine. docs/draws.md is its specification."""
