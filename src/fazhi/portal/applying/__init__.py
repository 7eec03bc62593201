"""办事 applications: the form, the receipt, following by query code."""
