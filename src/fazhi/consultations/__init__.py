"""征求意见 drafts laid open for opinions, and what became of each opinion."""
