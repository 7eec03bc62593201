"""政府公报: issues of the gazette, put together from the registers of what they print."""
