"""Pages of exams 考试."""
