"""办事 applications: the form page by page, the receipt, following by query code."""
