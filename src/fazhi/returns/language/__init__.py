"""Statutory tables as data 统计报表: rows, columns, and what each cell counts. Pure, without Django and database."""
