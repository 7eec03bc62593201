"""What the verbs of this app say when they do not do what was asked."""

from collections.abc import Sequence

from fazhi.government.refusals import Refused as GovernmentRefused
from fazhi.returns.checks import Failure


class Refused(GovernmentRefused):
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""


class ChecksFailed(Refused):
    """A sheet is not made final while its numbers do not agree; ``failures`` says each."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        first = failures[0]
        more = f"；另有 {len(failures) - 1} 处" if len(failures) > 1 else ""
        super().__init__(f"有 {len(failures)} 处核对不上，不能定稿：{first.say}{more}。请逐处改正后再定稿。")
        self.failures = tuple(failures)
