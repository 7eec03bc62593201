"""核验 receipts and exported records held against the public log."""
