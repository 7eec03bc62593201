"""What every staff page does before its own work: who is it, may they be here, what time is it.

    @page(permission=TASK_VIEW)
    def board(request: DeskRequest) -> HttpResponse: ...

Class-based pages inherit `PageView`. Both put `request.actor` and `request.now` in place, once a request.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.views import View
from django_htmx.middleware import HtmxDetails

from fazhi import clock
from fazhi.desk.refusals import REFUSALS
from fazhi.desk.sessions import why_ended
from fazhi.files.store import FileRefused
from fazhi.government import permissions
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Person
from fazhi.government.permissions import Permission

Needed = Permission | Sequence[Permission] | None
Arguments = ParamSpec("Arguments")
T = TypeVar("T")

# Pages that a person with a first password may open: to change it, and to leave.
OPEN_BEFORE_CHANGE = frozenset({"desk:password", "desk:logout"})


class DeskRequest(HttpRequest):
    """A request as pages see it, after `page` or `PageView` has let it in."""

    actor: Actor
    now: datetime
    htmx: HtmxDetails
    user: Person


def page(
    *, permission: Needed = None, methods: Sequence[str] = ("GET", "POST")
) -> Callable[
    [Callable[Concatenate[DeskRequest, Arguments], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
]:
    """Makes a function a page. `permission`: one, or several of which one is enough, or None for everybody."""

    def decorate(
        view: Callable[Concatenate[DeskRequest, Arguments], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
        @wraps(view)
        def entered(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            if elsewhere := enter(request, permission):
                return elsewhere
            return as_private(view(cast("DeskRequest", request), *args, **kwargs))

        return cast("Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]", entered)

    return decorate


class PageView(View):
    """A page as a class; `permission` as in `page`. Handlers use `self.request`, `self.actor`, `self.now`."""

    permission: ClassVar[Needed] = None
    request: DeskRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if elsewhere := enter(request, self.permission):
            return elsewhere
        return as_private(super().dispatch(request, *args, **kwargs))

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def now(self) -> datetime:
        return self.request.now


def enter(request: HttpRequest, permission: Needed) -> HttpResponse | None:
    """Sets actor and moment; returns where to go instead when the person must first log in or change a password.

    Raises NotAllowed (the 403 page, by RefusalMiddleware) when none of the permissions is held.
    """
    if not request.user.is_authenticated:
        return _to_login(request)
    entered = cast("DeskRequest", request)
    entered.now = clock.now()
    match = request.resolver_match
    if entered.user.must_change_password and (match is None or match.view_name not in OPEN_BEFORE_CHANGE):
        return redirect("desk:password")
    actor = actor_of(request)
    assert actor is not None
    require_any(actor, permission)
    return None


def require_any(actor: Actor, permission: Needed) -> None:
    """Raises NotAllowed, naming the first, unless one of the permissions is held; None asks for nothing."""
    needed = [permission] if isinstance(permission, Permission) else list(permission or ())
    if needed and not any(permissions.may(actor, each) for each in needed):
        permissions.require(actor, needed[0])


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor behind a request, read once; None for somebody who is not signed in."""
    known: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if known is None and isinstance(user, Person):
        # The request's user is lazy; the actor keeps the person itself, which verbs may write into foreign keys.
        person = Person.objects.get(pk=user.pk) if not hasattr(user, "_wrapped") else cast("Person", user._wrapped)
        known = actor_for(person=person, on=clock.today())
        request.actor = known  # type: ignore[attr-defined]  # DeskRequest declares it
    return known


def as_private(response: HttpResponseBase) -> HttpResponseBase:
    """Staff pages stay in no cache, so that nothing can be read after logging out on a shared machine."""
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request"])
    return response


@dataclass(frozen=True)
class Applied(Generic[T]):
    """What a verb returned; always true, so that a verb that returns None can be told from a refusal."""

    value: T


def apply(form: BaseForm, verb: Callable[[], T]) -> Applied[T] | None:
    """Calls a verb for a valid form; a refusal becomes an error of the form, at the field that it names.

    if applied := apply(form, lambda: people.register(actor=request.actor, ..., at=request.now)):
        return done(request, "已登记。", "desk:person", applied.value.pk)
    """
    try:
        return Applied(verb())
    except REFUSALS as refusal:
        field = getattr(form, "file_field", "") if isinstance(refusal, FileRefused) else refusal.field
        form.add_error(field if field in form.fields else None, refusal.say)
        return None


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, form: BaseForm | None = None
) -> HttpResponse:
    """Renders a page. With a form that was refused the status is 422, which htmx and tests can tell from a success."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    whole = dict(context or {})
    if form is not None:
        whole["form"] = form
    return render(request, template, whole, status=status)


def show_form(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    submit: str,
    back: str,
    intro: str = "",
    trail: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """A page that is nothing but a form.

    Args: `submit` the word on the button; `back` the address of 取消; `intro` a sentence above the form;
    `trail` breadcrumbs as (label, address), without the page itself.
    """
    context = {"title": title, "submit": submit, "back": back, "intro": intro, "trail": trail}
    return show(request, "desk/form_page.html", context, form=form)


def done(request: HttpRequest, say: str, to: str, *args: Any) -> HttpResponse:
    """After a verb: a flash message and a redirect to a url name (with its arguments) or an address."""
    messages.success(request, say)
    return redirect(to, *args)


def _to_login(request: HttpRequest) -> HttpResponse:
    why = why_ended(request)
    ask = {"next": request.get_full_path()} if request.method == "GET" else {}
    if why:
        ask["ended"] = why
    address = reverse("desk:login") + (f"?{urlencode(ask)}" if ask else "")
    if request.headers.get("HX-Request"):
        # A table swapped by htmx must not become a login form in the middle of the page.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
