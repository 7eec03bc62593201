"""Pages of accounts under /open/account/. What others see of the portal never depends on them."""
