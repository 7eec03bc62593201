"""The staff pages: everything an official sees after logging in. Pages call verbs; they never write themselves."""
