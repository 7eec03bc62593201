"""公开事项 what is public by rule: lists, pages, rows to take away, feeds."""
