"""Plans (规划计划): a plan document becomes tasks, tasks become progress reports and follow-up (督办)."""
