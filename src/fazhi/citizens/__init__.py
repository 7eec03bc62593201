"""群众账号: saves a citizen from typing again and keeps their matters together. Never a duty; nobody of the staff."""
