"""Bulletins (督查通报): drafted from the period's follow-ups, edited, issued under a number, and then never changed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.plans import bulletin_text, numbering
from fazhi.plans.models import Bulletin
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused
from fazhi.plans.seats import required_text

LONGEST_PERIOD_DAYS = 366


@transaction.atomic
def draft(*, actor: Actor, jurisdiction: Jurisdiction, since: date, until: date, at: datetime) -> Bulletin:
    """Writes a draft over the days from `since` to `until`, both included."""
    require_in(actor, permissions.FOLLOWUP_ISSUE, jurisdiction.pk)
    if until < since:
        raise Refused("结束日期早于开始日期。", field="until")
    if (until - since).days >= LONGEST_PERIOD_DAYS:
        raise Refused("一期通报最长一年，请缩短时段。", field="until")
    if since > timezone.localtime(at).date():
        raise Refused("开始日期还没有到。", field="since")
    written = bulletin_text.write(jurisdiction=jurisdiction, since=since, until=until, at=at)
    return Bulletin.objects.create(
        jurisdiction=jurisdiction,
        title=written.title,
        body=written.body,
        annex=written.annex,
        since=since,
        until=until,
        drafted_by=actor.person,
        drafted_at=at,
    )


@transaction.atomic
def edit(*, actor: Actor, bulletin: Bulletin, title: str, body: Sequence[str], version: int) -> Bulletin:
    """Changes a draft. `version` is the one that the editor saw: somebody else's changes are not overwritten."""
    bulletin = _locked_draft(actor, bulletin)
    if bulletin.version != version:
        raise Refused("他人刚刚修改过这份草稿。请先复制您的改动，刷新页面后再合并。", field="body")
    title = required_text(title, "请填写标题。", field="title")
    if len(title) > 200:
        raise Refused(f"标题最多 200 字，现有 {len(title)} 字。", field="title")
    paragraphs = [paragraph.strip() for paragraph in body if paragraph.strip()]
    if not paragraphs:
        raise Refused("正文不能为空。", field="body")
    bulletin.title, bulletin.body, bulletin.version = title, paragraphs, bulletin.version + 1
    bulletin.save(update_fields=["title", "body", "version"])
    return bulletin


@transaction.atomic
def issue(*, actor: Actor, bulletin: Bulletin, at: datetime) -> Bulletin:
    """Issues a draft under the next number (期次) of the year."""
    bulletin = _locked_draft(actor, bulletin)
    year = timezone.localtime(at).year
    [number] = numbering.take(jurisdiction_id=bulletin.jurisdiction_id, kind="bulletin", year=year)
    bulletin.year, bulletin.number = year, number
    bulletin.issued_by, bulletin.issued_at = actor.person, at
    bulletin.save(update_fields=["year", "number", "issued_by", "issued_at"])
    return bulletin


@transaction.atomic
def discard(*, actor: Actor, bulletin: Bulletin) -> None:
    """Throws a draft away; it has no number yet, so none is lost."""
    _locked_draft(actor, bulletin).delete()


def _locked_draft(actor: Actor, bulletin: Bulletin) -> Bulletin:
    """The draft as it is now, held until the verb ends. Raises Refused for one that is issued or thrown away."""
    require_in(actor, permissions.FOLLOWUP_ISSUE, bulletin.jurisdiction_id)
    held = Bulletin.objects.select_for_update(of=("self",)).select_related("jurisdiction")
    found = held.filter(pk=bulletin.pk).first()
    if found is None:
        raise Refused("这份草稿已被他人删除。")
    if found.issued_at is not None:
        raise Refused(f"{found.year}年第{found.number}期通报已签发，不能再改。如有差错，请另发一期更正。")
    return found
