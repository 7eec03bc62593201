"""The catalog: what the platform knows, as YAML data read through strict models. Pure Python, no Django."""
