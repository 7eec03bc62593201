"""The definition language of procedures (law as data). Pure Python: no Django, no clock, no I/O but reading YAML."""
