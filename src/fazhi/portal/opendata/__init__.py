"""开放数据: what is public as files for programs, described field by field, and feeds of what is new."""
