"""Writing a section: saving its text, handing it in, accepting it or giving it back.

Two people never overwrite each other in silence. Who saves names the version they saw; if somebody else has saved
since, what they typed is kept aside as a revision of its own and both texts are handed back to be merged.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_WRITE
from fazhi.plans.seats import required_text
from fazhi.reports import commenting
from fazhi.reports.locking import held, may_manage, must_be_open, must_manage
from fazhi.reports.models import Report, Revision, Section
from fazhi.reports.refusals import Refused

LONGEST = 60_000
State = Section.State


@dataclass(frozen=True)
class Saved:
    """The section with the text taken over."""

    section: Section


@dataclass(frozen=True)
class Collided:
    """Somebody else saved first: `section` as it is now, and what was typed, kept aside."""

    section: Section
    aside: Revision


def may_write(actor: Actor, section: Section) -> bool:
    """Whether the actor writes this section: its unit does, and those who organise the report."""
    if may_manage(actor, section.report):
        return True
    unit = section.writer_unit
    return unit is not None and permissions.may(actor, REPORT_WRITE, organization=unit)


@transaction.atomic
def save(*, actor: Actor, section: Section, body: str, version: int, at: datetime) -> Saved | Collided:
    """Saves the text of a section. `version` is the one that the writer saw when they began."""
    section = _held(section, actor)
    must_be_open(section.report)
    body = _cleaned(body)
    if len(body) > LONGEST:
        raise Refused(f"一节最多 {LONGEST} 字，现有 {len(body)} 字。", field="body")
    if body == section.body:
        return Saved(section)
    if version != section.version:
        aside = Revision.objects.create(
            section=section, version=version, aside=True, heading=section.heading, body=body, by=actor.person, at=at
        )
        return Collided(section, aside)
    section.body, section.version = body, section.version + 1
    section.saved_by, section.saved_at = actor.person, at
    section.state = State.WRITING if section.state == State.TODO else section.state
    section.save(update_fields=["body", "version", "saved_by", "saved_at", "state"])
    Revision.objects.create(
        section=section, version=section.version, heading=section.heading, body=body, by=actor.person, at=at
    )
    return Saved(section)


@transaction.atomic
def hand_in(*, actor: Actor, section: Section) -> Section:
    """The writer has done (交稿)."""
    section = _held(section, actor)
    must_be_open(section.report)
    if section.state in (State.HANDED_IN, State.ACCEPTED):
        raise Refused(f"本节{section.get_state_display()}，无需再次交稿。")
    if not section.body and section.kind != "table":
        raise Refused("本节还没有正文，请先撰写并保存。", field="body")
    return _moved(section, State.HANDED_IN)


@transaction.atomic
def accept(*, actor: Actor, section: Section) -> Section:
    """Those who organise the report take the section as it stands (定稿)."""
    section = _held_by_manager(section, actor)
    if section.state == State.ACCEPTED:
        raise Refused("本节已定稿。")
    return _moved(section, State.ACCEPTED)


@transaction.atomic
def give_back(*, actor: Actor, section: Section, text: str, at: datetime) -> Section:
    """Gives a section back to its writer (退回修改), with what to mend as a comment on it."""
    section = _held_by_manager(section, actor)
    if section.state not in (State.HANDED_IN, State.ACCEPTED):
        raise Refused(f"本节{section.get_state_display()}，不需要退回。")
    text = required_text(text, "请写明要怎样修改。", field="text")
    commenting.comment(actor=actor, section=section, text=text, at=at)
    return _moved(section, State.WRITING)


def _moved(section: Section, state: State) -> Section:
    section.state = state
    section.save(update_fields=["state"])
    return section


def _held(section: Section, actor: Actor) -> Section:
    """The section as it is now, its report held. Raises NotAllowed for those who do not write it."""
    report = held(Report(pk=section.report_id))
    section = Section.objects.select_related("writer_unit", "saved_by").get(pk=section.pk)
    section.report = report
    if not may_write(actor, section):
        permissions.require(actor, REPORT_WRITE, organization=section.writer_unit or report.organization)
    return section


def _held_by_manager(section: Section, actor: Actor) -> Section:
    section = _held(section, actor)
    must_manage(section.report, actor)
    must_be_open(section.report)
    return section


def _cleaned(body: str) -> str:
    """Lines end in one way, whatever the browser sends, and without blanks at the end."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
