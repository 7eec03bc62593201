"""Pages of the registers 清单台账."""
