"""What a verb of this app says when it cannot do what was asked."""

from fazhi.government.refusals import Refused as GovernmentRefused


class Refused(GovernmentRefused):
    """A person's mistake; pages know how to show it, since they know its parent."""
