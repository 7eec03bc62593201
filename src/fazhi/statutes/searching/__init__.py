"""Full-text search of Chinese law without a dictionary: pairs of characters, and excerpts that show what was found."""
