"""Exams 考试: papers from the question bank, sittings with a time limit, results that feed the register of officers."""
