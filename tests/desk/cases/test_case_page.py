"""The page of one case, its steps, corrections, papers and findings."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fazhi.cases import receipts
from fazhi.cases.checkpoints import checkpoint
from fazhi.cases.models import Act, Case, Finding
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.procedures.casework.events import Event
from fazhi.procedures.language.basis import listed
from tests.cases.walks import applied
from tests.desk.cases.forms import posted

Enter = Callable[[Actor], Client]


def address(case: Case, *more: str) -> str:
    return f"/cases/{case.pk}/" + "".join(f"{each}/" for each in more)


def test_the_page_shows_head_steps_and_record(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    page = sign_in(officers[0]).get(address(case)).content.decode()
    assert "区市场监管局当罚案〔2026〕1号" in page
    assert f'href="{address(case, "steps", "inform")}"' in page
    assert "东街菜市场门口" in page
    assert bytes(case.head_hash).hex()[:16] in page


def test_every_act_has_its_receipt_and_the_public_can_verify_it(
    sign_in: Enter, case: Case, officers: list[Actor], at: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    checkpoint(at=at)
    page = sign_in(officers[0]).get(address(case)).content.decode()
    shown = re.findall(r"<code>(fazhi-receipt-1 [^<]+)</code>", page)
    assert shown == [receipts.receipt_of(act).text for act in case.acts.order_by("-seq")]
    assert f'href="{reverse("portal:verify")}"' in page
    answer = Client().post(reverse("portal:verify"), {"receipt": shown[0]}).content.decode()
    assert "属实" in answer
    assert case.number not in answer


def test_what_stands_in_the_way_is_said_before_the_click(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    page = sign_in(officers[0]).get(address(case)).content.decode()
    blocked = page.partition("还不能办理")[2]
    assert "不得作出处罚决定" in blocked
    assert "《行政处罚法》第六十二条" in blocked


def test_a_step_is_taken_on_its_page(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    page = client.get(address(case, "steps", "inform")).content.decode()
    given = posted(
        page, f__proposed="fine", f__proposed_fine="50", f__basis_kind="regulation", f__law_basis="市容条例第二十条",
        f__defence="none",
    )  # fmt: skip
    assert client.post(address(case, "steps", "inform"), given)["Location"] == address(case)
    assert case.acts.get(seq=2).content["data"]["proposed_fine"] == "50.00"
    shown = client.get(address(case)).content.decode()
    assert "已办理“告知并听取陈述申辩”。" in shown
    assert "50元" in shown


def test_a_refused_result_keeps_its_inputs_apart(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    target = address(case, "steps", "decide")
    page = client.post(target, {"performed_on": "2026-03-02", "result": "fine", "r.fine.fine": "abc"})
    assert page.status_code == 422
    again = posted(page.content.decode())
    assert (again["result"], again["r.fine.fine"]) == (["fine"], ["abc"])


def test_a_step_out_of_turn_says_why(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    page = sign_in(officers[0]).get(address(case, "steps", "decide")).content.decode()
    assert "现在不能办理“当场决定”" in page
    assert '<form method="post" class="sheet-form' not in page


def test_a_correction_shows_both_values(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    target = address(case, "acts", "1", "correct")
    page = client.get(target).content.decode()
    assert client.post(target, posted(page)).status_code == 422
    changed = posted(page, f__place="西街菜市场门口", reason="地点写错了")
    assert client.post(target, changed)["Location"] == address(case)
    assert Act.objects.get(case=case, seq=2).content["data"] == {"place": "西街菜市场门口"}
    shown = client.get(address(case)).content.decode()
    assert '<ins>西街菜市场门口</ins> <del><span class="hidden">原为</span>东街菜市场门口</del>' in shown
    assert "地点写错了" in shown
    back = posted(client.get(target).content.decode(), f__place="东街菜市场门口", reason="原来是对的")
    client.post(target, back)
    assert Act.objects.get(case=case, seq=3).content["data"] == {"place": "东街菜市场门口"}


def test_only_the_doer_or_the_head_corrects(sign_in: Enter, case: Case, officers: list[Actor], head: Actor) -> None:
    link = address(case, "acts", "1", "correct")
    assert link in sign_in(officers[0]).get(address(case)).content.decode()
    assert link in sign_in(head).get(address(case)).content.decode()
    assert link not in sign_in(officers[1]).get(address(case)).content.decode()


def test_papers_are_added_outside_a_step(sign_in: Enter, case: Case, officers: list[Actor], upload: Any) -> None:
    client = sign_in(officers[0])
    target = address(case, "supplement")
    assert client.post(target, {"text": "票据", "key": "k1"}).status_code == 422
    given = {"text": "票据", "key": "k1", "materials": [upload("票据.txt", b"paid")]}
    assert client.post(target, given)["Location"] == address(case)
    shown = client.get(address(case)).content.decode()
    assert "票据.txt" in shown
    assert case.attachments.get().file.sm3[:12] in shown


def test_others_look_and_strangers_do_not(
    sign_in: Enter, case: Case, supervisor: Actor, other_handler: Actor, outsider: Actor
) -> None:
    page = sign_in(supervisor).get(address(case))
    assert page.status_code == 200
    assert "补充材料" not in page.content.decode()
    assert sign_in(other_handler).get(address(case)).status_code == 404
    assert sign_in(outsider).get(address(case)).status_code == 404
    assert sign_in(other_handler).post(address(case, "steps", "inform"), {}).status_code == 404


@pytest.fixture
def flawed(opened: Callable[..., Taken]) -> Case:
    return opened(id_shown=False).case


def test_a_finding_is_explained_and_settled(
    sign_in: Enter, flawed: Case, officers: list[Actor], supervisor: Actor
) -> None:
    finding = Finding.objects.get(case=flawed)
    target = reverse("desk:cases:finding", args=[finding.pk])
    body, overseer = sign_in(officers[0]), sign_in(supervisor)
    assert finding.say in body.get(address(flawed)).content.decode()
    assert body.post(target, {"text": " ", "verdict": "explain"}).status_code == 422
    assert body.post(target, {"text": "当时已口头表明身份。", "verdict": "explain"}).status_code == 302
    assert body.post(target, {"text": "核销", "verdict": "settle"}).status_code == 403
    assert overseer.post(target, {"text": "情况属实。", "verdict": "settle"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "dismissed"
    assert "情况属实。" in overseer.get(target).content.decode()
    assert "共 <strong>1</strong> 条" in overseer.get("/cases/findings/").content.decode()


def test_the_page_costs_the_same_however_long_the_record(
    sign_in: Enter, case: Case, officers: list[Actor], upload: Any
) -> None:
    client = sign_in(officers[0])

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address(case))
        return len(captured)

    client.get(address(case))
    before = cost()
    for number in range(5):
        files = [upload(f"{number}.txt", b"paid %d" % number)]
        client.post(address(case, "supplement"), {"text": "票据", "key": f"k{number}", "materials": files})
    client.get(address(case))
    assert cost() == before
    assert before <= 17


def test_a_clock_is_explained_day_by_day(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    inform = posted(
        client.get(address(case, "steps", "inform")).content.decode(), f__proposed="fine", f__proposed_fine="50",
        f__basis_kind="regulation", f__law_basis="市容条例第二十条", f__defence="none",
    )  # fmt: skip
    client.post(address(case, "steps", "inform"), inform)
    decide = posted(
        client.get(address(case, "steps", "decide")).content.decode(), result="fine", f__circumstances=["none"],
        f__correction="done", r__fine__fine="50",
    )  # fmt: skip
    assert client.post(address(case, "steps", "decide"), decide).status_code == 302
    deliver = client.get(address(case, "steps", "deliver")).content.decode()
    names = {name: "true" for name in ("f__officers_signed",) if name.replace("__", ".") in deliver}
    results = [each for each in ("signed", "refused", "delivered") if f'value="{each}"' in deliver]
    answer = client.post(address(case, "steps", "deliver"), posted(deliver, result=results[0], **names))
    assert answer.status_code == 302
    shown = client.get(address(case)).content.decode()
    assert "当事人缴纳罚款" in shown
    days = client.get(address(case, "clocks", "payment", "0", "1")).content.decode()
    assert "起算当日，不计入" in days
    assert "2026年3月17日 周二" in days
    part = client.get(address(case, "clocks", "payment", "0", "1"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_papers_dossier_and_record_are_taken_away(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    steps = {
        "inform": {
            "f__proposed": "fine", "f__proposed_fine": "50", "f__basis_kind": "regulation", "f__law_basis": "条例",
            "f__defence": "none",
        },
        "decide": {"result": "fine", "f__circumstances": ["none"], "f__correction": "done", "r__fine__fine": "50"},
    }  # fmt: skip
    for name, typed in steps.items():
        target = address(case, "steps", name)
        assert client.post(target, posted(client.get(target).content.decode(), **typed)).status_code == 302
    paper = reverse("desk:case-paper", args=[case.pk, 3, "spot_decision"])
    assert client.get(paper)["Location"] == address(case)
    assert client.post(paper)["Location"] == address(case)
    assert client.get(client.get(paper)["Location"]).content[:2] == b"PK"
    assert client.get(address(case, "dossier")).content[:2] == b"PK"
    assert client.get(address(case, "record")).content[:2] == b"PK"
    shown = client.get(address(case)).content.decode()
    assert "下载当场行政处罚决定书" in shown
    papers = shown[shown.index('id="papers"') : shown.index('id="attachments"')]
    assert '<time class="nowrap">2026-03-02</time>　<a href="#act-3">第3号记录</a>' in papers


def test_a_refused_form_still_says_which_results_are_closed(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    target = address(case, "steps", "finish")
    state = case.folded
    for seq, step in enumerate(("inform", "decide.fine", "deliver"), 2):
        name, _, result = step.partition(".")
        state = state.taken(Event(seq, name, result, 0, str(officers[0].person.pk), case.opened_on), {})
    Case.objects.filter(pk=case.pk).update(state=state.to_json() | {"clocks": {}})
    closed = re.findall(r'value="(\w+)" disabled', client.get(target).content.decode())
    answer = client.post(target, {"performed_on": "2026-03-02"})
    assert answer.status_code == 422
    assert closed
    assert re.findall(r'value="(\w+)" disabled', answer.content.decode()) == closed


def test_a_suspended_case_says_so_once(
    sign_in: Enter, handler: Actor, join: Callable[..., Actor], district: Any, at: datetime
) -> None:
    clerk = join("fu.yi", "复一", district.justice, Role.HANDLER, Role.HEAD)
    case = applied(clerk, district.justice, district.market, at).case
    state = case.folded
    step = next(
        name for interval in case.definition.intervals.values() if interval.allows for name in listed(interval.from_)
    )
    event = Event(2, *(*step.split("."), "")[:2], 0, str(clerk.person.pk), at.date())
    state = state.taken(event, {})
    Case.objects.filter(pk=case.pk).update(state=state.to_json() | {"clocks": {}})
    page = sign_in(clerk).get(address(case)).content.decode()
    assert page.count("恢复之前只能办理列出的这些步骤") == 1


def test_an_act_through_its_page_takes_few_statements(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    target = address(case, "steps", "inform")
    given = posted(
        client.get(target).content.decode(), f__proposed="warning", f__basis_kind="law", f__law_basis="条例",
        f__defence="none",
    )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        assert client.post(target, given).status_code == 302
    assert len(captured) <= 12, [each["sql"][:80] for each in captured]
