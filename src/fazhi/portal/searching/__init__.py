"""搜索 over everything that is public."""
