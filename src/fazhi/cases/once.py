"""One key, one act 幂等: of two calls with the same key at the same moment, the second learns what the first has done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg
from django.db import IntegrityError

USED = "one_act_a_key"
Words = ParamSpec("Words")
Done = TypeVar("Done")


def once(verb: Callable[Words, Done]) -> Callable[Words, Done]:
    """Calls a verb again where its key was used while it ran: it then finds the act, and says that it was repeated.

    To stand outside the verb's transaction, which has written nothing then.
    """

    @wraps(verb)
    def called(*args: Words.args, **words: Words.kwargs) -> Done:
        try:
            return verb(*args, **words)
        except IntegrityError as fault:
            cause = fault.__cause__
            if not (isinstance(cause, psycopg.errors.UniqueViolation) and cause.diag.constraint_name == USED):
                raise
        return verb(*args, **words)

    return called
