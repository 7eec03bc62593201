"""公众门户 the citizen's side: see, apply, take part, verify. Pages only; what they do lies in the apps below."""
