"""主动公开 publication by rule: what the law orders to be public, when, masked how, and for how long."""
