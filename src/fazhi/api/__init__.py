"""The programming interface 数据接口 at /api/v1/: what other systems may read and do, with bearer tokens."""
