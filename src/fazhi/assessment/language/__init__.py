"""The language of indicator systems 考核指标体系: read from the catalog, checked, adjusted for a place. Pure."""
