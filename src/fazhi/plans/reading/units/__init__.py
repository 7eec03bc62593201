"""Pass 7, units (责任单位): who leads, who supports, who is simply named."""
