"""The language of figures: definitions read from the catalog, checked against procedures and registers. Pure."""
