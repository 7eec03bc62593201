"""What was typed, without the one character that the database cannot hold.

NUL (U+0000) is on no keyboard: it comes from programs, and with text that was copied out of a broken file. Whoever
pasted it neither sees nor means it, so that it is left out, and everything else stays as it was typed.
"""

from django.http import HttpRequest, QueryDict

NUL = "\x00"


def without_nul(request: HttpRequest, *, query: bool = True) -> None:
    """Leaves NUL out of a form that was sent and, with ``query``, of the address's parameters."""
    if query and _has(request.GET):
        request.GET = _clean(request.GET)  # type: ignore[assignment]  # may be changed until the view reads it
    if request.method == "POST" and _has(request.POST):
        request.POST = _clean(request.POST)  # type: ignore[assignment]  # the same


def _has(typed: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in typed.lists())


def _clean(typed: QueryDict) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, values in typed.lists():
        for value in values:
            made.appendlist(name.replace(NUL, ""), value.replace(NUL, ""))
    made._mutable = False
    return made
