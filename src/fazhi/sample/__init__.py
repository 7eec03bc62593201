"""The sample district (示例区): read from the catalog and loaded through the same verbs that people use."""
