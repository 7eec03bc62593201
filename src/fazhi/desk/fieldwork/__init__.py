"""Fields as people meet them on pages: inputs made from their types, what was typed read back, kept values in words."""
