"""The record (办理记录链) that cannot be changed unseen: its form, its public log, its export, and its verifier.

Pure Python on bytes: no Django, nothing of Fazhi but itself. The form is written down in docs/record.md, exactly enough
for somebody else to write a verifier of their own.
"""
