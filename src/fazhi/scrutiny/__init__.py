"""A draft report held against the records; figures that earlier reports stated."""
