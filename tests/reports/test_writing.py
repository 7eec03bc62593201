"""Writing a section: who may, what is kept, and two writers who never overwrite each other."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.reports import approving, writing
from fazhi.reports.models import Report, Revision, Section
from fazhi.reports.refusals import Refused
from fazhi.reports.writing import Collided, Saved
from tests.reports.conftest import saved, section_of


def test_saved_text_is_a_revision_of_its_own(report: Report, writer: Actor, at: datetime) -> None:
    section = saved(writer, section_of(report, "decisions"), "第一稿。\r\n  第二行  \r\n\r\n", at)
    assert (section.body, section.version, section.state) == ("第一稿。\n  第二行", 1, Section.State.WRITING)
    assert [(each.version, each.body, each.by) for each in section.revisions.all()] == [
        (1, "第一稿。\n  第二行", writer.person)
    ]


def test_second_of_two_writers_gets_both_texts_and_loses_none(
    report: Report, writer: Actor, coordinator: Actor, at: datetime
) -> None:
    section = section_of(report, "decisions")
    first = writing.save(actor=writer, section=section, body="甲稿。", version=0, at=at)
    second = writing.save(actor=coordinator, section=section, body="乙稿。", version=0, at=at)
    assert isinstance(first, Saved)
    assert isinstance(second, Collided)
    assert second.section.body == "甲稿。"
    assert (second.aside.body, second.aside.aside, second.aside.by) == ("乙稿。", True, coordinator.person)
    assert section_of(report, "decisions").body == "甲稿。"
    merged = writing.save(actor=coordinator, section=section, body="甲乙稿。", version=second.section.version, at=at)
    assert isinstance(merged, Saved)
    assert (merged.section.body, merged.section.version) == ("甲乙稿。", 2)


def test_same_text_saved_twice_is_no_revision_and_no_collision(
    report: Report, writer: Actor, coordinator: Actor, at: datetime
) -> None:
    section = section_of(report, "decisions")
    for actor in (writer, coordinator):
        assert isinstance(writing.save(actor=actor, section=section, body="同。", version=0, at=at), Saved)
    assert Revision.objects.filter(section=section).count() == 1


def test_revisions_can_be_neither_changed_nor_deleted(report: Report, writer: Actor, at: datetime) -> None:
    section = saved(writer, section_of(report, "decisions"), "稿。", at)
    for change in (lambda: section.revisions.update(body="改。"), lambda: section.revisions.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_only_the_unit_of_a_section_and_the_organisers_write_it(
    report: Report, writer: Actor, handler: Actor, outsider: Actor, at: datetime
) -> None:
    for actor, key in ((writer, "enforcement"), (handler, "decisions"), (outsider, "decisions")):
        with pytest.raises(NotAllowed):
            writing.save(actor=actor, section=section_of(report, key), body="改。", version=0, at=at)


def test_section_goes_from_writer_to_organiser_and_back(
    report: Report, writer: Actor, coordinator: Actor, at: datetime
) -> None:
    section = saved(writer, section_of(report, "decisions"), "稿。", at)
    assert writing.hand_in(actor=writer, section=section).state == Section.State.HANDED_IN
    with pytest.raises(Refused, match="已交稿，无需再次交稿"):
        writing.hand_in(actor=writer, section=section)
    with pytest.raises(NotAllowed):
        writing.accept(actor=writer, section=section)
    back = writing.give_back(actor=coordinator, section=section, text="请补充例子。", at=at)
    assert back.state == Section.State.WRITING
    assert [comment.text for comment in section.comments.all()] == ["请补充例子。"]
    writing.hand_in(actor=writer, section=section)
    assert writing.accept(actor=coordinator, section=section).state == Section.State.ACCEPTED


def test_text_stands_still_while_the_report_is_before_its_approvers(
    short: Report, coordinator: Actor, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    section = section_of(short, "leadership")
    with pytest.raises(Refused, match="报告待审定，不能再改"):
        writing.save(actor=coordinator, section=section, body="改。", version=section.version, at=at)
