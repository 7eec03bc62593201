"""Follow-up 督办: matters handed to a unit under a rule, their nodes, marks and reminders."""
