"""The pages of draws: who sees what, what forms keep and say, and what the public is shown and not shown."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from fazhi.desk.inspections.draws_worklist import steps_to_take, values_to_reveal
from fazhi.government.actors import Actor
from fazhi.inspections import draw_replacing, draws
from fazhi.inspections.draw_entries import history_of, pool_bytes
from fazhi.inspections.drawing.model import SourceKind
from fazhi.inspections.drawing.replaying import replay
from fazhi.inspections.drawing.seeds import commitment_of
from fazhi.inspections.models import Draw, DrawDraft, DrawState, OfficerGround
from tests.conftest import District
from tests.inspections.draw_cases import ADDRESS, DAY, VALUE, committed, drawn, frozen, published, seeded, source
from tests.inspections.draw_workbooks import pool_workbook

SignIn = Callable[[Actor], Client]
Upload = Callable[[str, bytes], SimpleUploadedFile]
NAMES = "desk:inspections:"


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> Callable[[datetime], None]:
    """Pages open at `at`; the fixture moves the clock."""

    def pass_to(moment: datetime) -> None:
        settings.FIXED_NOW = moment.isoformat()

    pass_to(at)
    return pass_to


def url(name: str, draw: Draw | DrawDraft | None = None, *more: object) -> str:
    names = "desk:" if name.startswith("public-") else NAMES
    return reverse(names + name, args=[draw.pk, *more] if draw else [])


def begun(client: Client, district: District, upload: Upload, workbook: bytes, **changes: object) -> Any:
    data = {
        "organization": district.market.pk,
        "title": "2026年第一批餐饮双随机抽查",
        "items": "食品安全监督检查",
        "plan_reference": "",
        "file": upload("名单.xlsx", workbook),
    }
    return client.post(url("draw-new"), data | changes)


RULE = {
    "rate_0": "5", "number_0": "1", "rate_1": "", "number_1": "3",
    "weight_0": "1", "weight_1": "2", "weight_2": "3", "weight_3": "5", "per_body": "2", "kind": "public",
    "given_at": "2026-03-03T15:30", "name": "上证综合指数收盘点位", "where": "上海证券交易所网站", "reading": "",
}  # fmt: skip


def test_a_draw_is_prepared_from_a_workbook_and_frozen(
    district: District, handler: Actor, sign_in: SignIn, upload: Upload
) -> None:
    client = sign_in(handler)
    workbook = pool_workbook(objects=20, officers=4, body="区市场监管局")
    answer = begun(client, district, upload, workbook, items="食品安全监督检查，区市场监管局")
    draft = DrawDraft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("draw-rule", draft))
    shown = client.get(url("draw-rule", draft)).content.decode()
    assert 'name="weight_3" value="5"' in shown
    answer = client.post(url("draw-rule", draft), RULE)
    draw = Draw.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("draw", draw))
    document = json.loads(pool_bytes(draw))
    assert document["rule"]["strata"] == {"东街街道": {"rate": 500, "number": 1}, "西街街道": {"rate": 0, "number": 3}}
    assert document["rule"]["weights"] == {"A": 1, "B": 2, "C": 3, "D": 5}
    assert document["source"]["given_at"] == "2026-03-03T15:30:00+08:00"
    assert document["officers"][0]["body"] == "清和区市场监督管理局"
    assert len(document["excluded"]) == 1
    assert not DrawDraft.objects.exists()


def test_a_wrong_workbook_comes_back_with_every_row_and_what_was_typed(
    district: District, handler: Actor, sign_in: SignIn, upload: Upload
) -> None:
    client = sign_in(handler)
    answer = begun(client, district, upload, pool_workbook(objects=4, officers=4, body=""), plan_reference="第3项")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f"工作表“执法人员”第 {row} 行：没有执法主体。" in page for row in (2, 3, 4, 5))
    assert 'value="第3项"' in page
    assert "浏览器不能保留已选的文件" in page
    assert not DrawDraft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "say"),
    [
        ({"given_at": ""}, "随机数公布时间（多人承诺：公开截止时间）</a>："),
        ({"given_at": "2026-03-02T08:00"}, "随机数必须在名单公布以后才产生，请填写将来的时间。"),
        ({"name": ""}, "请写明用哪个公开数字作随机数。"),
        ({"where": ""}, "请写明由谁在哪里公布。"),
        ({"per_body": "1"}, "每个检查对象的执法人员不得少于两人（行政处罚法第四十二条）"),
        ({"rate_0": "", "number_0": "", "number_1": ""}, "按这样的规则一户也抽不到，请填写抽查比例或户数。"),
    ],
)
def test_a_rule_that_cannot_be_frozen_keeps_what_was_typed(
    changes: dict[str, str], say: str, district: District, handler: Actor, sign_in: SignIn, upload: Upload
) -> None:
    client = sign_in(handler)
    begun(client, district, upload, pool_workbook(objects=20, officers=4, body="区市场监管局"))
    answer = client.post(url("draw-rule", DrawDraft.objects.get()), RULE | {"weight_3": "7"} | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert say in page
    assert 'name="weight_3" value="7"' in page
    assert not Draw.objects.exists()


def test_a_preparation_is_given_up(district: District, handler: Actor, sign_in: SignIn, upload: Upload) -> None:
    client = sign_in(handler)
    begun(client, district, upload, pool_workbook(objects=20, officers=4, body="区市场监管局"))
    assert "准备中" in client.get(url("draws")).content.decode()
    assert client.post(url("draw-discard", DrawDraft.objects.get())).status_code == 302
    assert "准备中" not in client.get(url("draws")).content.decode()


def test_the_empty_workbook_is_handed_out(handler: Actor, sign_in: SignIn) -> None:
    book = load_workbook(io.BytesIO(sign_in(handler).get(url("draw-example")).content))
    assert book.sheetnames == ["检查对象", "执法人员"]


def test_each_step_is_offered_when_it_is_due(
    district: District, handler: Actor, sign_in: SignIn, at: datetime, now: Callable[[datetime], None]
) -> None:
    client = sign_in(handler)
    draw = frozen(district, handler, at)
    page = url("draw", draw)
    assert "确认公布名单" in client.get(page).content.decode()
    assert client.post(url("draw-do", draw, "announce"))["Location"] == page
    assert "录入随机数</button>" not in client.get(page).content.decode()
    now(at + DAY)
    assert "录入随机数</button>" in client.get(page).content.decode()
    wrong = client.post(page, {"value": "3412.66", "address": "见网站"})
    assert wrong.status_code == 422
    assert 'value="3412.66"' in wrong.content.decode()
    assert client.post(page, {"value": VALUE, "address": ADDRESS}).status_code == 302
    assert client.post(url("draw-do", draw, "draw")).status_code == 302
    assert "抽取结果（4 户）" in client.get(page).content.decode()
    assert client.post(url("draw-do", draw, "publish")).status_code == 302
    assert history_of(draw).state == DrawState.PUBLISHED


def test_what_is_no_step_is_not_found_and_what_is_not_due_is_refused(
    district: District, handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    client, draw = sign_in(handler), frozen(district, handler, at)
    assert client.post(url("draw-do", draw, "forge")).status_code == 404
    assert client.get(url("draw-do", draw, "announce")).status_code == 405
    refused = client.post(url("draw-do", draw, "publish"))
    assert refused.status_code == 422
    assert "本次抽取名单已冻结，现在不能公布结果。" in refused.content.decode()


def test_a_sealed_value_is_shown_once_and_kept_nowhere(
    district: District, handler: Actor, supervisor: Actor, sign_in: SignIn, at: datetime
) -> None:
    draw = frozen(district, handler, at, source=source(at, SourceKind.COMMITMENT))
    client, page = sign_in(supervisor), url("draw", draw)
    both = client.post(page, {"value": "8848", "commitment": "0" * 64})
    assert both.status_code == 422
    assert "两项填一项" in both.content.decode()
    answer = client.post(page, {"value": "我的 8848", "commitment": ""})
    receipt = answer.context["receipt"]
    assert commitment_of("我的 8848", receipt["salt"]) == receipt["commitment"]
    assert receipt["salt"] in answer.content.decode()
    assert receipt["salt"] not in client.get(page).content.decode()
    stored = [entry.body for entry in history_of(draw).entries]
    assert stored[1:] == [{"commitment": receipt["commitment"]}]
    assert sign_in(handler).post(page, {"value": "", "commitment": "a" * 64}).status_code == 302
    draws.announce(actor=handler, draw=draw, at=at)
    assert client.post(page, {"value": "我的 8848", "salt": "x"}).status_code == 422
    assert client.post(page, {"value": "我的 8848", "salt": receipt["salt"]}).status_code == 302


def test_a_row_is_replaced(district: District, handler: Actor, sign_in: SignIn, at: datetime) -> None:
    draw = published(district, handler, at)
    client = sign_in(handler)
    row = draws.drawn_for(draw)[0]
    address = f"{url('draw-replace', draw)}?object={row.object.id}"
    officer = row.officers[0].id
    mixed = client.post(address, {"who": f"seat:{officer}", "ground": "object:ceased", "note": "x"})
    assert mixed.status_code == 422
    assert "原因与替换的对象不一致" in mixed.content.decode()
    for who, ground in ((f"seat:{officer}", "officer:recused"), ("object", "object:visited")):
        assert client.post(address, {"who": who, "ground": ground, "note": "科长同意"}).status_code == 302
    assert row.object.id not in {each.object.id for each in draws.drawn_for(draw)}
    assert client.get(address).status_code == 404
    left = draws.drawn_for(draw)[0]
    leaving = left.officers[0].id
    address = f"{url('draw-replace', draw)}?object={left.object.id}"
    assert (
        client.post(address, {"who": f"officer:{leaving}", "ground": "officer:moved", "note": "调离"}).status_code
        == 302
    )
    assert all(leaving not in {o.id for o in each.officers} for each in draws.drawn_for(draw))
    page = client.get(url("draw", draw)).content.decode()
    assert page.count("说明：科长同意") == 2


def test_a_draw_is_cancelled_and_held_again(district: District, handler: Actor, sign_in: SignIn, at: datetime) -> None:
    client, draw = sign_in(handler), frozen(district, handler, at)
    assert client.post(url("draw-cancel", draw), {"reason": ""}).status_code == 422
    assert client.post(url("draw-cancel", draw), {"reason": "名单有误"}).status_code == 302
    answer = client.post(url("draw-do", draw, "restart"))
    assert answer["Location"] == url("draw-rule", DrawDraft.objects.get())


@pytest.mark.parametrize("announced", [True, False])
def test_the_public_page_leads_to_the_draw_it_takes_the_place_of_where_that_was_public(
    announced: bool, district: District, handler: Actor, at: datetime
) -> None:
    first = frozen(district, handler, at)
    if announced:
        draws.announce(actor=handler, draw=first, at=at)
    draws.cancel(actor=handler, draw=first, reason="名单有误", at=at)
    again = published(district, handler, at, restarts=first)
    page = Client().get(url("public-draw", again)).content.decode()
    assert (url("public-draw", first) in page) is announced


def test_who_only_sees_is_offered_nothing(
    district: District,
    handler: Actor,
    supervisor: Actor,
    outsider: Actor,
    unit_admin: Actor,
    sign_in: SignIn,
    at: datetime,
) -> None:
    draw = drawn(district, handler, at)
    page = sign_in(supervisor).get(url("draw", draw)).content.decode()
    assert "公布结果</summary>" not in page
    assert "替换" not in page
    assert sign_in(supervisor).post(url("draw-do", draw, "publish")).status_code == 403
    assert sign_in(supervisor).get(url("draw-new")).status_code == 403
    assert sign_in(outsider).get(url("draw", draw)).status_code == 404
    assert sign_in(unit_admin).get(url("draws")).status_code == 403
    assert Client().get(url("draw", draw)).status_code == 302


@pytest.mark.parametrize("name", ["draws", "public-draws"])
def test_a_list_asks_as_often_for_three_as_for_one(
    name: str, district: District, handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    client = sign_in(handler)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            published(district, handler, at)
        client.get(url(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(name))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_result_is_handed_out_as_a_table(district: District, handler: Actor, sign_in: SignIn, at: datetime) -> None:
    draw = drawn(district, handler, at)
    sheet = load_workbook(io.BytesIO(sign_in(handler).get(url("draw-xlsx", draw)).content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == [each.object.name for each in draws.drawn_for(draw)]


def test_the_public_sees_the_pool_before_and_the_result_after(
    district: District, handler: Actor, at: datetime, now: Callable[[datetime], None]
) -> None:
    guest, draw = Client(), frozen(district, handler, at)
    names = ("public-draw", "public-draw-pool", "public-draw-result")
    assert [guest.get(url(name, draw)).status_code for name in names] == [404, 404, 404]
    draws.announce(actor=handler, draw=draw, at=at)
    page = guest.get(url("public-draw", draw)).content.decode()
    assert draw.pool_sha256 in page
    assert draw.pool_sm3 in page
    assert guest.get(url("public-draw-pool", draw)).content == pool_bytes(draw)
    assert guest.get(url("public-draw-result", draw)).status_code == 404
    later = seeded(district, handler, at)
    draws.draw_lots(actor=handler, draw=later, at=at + DAY)
    unpublished = guest.get(url("public-draw", later)).content.decode()
    assert "抽取结果（" not in unpublished
    assert guest.get(url("public-draw-result", later)).status_code == 404
    draws.publish(actor=handler, draw=later, at=at + DAY)
    page = guest.get(url("public-draw", later)).content.decode()
    assert "抽取结果（4 户）" in page
    assert replay(guest.get(url("public-draw-result", later)).content, later.pool_sha256).agrees
    script = guest.get(url("public-draw-script"))
    assert script.content.decode().startswith('"""重放双随机抽取')
    assert guest.post(url("public-draw", later)).status_code == 405


def test_the_public_sees_no_reasons_of_recusal_no_notes_and_no_clerks(
    district: District, handler: Actor, at: datetime
) -> None:
    draw = published(district, handler, at)
    leaving = draws.drawn_for(draw)[0].officers[0].id
    draw_replacing.replace_officer(
        actor=handler, draw=draw, officer_id=leaving, ground=OfficerGround.UNABLE, note="住院", at=at + DAY
    )
    page = Client().get(url("public-draw", draw)).content.decode()
    assert "因故不能参加" in page
    for private in ("近亲属", "住院", handler.person.name):
        assert private not in page


def test_the_public_list_shows_cancelled_draws_with_their_reason(
    district: District, handler: Actor, supervisor: Actor, at: datetime
) -> None:
    draw = committed(district, [handler, supervisor], at)
    draws.announce(actor=handler, draw=draw, at=at)
    draws.cancel(actor=handler, draw=draw, reason="无人公开", at=at + DAY)
    frozen(district, handler, at, title="尚未公布的抽取")
    guest = Client()
    page = guest.get(url("public-draws")).content.decode()
    assert "2026年第一批餐饮双随机抽查" in page
    assert "尚未公布的抽取" not in page
    assert guest.get(url("public-draws") + "?export=xlsx").status_code == 302
    page = guest.get(url("public-draw", draw)).content.decode()
    assert "无人公开" in page
    assert "未按时公开随机数：程班、简笃。" in page


def test_work_waits_for_whoever_can_do_it(
    district: District, handler: Actor, other_handler: Actor, supervisor: Actor, at: datetime
) -> None:
    waiting = frozen(district, handler, at, title="甲")
    announced = frozen(district, handler, at, title="乙")
    draws.announce(actor=handler, draw=announced, at=at)
    assert [(item.title, item.words) for item in steps_to_take(handler, at)] == [("甲", "待公布名单")]
    words = {item.title: item.words for item in steps_to_take(handler, at + DAY)}
    assert words == {"甲": "待公布名单", "乙": "待录入随机数"}
    assert list(steps_to_take(other_handler, at + DAY)) == []
    assert list(steps_to_take(supervisor, at + DAY)) == []
    draws.cancel(actor=handler, draw=waiting, reason="x", at=at)
    sealed = committed(district, [handler, supervisor], at)
    assert list(values_to_reveal(supervisor, at)) == []
    draws.announce(actor=handler, draw=sealed, at=at)
    assert [item.words for item in values_to_reveal(supervisor, at)] == ["待公开随机数"]
    assert list(values_to_reveal(supervisor, at + 2 * DAY)) == []
