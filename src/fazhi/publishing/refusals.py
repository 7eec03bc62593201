"""What the verbs of this app say when they do not do what was asked."""

from fazhi.cases.refusals import Refused as CasesRefused


class Refused(CasesRefused):
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""
