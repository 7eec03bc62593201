"""征求意见和决策公开 drafts open for opinions, and decisions step by step."""
