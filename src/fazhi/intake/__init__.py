"""群众来件 what citizens hand in: applications, followed by a query code, answered in time."""
