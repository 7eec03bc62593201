"""公共法律服务: everything there is of it, on one page, with words on which of it fits."""
