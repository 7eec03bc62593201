"""不满意重办 after the end: one press opens a linked case with everything, once; the citizen's code shows it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.models import Attachment as CaseAttachment
from fazhi.cases.models import Case, CaseLink, ParameterValue
from fazhi.cases.taking import Given, take
from fazhi.figures import counting
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.intake import accepting, again, applying, handling, seen, speaking
from fazhi.intake.models import Application, MessageKind
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.desk.cases.forms import posted
from tests.intake.office import CITIZEN, OTHER, with_file

MATTER = {"kind": "help", "title": "路灯不亮", "facts": "三盏路灯不亮。", "urgency": "ordinary", "wants_reply": True}
WISH = "修好两天又不亮了，希望换新的。"


@pytest.fixture
def clerk(join: Callable[..., Actor], district: District) -> Actor:
    return join("re.xian", "任线", district.justice, Role.HANDLER)


def carried_on(case: Case, clerk: Actor, at: datetime) -> None:
    """Dispatched, answered and closed on one day."""
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("dispatch", "", {"lead": {"name": "清和区城管局"}, "lead_kind": "department"}),
        ("reply", "", {"disposal": "solved", "reply_text": "已经修好。", "told": True}),
        ("call_back", "settled", {"callback": "unwanted"}),
    )
    for step, result, data in steps:
        take(actor=clerk, case_id=case.pk, given=Given(step, at.date(), result, data=data), at=at)


@pytest.fixture
def answered(clerk: Actor, district: District, at: datetime) -> applying.Submitted:
    """A matter with a place and a photo, answered and closed."""
    done = applying.submit(
        form=forms().get("hotline"),
        organization=district.justice,
        applicant=CITIZEN,
        data=MATTER,
        place="东街18号",
        at=at,
    )
    photo = store.keep(name="路灯.txt", data=b"photo", jurisdiction=district.justice.jurisdiction, by=None, at=at)
    with_file(done.application, photo)
    carried_on(accepting.accept(actor=clerk, application_id=done.application.pk, at=at).case, clerk, at)
    return done


@pytest.fixture
def wished(answered: applying.Submitted, at: datetime) -> Application:
    """Two days later the citizen wants it done again."""
    on = at + timedelta(days=2)
    speaking.rate(application_id=answered.application.pk, satisfaction=1, text=WISH, again=True, at=on)
    return Application.objects.get()


def test_one_press_carries_everything_over(wished: Application, clerk: Actor, at: datetime) -> None:
    old = wished.case
    assert old is not None
    later = at + timedelta(days=3)
    new = again.open_again(actor=clerk, application_id=wished.pk, at=later).case
    same = ("channel", "kind", "title", "facts", "place", "caller", "wants_reply", "keep_secret", "urgency")
    assert {name: new.data.get(name) for name in same} == {name: old.data.get(name) for name in same}
    assert (new.data["earlier_number"], new.data["earlier_answer"]) == (old.number, "已经修好。")
    assert (new.data["earlier_lead"]["name"], new.data["redo_reason"]) == ("清和区城管局", WISH)
    assert new.data["received_on"] == (at + timedelta(days=2)).date().isoformat()
    assert (new.opened_on, new.closed_on, new.procedure) == (later.date(), None, "hotline_matter")
    assert list(CaseAttachment.objects.filter(case=new).values_list("seq", "file__name")) == [(1, "路灯.txt")]
    assert CaseLink.objects.values_list("source", "case", "seq").get() == (old.pk, new.pk, old.head_seq)
    wished.refresh_from_db()
    assert (wished.case_id, wished.attention) == (new.pk, "")
    said = wished.messages.filter(kind=MessageKind.ACCEPTED).latest("id").text
    assert said == f"原案件{old.number}办结以后，另立一件重新办理，新的案号{new.number}。"


def test_pressed_twice_it_is_opened_once(wished: Application, clerk: Actor, at: datetime) -> None:
    first = again.open_again(actor=clerk, application_id=wished.pk, at=at, key="served-once")
    second = again.open_again(actor=clerk, application_id=wished.pk, at=at, key="served-once")
    assert (second.repeated, second.case.pk) == (True, first.case.pk)
    with pytest.raises(Refused, match="已经另立一件重办"):
        again.open_again(actor=clerk, application_id=wished.pk, at=at)
    assert Case.objects.count() == 2


def test_the_code_shows_both_and_the_new_answer_can_be_rated(wished: Application, clerk: Actor, at: datetime) -> None:
    old = wished.case
    new = again.open_again(actor=clerk, application_id=wished.pk, at=at + timedelta(days=3)).case
    at += timedelta(days=3, hours=1)
    shown = seen.seen(Application.objects.get(), at=at)
    assert (shown.cases, shown.is_closed, shown.says) == ((old, new), False, "已经登记")
    assert [entry.says for entry in shown.answers] == ["负责的单位已经答复"]
    assert (shown.may.rate, shown.may.reopen) == (False, False)
    carried_on(new, clerk, at)
    shown = seen.seen(Application.objects.get(), at=at)
    assert [entry.says for entry in shown.answers] == ["负责的单位已经答复", "负责的单位已经答复"]
    assert (shown.is_closed, shown.may.rate, shown.may.reopen) == (True, True, True)
    paper = Application.objects.get().case.papers.get(instrument="hotline_reply")  # type: ignore[union-attr]  # it has one
    assert paper.seq == 3  # in both cases alike: the number of the case tells them apart
    speaking.rate(application_id=wished.pk, satisfaction=5, at=at)


def test_what_was_merged_goes_along(
    answered: applying.Submitted, clerk: Actor, district: District, at: datetime
) -> None:
    other = applying.submit(
        form=forms().get("hotline"), organization=district.justice, applicant=OTHER, data=MATTER, at=at
    ).application
    handling.merge(actor=clerk, application_id=other.pk, into_id=answered.application.pk, at=at)
    speaking.reopen(application_id=answered.application.pk, text=WISH, at=at)
    new = again.open_again(actor=clerk, application_id=answered.application.pk, at=at).case
    other.refresh_from_db()
    assert other.case_id == new.pk
    assert seen.seen(other, at=at).cases == ()  # of somebody else's telephone: they read that it is dealt with


def test_a_case_opened_from_the_page_of_the_old_one_takes_the_application_along(
    wished: Application, clerk: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    desk, old = sign_in(clerk), wished.case
    assert old is not None
    page = desk.get(f"/cases/{old.pk}/").content.decode()
    address = f"/cases/new/hotline_matter/?source={old.pk}:{old.head_seq}"
    assert address in page
    form = desk.get(address).content.decode()
    assert "原来的 1 个附件一并入卷" in form
    desk.post(address, posted(form))
    wished.refresh_from_db()
    assert wished.case is not None
    assert CaseLink.objects.get().case_id == wished.case_id
    assert CaseAttachment.objects.filter(case=wished.case).count() == 1


def test_the_days_are_a_parameter(answered: applying.Submitted, clerk: Actor, at: datetime) -> None:
    application = Application.objects.get()
    form = forms().get("hotline")
    ended = at.date()
    assert speaking.reopens_until(application, form, at=at) == ended + timedelta(days=30)
    ParameterValue.objects.create(
        jurisdiction=application.jurisdiction, procedure="hotline_matter", name="redo_within", value="7 days",
        since=ended, source="测试", set_by=clerk.person, set_at=at,
    )  # fmt: skip
    assert speaking.reopens_until(application, form, at=at) == ended + timedelta(days=7)
    with pytest.raises(Refused, match="已经过了"):
        speaking.reopen(application_id=application.pk, text=WISH, at=at + timedelta(days=8))


def test_what_was_withdrawn_is_not_done_again(clerk: Actor, district: District, at: datetime) -> None:
    done = applying.submit(
        form=forms().get("hotline"), organization=district.justice, applicant=CITIZEN, data=MATTER, at=at
    )
    case = accepting.accept(actor=clerk, application_id=done.application.pk, at=at).case
    take(actor=clerk, case_id=case.pk, given=Given("withdraw", at.date()), at=at)
    with pytest.raises(Refused, match="不能在这里要求重办"):
        speaking.reopen(application_id=done.application.pk, text=WISH, at=at)


def test_cases_done_again_are_counted_by_their_link(
    wished: Application, clerk: Actor, district: District, at: datetime
) -> None:
    again.open_again(actor=clerk, application_id=wished.pk, at=at)
    names = ["hotline_matters_registered", "hotline_matters_done_again"]
    scope = Scope.whole(wished.jurisdiction_id)
    found = counting.values(names, scope=scope, period=Period.year(at.year), today=at.date())
    assert [found[name].number for name in names] == [2, 1]


def test_the_clerk_presses_and_the_citizen_reads(
    wished: Application, answered: applying.Submitted, clerk: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    desk, old = sign_in(clerk), wished.case
    assert old is not None
    page = desk.get(f"/intake/{wished.pk}/").content.decode()
    assert ("不满意重办，另立一件" in page, WISH in page) == (True, True)
    opened = desk.post(f"/intake/{wished.pk}/again/", {"key": "k"})
    wished.refresh_from_db()
    new = wished.case
    assert new is not None
    assert opened["Location"] == f"/cases/{new.pk}/"
    shown = desk.get(opened["Location"]).content.decode()
    assert (f'href="/cases/{old.pk}/#act-{old.head_seq}"' in shown, f"/intake/{wished.pk}/" in shown) == (True, True)
    before = desk.get(f"/cases/{old.pk}/").content.decode()
    assert (f'href="/cases/{new.pk}/"' in before, f"/intake/{wished.pk}/" in before) == (True, True)
    assert "这件事重办过" in desk.get(f"/intake/{wished.pk}/").content.decode()
    sent = posted(desk.get(f"/cases/{new.pk}/steps/dispatch/").content.decode())
    assert sent["f.lead.other"] == ["清和区城管局"]

    citizen = Client()
    citizen.post("/open/follow/", {"number": answered.application.number, "code": answered.code})
    own = citizen.get("/open/follow/matter/").content.decode()
    assert ("这件事在重办" in own, old.number in own, new.number in own) == (True, True, True)


def test_whoever_may_not_open_it_is_told_and_the_wish_waits(
    wished: Application, join: Callable[..., Actor], district: District, sign_in: Callable[[Actor], Client]
) -> None:
    head = join("zhao.xian", "赵县", district.justice, Role.HEAD)
    answer = sign_in(head).post(f"/intake/{wished.pk}/again/", {"key": "k"}, follow=True)
    text = answer.content.decode()
    assert "承办人" in text
    assert answer.redirect_chain[0][0].startswith("/cases/new/hotline_matter/?source=")
    wished.refresh_from_db()
    assert (wished.attention, Case.objects.count()) == (MessageKind.REOPENING, 1)
