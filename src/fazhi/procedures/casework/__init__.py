"""What a case may do next, and what its acts mean: pure functions from acts to state, options, clocks and findings."""
