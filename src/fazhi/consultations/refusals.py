"""What the verbs of this app say when they do not do what was asked."""

from fazhi.government.refusals import Refused as _Refused


class Refused(_Refused):
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""
