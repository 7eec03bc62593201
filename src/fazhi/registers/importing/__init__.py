"""Importing 清单导入: a sheet is read, its columns matched, every row checked, and all of it applied or none."""
