"""{% load portal %}: the frame for pages of the desk that guests read, addresses that keep the place, marked texts."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import template
from django.db import DatabaseError
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.portal.frame import Frame, frame_of, nowhere
from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.excerpts import excerpt, marked

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_frame(context: Context) -> Frame:
    """The frame; pages of the portal have it already."""
    known: Frame | None = context.get("portal")
    if known is not None:
        return known
    try:
        return frame_of(context["request"], clock.now())
    except DatabaseError:
        # The page may be the one that says that something broke.
        return nowhere(context["request"], clock.now())


@register.simple_tag(takes_context=True)
def open_url(context: Context, name: str, *args: Any, **parameters: Any) -> str:
    """{% open_url "portal:notice" notice.pk %}: an address that keeps the place; keywords become its parameters."""
    frame: Frame = portal_frame(context)
    return frame.with_area(reverse(name, args=args), parameters)


@register.simple_tag
def with_parameter(address: str, name: str, value: Any) -> str:
    """An address with one parameter put in, or in the place of what it had."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query[name] = str(value)
    return urlunsplit(parts._replace(query=query.urlencode()))


@register.simple_tag
def highlighted(text: str, words: list[str], length: int = 0) -> SafeString:
    """A text with the words marked in it; with ``length`` only what stands around the first of them."""
    pieces = (
        excerpt(text, words, length=length, folding=bigrams.fold)
        if length and len(text) > length
        else marked(text, words, folding=bigrams.fold)
    )
    return format_html_join("", "{}", ((_piece(each.text, each.marked),) for each in pieces))


def _piece(text: str, is_marked: bool) -> SafeString | str:
    return format_html_join("", "<mark>{}</mark>", ((text,),)) if is_marked else text
