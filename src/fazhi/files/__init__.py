"""Kept files (附件): stored once under the SM3 digest of their content, never changed."""
