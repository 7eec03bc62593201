"""The operations, one module a noun. Each reads what it is given, calls one verb or query, and gives a shape back."""
