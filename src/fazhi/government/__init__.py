"""Who governs: jurisdictions, organizations, people, their roles, and what these may see and do."""
