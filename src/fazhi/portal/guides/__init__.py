"""办事指南: how something is applied for: who may, what to bring, how long it takes, where to complain."""
