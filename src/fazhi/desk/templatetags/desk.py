"""Template tags and filters that every page may use without loading them. docs/desk.md shows each with an example."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime

from fazhi.desk import icons
from fazhi.desk.components import Colour, Mark, Moment, Tab
from fazhi.files.models import KeptFile
from fazhi.government.roles import Role

register = template.Library()

_WEEKDAYS = "一二三四五六日"
_NEVER = "—"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "bell" %}; with a label it speaks: {% icon "bell" "未读" %}."""
    return icons.draw(name, label)


@register.simple_tag
def mark(colour: str | Mark, words: str = "") -> SafeString:
    """A coloured word: {% mark "red" "逾期 3 天" %}, or of a Mark: {% mark item.mark %}. Nothing without words."""
    shown = colour if isinstance(colour, Mark) else Mark(colour or Colour.GREY, words)
    if not shown.words:
        return SafeString("")
    return format_html('<span class="mark {}">{}</span>', Colour(shown.colour).value, shown.words)


@register.simple_tag
def progress_bar(percent: int | None, colour: str = "blue", label: str = "进度") -> SafeString:
    """A bar with its number beside it."""
    value = max(0, min(100, int(percent or 0)))
    return format_html(
        '<span class="progress {}"><span class="track" role="progressbar" aria-label="{}" aria-valuenow="{}" '
        'aria-valuemin="0" aria-valuemax="100"><span class="fill" style="width:{}%"></span></span>'
        '<span class="number">{}%</span></span>',
        colour, label, value, value, value,
    )  # fmt: skip


@register.simple_tag
def file_link(kept: KeptFile) -> SafeString:
    """A kept file: its name, its size, the way to its content."""
    address = reverse("desk:file", args=[kept.pk])
    return format_html(
        '<a class="file" href="{}">{}<span>{}</span></a> <span class="quiet">{}</span>',
        address, icons.draw("clip"), kept.name, filesize(kept.size),
    )  # fmt: skip


@register.filter
def filesize(size: int) -> str:
    """Bytes in a short form: 980 B, 12.3 KB, 4.0 MB."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1048576:.1f} MB"


@register.simple_tag
def person(who: Any, unit: Any = "") -> SafeString:
    """A person's name, with the unit in quiet type where it is given."""
    if not who:
        return SafeString(_NEVER)
    if not unit:
        return format_html('<span class="who">{}</span>', who)
    return format_html('<span class="who">{}</span> <span class="quiet">{}</span>', who, unit)


@register.simple_tag
def unit(organization: Any) -> SafeString:
    """A unit as a link to its page."""
    if not organization:
        return SafeString(_NEVER)
    address = reverse("desk:organization", args=[organization.pk])
    return format_html('<a href="{}" title="{}">{}</a>', address, organization.name, organization)


@register.filter
def number(value: Decimal | int | None) -> str:
    """A number without the noughts that a database column adds: 97.2, 120, 0.5; a dash for none."""
    return _NEVER if value is None else f"{Decimal(value).normalize():f}"


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年3月5日 周四; a dash for no day."""
    if value is None or value == "":
        return _NEVER
    shown = _as_day(value)
    return f"{shown.year}年{shown.month}月{shown.day}日 周{_WEEKDAYS[shown.weekday()]}"


@register.filter
def shortday(value: date | datetime | None) -> str:
    """2026-03-05, for tables."""
    return f"{_as_day(value):%Y-%m-%d}" if value else _NEVER


@register.filter
def moment(value: datetime | None) -> str:
    """2026-03-05 09:30."""
    if not value:
        return _NEVER
    return f"{localtime(value) if is_aware(value) else value:%Y-%m-%d %H:%M}"


@register.simple_tag(takes_context=True)
def since(context: Context, value: datetime | date | None) -> SafeString:
    """How long ago, with the exact moment as a title: 刚刚, 5分钟前, 3天前; beyond a month, the day."""
    if not value:
        return SafeString(_NEVER)
    now: datetime = context["shell"]["now"]
    exact = moment(value) if isinstance(value, datetime) else shortday(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, ago(value, now))


def ago(value: datetime | date, now: datetime) -> str:
    """The words of `since`."""
    days = (_as_day(now) - _as_day(value)).days
    if isinstance(value, datetime) and days < 1:
        minutes = int((now - value).total_seconds() // 60)
        if minutes < 0:
            return moment(value)
        if minutes < 1:
            return "刚刚"
        return f"{minutes}分钟前" if minutes < 60 else f"{minutes // 60}小时前"
    if not 0 <= days <= 30:
        return shortday(value)
    return ("今天", "昨天")[days] if days < 2 else f"{days}天前"


@register.filter
def remaining(due: date | None, now: datetime | date) -> str:
    """How far a day is: 今天到期, 还有 3 天, 已过 2 天."""
    if due is None:
        return "未定期限"
    left = (_as_day(due) - _as_day(now)).days
    if left == 0:
        return "今天到期"
    return f"还有 {left} 天" if left > 0 else f"已过 {-left} 天"


@register.filter
def role_label(role: str) -> str:
    """The Chinese name of a role."""
    return Role(role).label


@register.filter
def safe_back(address: str | None, request: HttpRequest) -> str:
    """The page that a person came from, when it is one of ours; the home page otherwise."""
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return reverse("desk:home")


@register.inclusion_tag("desk/components/timeline.html")
def timeline(entries: Sequence[Moment]) -> dict[str, Any]:
    """What happened, in order: a list of `fazhi.desk.components.Moment`."""
    return {"entries": entries}


@register.inclusion_tag("desk/components/tabs.html")
def tabs(items: Sequence[Tab], label: str = "页签") -> dict[str, Any]:
    """Links between the parts of a page."""
    return {"items": items, "label": label}


@register.simple_tag
def facts(pairs: Sequence[tuple[str, Any]]) -> SafeString:
    """A definition list of (label, value); empty values become a dash. A value may be safe HTML."""
    rows = ((label, _NEVER if value in (None, "") else value) for label, value in pairs)
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows))


@register.inclusion_tag("desk/components/empty.html")
def empty_state(say: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Nothing here: a sentence of why, and of what to do; a button where there is something to do."""
    return {"say": say, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("desk/components/confirm.html", takes_context=True)
def confirm_button(
    context: Context, url: str, label: str, question: str = "", kind: str = "", icon: str = "", **fields: Any
) -> dict[str, Any]:
    """A button that posts: {% confirm_button url "停用账号" "停用后该人员不能登录。" kind="danger" %}.

    `question` is asked in the button's own details box, which needs no JavaScript; more keyword arguments are posted.
    """
    return {
        "url": url,
        "label": label,
        "question": question,
        "kind": kind,
        "icon": icon,
        "fields": fields.items(),
        "csrf_token": context.get("csrf_token"),
    }


def _as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (localtime(value) if is_aware(value) else value).date()
    return value
