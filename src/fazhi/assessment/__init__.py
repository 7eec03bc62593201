"""Assessment 考核: indicators over figures, self-assessment, review, objection, result."""
