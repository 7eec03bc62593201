"""Pages of the law library 法规库. They are open to everybody: the law is public."""
