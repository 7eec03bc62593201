"""Forms for citizens as data 办事表单: what a citizen is asked, to whom it goes, and what they see of the case."""
