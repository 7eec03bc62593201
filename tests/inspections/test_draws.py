"""A draw from freezing to publication, by the verbs; and what they refuse."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from fazhi import cli
from fazhi.database import roles
from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.inspections import draw_drafts, draw_pools, draw_queries, draw_randomness, draw_replacing, draws
from fazhi.inspections.draw_entries import Kind, history_of, pool_bytes
from fazhi.inspections.drawing.model import ONE_STRATUM, Item, SourceKind, StratumRule
from fazhi.inspections.drawing.poolfile import digests_of
from fazhi.inspections.drawing.replaying import replay
from fazhi.inspections.drawing.seeds import commitment_of
from fazhi.inspections.models import Draw, DrawDocument, DrawDraft, DrawEntry, DrawState, ObjectGround, OfficerGround
from fazhi.inspections.refusals import ListRefused, Refused
from tests.conftest import District
from tests.inspections.draw_cases import (
    ADDRESS,
    DAY,
    RULE,
    VALUE,
    committed,
    drawn,
    frozen,
    given,
    pool,
    published,
    seeded,
    source,
)


def said(call: Callable[..., object], **arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(**arguments)
    return refused.value.say


def test_a_draw_from_freezing_to_publication(district: District, handler: Actor, at: datetime) -> None:
    draw = published(district, handler, at)
    history = history_of(draw)
    assert [entry.kind for entry in history.entries] == ["frozen", "announced", "seeded", "drawn", "published"]
    assert [entry.seq for entry in history.entries] == [1, 2, 3, 4, 5]
    assert history.state == DrawState.PUBLISHED
    assert digests_of(pool_bytes(draw)).sha256 == draw.pool_sha256
    assert (draw.object_count, draw.needed_count, draw.officer_count) == (30, 4, 4)
    result = draws.drawn_for(draw)
    assert len(result) == 4
    assert all(len({officer.id for officer in each.officers}) == 2 for each in result)
    verdict = replay(draw_queries.result_file(draw), draw.pool_sm3)
    assert (verdict.agrees, verdict.say) == (True, "重新抽取的结果与文件逐项相同。")
    assert list(draws.finished_draws(district.jurisdiction.pk)) == [draw]


def test_a_joint_draw_sends_officers_of_each_department(district: District, coordinator: Actor, at: datetime) -> None:
    items = (Item("食品安全监督检查", district.market.name), Item("户外招牌检查", district.urban.name))
    draw = drawn(
        district, coordinator, at, items=items, pool=pool(district, joint=True), rule=replace(RULE, per_body=1)
    )
    assert draw.joint
    bodies = {tuple(officer.body for officer in each.officers) for each in draws.drawn_for(draw)}
    assert bodies == {(district.urban.name, district.market.name)}


def test_two_draws_of_one_pool_and_one_figure_differ(district: District, handler: Actor, at: datetime) -> None:
    tickets = [draws.drawn_for(drawn(district, handler, at))[0].ticket for _ in range(2)]
    assert tickets[0] != tickets[1]


@pytest.mark.parametrize(
    ("changes", "say"),
    [
        ({"title": " "}, "请填写抽取名称，最多 200 字。"),
        ({"plan_reference": "计" * 201}, "检查计划最多 200 字。"),
        ({"source": "past"}, "随机数必须在名单公布以后才产生，请填写将来的时间。"),
        ({"source": "nameless"}, "请写明用哪个公开数字作随机数。"),
        ({"source": "nowhere"}, "请写明由谁在哪里公布。"),
    ],
)
def test_what_cannot_be_frozen_is_refused(
    changes: dict[str, Any], say: str, district: District, handler: Actor, at: datetime
) -> None:
    sources = {
        "past": replace(source(at), given_at=at),
        "nameless": replace(source(at), name=""),
        "nowhere": replace(source(at), where=" "),
    }
    changed = {key: sources.get(str(value), value) for key, value in changes.items()}
    assert said(draws.freeze, actor=handler, **given(district, at, **changed)) == say
    assert not Draw.objects.exists()


def test_a_pool_that_cannot_be_drawn_is_refused_with_every_reason(
    district: District, handler: Actor, at: datetime
) -> None:
    rule = replace(RULE, strata={"东街街道": StratumRule(500)}, weights={"A": 1}, per_body=1)
    with pytest.raises(ListRefused) as refused:
        draws.freeze(actor=handler, **given(district, at, rule=rule))
    assert refused.value.say == "名单和规则有 3 处需要修改，尚未冻结。"
    assert refused.value.rows == (
        "每个检查对象的执法人员不得少于两人（行政处罚法第四十二条），请把每个单位选派人数改为 2 人以上。",
        "没有写明“西街街道”抽多少，请补上比例或户数。",
        "没有写明风险等级“B”的权重。",
    )


def test_who_may_not_hold_draws_is_refused(
    district: District, handler: Actor, other_handler: Actor, supervisor: Actor, outsider: Actor, at: datetime
) -> None:
    for actor in (other_handler, supervisor, outsider):
        with pytest.raises(NotAllowed):
            draws.freeze(actor=actor, **given(district, at))
    draw = drawn(district, handler, at)
    attempts: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (draws.announce, {}),
        (draw_randomness.enter_randomness, {"value": VALUE, "address": ADDRESS}),
        (draws.draw_lots, {}),
        (draws.publish, {}),
        (draws.cancel, {"reason": "x"}),
        (draw_replacing.replace_object, {"object_id": "C001", "ground": ObjectGround.CEASED, "note": "x"}),
        (draw_replacing.replace_officer, {"officer_id": "001", "ground": OfficerGround.MOVED, "note": "x"}),
        (draw_drafts.restart, {}),
    ]
    for verb, arguments in attempts:
        for actor in (other_handler, supervisor, outsider):
            with pytest.raises(NotAllowed):
                verb(actor=actor, draw=draw, at=at, **arguments)
    for verb, arguments in (
        (draw_randomness.commit, {"commitment": "0" * 64}),
        (draw_randomness.reveal, {"value": "1", "salt": "2"}),
    ):
        with pytest.raises(NotAllowed):
            verb(actor=outsider, draw=draw, at=at, **arguments)


def test_steps_cannot_be_taken_out_of_turn(district: District, handler: Actor, at: datetime) -> None:
    draw = frozen(district, handler, at)
    do = {"actor": handler, "draw": draw, "at": at}
    turn = "本次抽取名单已冻结，现在不能{}。请刷新页面查看当前步骤。"
    assert said(draws.draw_lots, **do) == turn.format("抽取")
    assert said(draws.publish, **do) == turn.format("公布结果")
    assert said(draw_randomness.enter_randomness, **do, value=VALUE, address=ADDRESS) == turn.format("录入随机数")
    assert said(draw_queries.result_file, draw=draw) == "尚未抽取，还没有结果文件。"
    draws.announce(**do)
    assert said(draws.announce, **do) == "本次抽取待取得随机数，现在不能公布名单。请刷新页面查看当前步骤。"
    later = do | {"at": at + DAY}
    draw_randomness.enter_randomness(**later, value=VALUE, address=ADDRESS)
    assert said(draw_randomness.enter_randomness, **later, value="1", address=ADDRESS).startswith("本次抽取待抽取")
    draws.draw_lots(**later)
    assert said(draws.draw_lots, **later).startswith("本次抽取待公布结果")
    draws.publish(**later)
    assert said(draws.cancel, **later, reason="重来").startswith("本次抽取已公布结果")


def test_a_pool_announced_after_the_figure_was_given_proves_nothing(
    district: District, handler: Actor, at: datetime
) -> None:
    draw = frozen(district, handler, at)
    assert said(draws.announce, actor=handler, draw=draw, at=at + DAY).startswith("随机数原定 2026-03-03 09:00 取得，")


@pytest.mark.parametrize(
    ("value", "address", "hours", "say"),
    [
        (VALUE, ADDRESS, 23, "随机数要到 2026-03-03 09:00 才公布，现在不能录入。"),
        ("", ADDRESS, 24, "随机数请写 1 至 300 个字符，照公布的原文填写。"),
        (VALUE, "见网站", 24, "请填写公布随机数的网址，以 http:// 或 https:// 开头。"),
        (VALUE, "javascript:alert(1)", 24, "请填写公布随机数的网址，以 http:// 或 https:// 开头。"),
        (VALUE, "https://" + "a" * 500, 24, "请填写公布随机数的网址，以 http:// 或 https:// 开头。"),
    ],
)
def test_randomness_is_entered_after_its_moment_and_with_its_source(
    value: str, address: str, hours: int, say: str, district: District, handler: Actor, at: datetime
) -> None:
    draw = frozen(district, handler, at)
    draws.announce(actor=handler, draw=draw, at=at)
    when = at + timedelta(hours=hours)
    refused = said(draw_randomness.enter_randomness, actor=handler, draw=draw, value=value, address=address, at=when)
    assert refused == say


def test_committed_values_make_the_seed_in_the_order_of_commitment(
    district: District, handler: Actor, supervisor: Actor, other_handler: Actor, at: datetime
) -> None:
    draw = committed(district, [handler, supervisor, other_handler], at)
    draws.announce(actor=handler, draw=draw, at=at)
    for place, actor in ((2, other_handler), (0, handler), (1, supervisor)):
        assert history_of(draw).state == DrawState.ANNOUNCED
        draw_randomness.reveal(actor=actor, draw=draw, value=f"值{place}", salt="盐", at=at + DAY)
    history = history_of(draw)
    assert history.state == DrawState.SEEDED
    assert [(part.text, part.source) for part in history.parts] == [
        ("值0,盐", "程班"),
        ("值1,盐", "简笃"),
        ("值2,盐", "程静"),
    ]
    draws.draw_lots(actor=handler, draw=draw, at=at + DAY)
    assert replay(draw_queries.result_file(draw)).agrees


def test_commitments_are_checked(district: District, handler: Actor, supervisor: Actor, at: datetime) -> None:
    draw = frozen(district, handler, at, source=source(at, SourceKind.COMMITMENT))
    one = {"draw": draw, "at": at}
    commit = draw_randomness.commit
    assert said(commit, actor=handler, commitment="xyz", **one) == "承诺是 64 位十六进制数（SHA-256），请核对。"
    commit(actor=handler, commitment=commitment_of("1", "2").upper(), **one)
    assert said(commit, actor=handler, commitment="0" * 64, **one) == "您已提交过承诺，每人只提交一次。"
    same = said(commit, actor=supervisor, commitment=commitment_of("1", "2"), **one)
    assert same == "这个承诺与他人的相同，请另选一个随机数。"
    assert said(draws.announce, actor=handler, **one) == "至少要有 2 人提交承诺才能公布名单。"
    commit(actor=supervisor, commitment=commitment_of("3", "4"), **one)
    draws.announce(actor=handler, **one)
    assert said(commit, actor=supervisor, commitment="0" * 64, **one).startswith(
        "本次抽取待取得随机数，现在不能提交承诺"
    )


def test_a_reveal_must_match_be_mine_and_be_in_time(
    district: District, handler: Actor, supervisor: Actor, coordinator: Actor, at: datetime
) -> None:
    draw = committed(district, [handler, supervisor], at)
    draws.announce(actor=handler, draw=draw, at=at)
    reveal, one = draw_randomness.reveal, {"draw": draw, "at": at + DAY}
    wrong = "与您提交的承诺不符，请逐字核对随机数和盐值（含大小写和空格）。"
    assert said(reveal, actor=handler, value="值1", salt="盐", **one) == wrong
    assert said(reveal, actor=coordinator, value="值0", salt="盐", **one) == "您没有待公开的承诺。"
    reveal(actor=handler, value="值0", salt="盐", **one)
    assert said(reveal, actor=handler, value="值0", salt="盐", **one) == "您没有待公开的承诺。"
    late = {"draw": draw, "at": at + DAY + timedelta(minutes=1)}
    say = "公开截止时间 2026-03-03 09:00 已过，本次抽取应当终止并重新组织。"
    assert said(reveal, actor=supervisor, value="值1", salt="盐", **late) == say
    assert list(draw_queries.commitments_to_reveal(supervisor)) == [draw]
    assert list(draw_queries.commitments_to_reveal(handler)) == []


def test_who_does_not_reveal_stops_the_draw_and_is_named(
    district: District, handler: Actor, supervisor: Actor, at: datetime
) -> None:
    draw = committed(district, [handler, supervisor], at)
    draws.announce(actor=handler, draw=draw, at=at)
    draw_randomness.reveal(actor=handler, draw=draw, value="值0", salt="盐", at=at)
    assert said(draws.cancel, actor=handler, draw=draw, reason=" ", at=at) == "请写明终止原因，原因将向社会公布。"
    entry = draws.cancel(actor=handler, draw=draw, reason="一人未按时公开", at=at + 2 * DAY)
    assert entry.body == {"reason": "一人未按时公开", "unrevealed": ["简笃"]}
    assert draws.drawn_for(draw) == []


def test_the_other_kind_of_randomness_is_refused(
    district: District, handler: Actor, supervisor: Actor, at: datetime
) -> None:
    say = "本次抽取公布的随机数来源不是这一种，不能这样取得随机数。"
    public = frozen(district, handler, at)
    assert said(draw_randomness.commit, actor=handler, draw=public, commitment="0" * 64, at=at) == say
    draws.announce(actor=handler, draw=public, at=at)
    assert said(draw_randomness.reveal, actor=handler, draw=public, value="1", salt="2", at=at) == say
    draw = committed(district, [handler, supervisor], at)
    draws.announce(actor=handler, draw=draw, at=at)
    enter = draw_randomness.enter_randomness
    assert said(enter, actor=handler, draw=draw, value="1", address=ADDRESS, at=at + DAY) == say


def test_a_cancelled_draw_is_held_again_from_the_same_pool_with_new_chance(
    district: District, handler: Actor, at: datetime
) -> None:
    first = seeded(district, handler, at)
    restart = {"actor": handler, "draw": first, "at": at}
    assert said(draw_drafts.restart, **restart) == "本次抽取待抽取，现在不能重新组织。请刷新页面查看当前步骤。"
    assert said(draws.freeze, actor=handler, **given(district, at, restarts=first)) == "原抽取尚未终止，不能重新组织。"
    draws.cancel(actor=handler, draw=first, reason="点位录错", at=at + DAY)
    draft = draw_drafts.restart(actor=handler, draw=first, at=at + DAY)
    assert draw_drafts.pool_of(draft) == pool(district)
    again = draw_drafts.freeze(actor=handler, draft=draft, rule=RULE, source=source(at + DAY), at=at + DAY)
    assert again.restarts == first
    assert not DrawDraft.objects.exists()
    gone = said(draw_drafts.freeze, actor=handler, draft=draft, rule=RULE, source=source(at + DAY), at=at)
    assert gone == "这份名单已经冻结或者放弃，请到抽取列表查看。"


def test_replacing_takes_the_next_and_the_file_still_replays(district: District, handler: Actor, at: datetime) -> None:
    draw = published(district, handler, at)
    before = draws.drawn_for(draw)
    out = before[0]
    draw_replacing.replace_object(
        actor=handler, draw=draw, object_id=out.object.id, ground=ObjectGround.CEASED, note="注销公告", at=at + DAY
    )
    after = draws.drawn_for(draw)
    kept = [each for each in before if each != out]
    assert [each for each in after if each in kept] == kept
    [came] = [each for each in after if each not in before]
    assert came.object.stratum == out.object.stratum
    leaving = came.officers[0]
    draw_replacing.replace_officer(
        actor=handler, draw=draw, officer_id=leaving.id, object_id=came.object.id,
        ground=OfficerGround.RECUSED, note="本人申请，科长同意", at=at + DAY,
    )  # fmt: skip
    now = {each.object.id: each.officers for each in draws.drawn_for(draw)}
    assert leaving not in now[came.object.id]
    draw_replacing.replace_officer(
        actor=handler, draw=draw, officer_id="003", ground=OfficerGround.MOVED, note="调离", at=at + DAY
    )
    assert all("003" not in {o.id for o in each.officers} for each in draws.drawn_for(draw))
    file = draw_queries.result_file(draw)
    assert replay(file, draw.pool_sha256).agrees
    assert "科长同意" not in file.decode()
    assert "近亲属" not in file.decode()
    assert [event["ground"] for event in json.loads(file)["events"]] == [
        "已停业、注销或者迁出",
        "依法应当回避",
        "岗位调整或者不再持证",
    ]
    assert history_of(draw).state == DrawState.PUBLISHED


def test_what_cannot_be_replaced_is_refused(district: District, handler: Actor, at: datetime) -> None:
    draw = drawn(district, handler, at, pool=pool(district, officers=3))
    put = {"actor": handler, "draw": draw, "at": at}
    ceased, moved = ObjectGround.CEASED, OfficerGround.MOVED
    out, go = draw_replacing.replace_object, draw_replacing.replace_officer
    note = "请说明情况和同意人，最多 500 字。这项说明内部留存，不公布。"
    assert said(out, **put, object_id="C001", ground=ceased, note=" ") == note
    assert said(out, **put, object_id="X", ground=ceased, note="x") == "检查对象“X”不在现有抽取结果中，不能替换。"
    go(**put, officer_id="001", ground=moved, note="x")
    assert said(go, **put, officer_id="002", ground=moved, note="x").startswith(f"“{district.market.name}”没有可以再派")


def test_nothing_of_a_draw_can_be_changed(district: District, handler: Actor, at: datetime) -> None:
    draw = frozen(district, handler, at)
    for change in (
        lambda: Draw.objects.filter(pk=draw.pk).update(title="x"),
        lambda: Draw.objects.filter(pk=draw.pk)._raw_delete("default"),
        lambda: DrawEntry.objects.filter(draw=draw).update(body={}),
        lambda: DrawEntry.objects.filter(draw=draw).delete(),
        lambda: DrawDocument.objects.filter(draw=draw).update(content=b""),
    ):
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            change()
    assert {"inspections_drawentry", "inspections_drawdocument"} <= set(roles.record_tables(connection))


def test_the_reasons_of_recusal_are_kept_and_not_published(district: District, handler: Actor, at: datetime) -> None:
    draw = frozen(district, handler, at)
    kept = DrawDocument.objects.get(draw=draw, kind=DrawDocument.Kind.REASONS)
    assert json.loads(zlib.decompress(kept.content)) == [
        {"officer": "000", "object": "C001", "reason": "与经营者是近亲属"}
    ]
    assert "近亲属" not in pool_bytes(draw).decode()


def test_lists_show_where_draws_stand(
    district: District, handler: Actor, other_handler: Actor, outsider: Actor, at: datetime
) -> None:
    one = frozen(district, handler, at)
    two = published(district, handler, at)
    seen = {draw.pk: draw.state for draw in draw_queries.visible_draws(other_handler)}  # type: ignore[attr-defined]  # annotated
    assert seen == {one.pk: "frozen", two.pk: "published"}
    assert list(draw_queries.visible_draws(outsider)) == []
    assert list(draw_queries.public_draws()) == [two]
    assert list(draw_queries.waiting(handler, [DrawState.FROZEN])) == [one]
    assert list(draw_queries.waiting(other_handler, [DrawState.FROZEN])) == []


def test_replay_command(
    district: District, handler: Actor, at: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = published(district, handler, at)
    path = tmp_path / "result.json"
    path.write_bytes(draw_queries.result_file(draw))
    assert cli.main(["draw", "replay", str(path), "--digest", draw.pool_sha256]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:3] == [
        "一致：重新抽取的结果与文件逐项相同。",
        "2026年第一批餐饮双随机抽查（清和区市场监督管理局）",
        "名单：30 个对象、4 名执法人员；抽中 4 个。",
    ]
    assert cli.main(["draw", "replay", str(path)]) == 0
    assert capsys.readouterr().out.endswith("（可加 --digest），并按来源核对随机数。\n")
    path.write_bytes(path.read_bytes().replace(VALUE.encode(), b"3412.67"))
    assert cli.main(["draw", "replay", str(path)]) == 1
    assert capsys.readouterr().out.startswith("不一致：种子不符：")
    assert cli.main(["draw", "replay", str(tmp_path / "none")]) == 2
    assert cli.main(["draw", "replay"]) == 2
    assert capsys.readouterr().err.endswith("用法：fazhi draw replay 结果文件.json [--digest 抽取前公布的名单摘要]\n")


GOOD, OTHER = "91110000600037341L", "92990102TEST"


def workbook(objects: list[list[str]], officers: list[list[str]]) -> bytes:
    heads = (draw_pools.OBJECT_COLUMNS, draw_pools.OFFICER_COLUMNS)
    sheets = zip(("对象", "人员"), heads, (objects, officers), strict=True)
    return write_workbook(
        [
            Sheet(title=name, columns=[Column(each[0]) for each in head.values()], rows=rows)
            for name, head, rows in sheets
        ]
    )


def test_a_workbook_becomes_a_pool(district: District) -> None:
    data = workbook(
        [["甲店", GOOD.lower(), "东街", "B", ""], ["乙店", OTHER, "", "", "已停业"]],
        [["张三", "区市场监管局", " 9900 1", f"{GOOD}、{OTHER}", "近亲属"], ["李四", "省药监局", "99002", "", ""]],
    )
    read = draw_pools.read_pool(data, district.jurisdiction)
    assert [(each.id, each.code, each.stratum, each.risk) for each in read.objects] == [(GOOD, GOOD, "东街", "B")]
    assert [(each.id, each.body) for each in read.officers] == [("99001", district.market.name), ("99002", "省药监局")]
    assert [(each.officer, each.object, each.reason) for each in read.recusals] == [("99001", GOOD, "近亲属")]
    assert [(each.id, each.reason) for each in read.excluded] == [(OTHER, "已停业")]


def test_objects_without_strata_are_one_stratum(district: District) -> None:
    data = workbook([["甲店", GOOD, "", "", ""], ["乙店", OTHER, "", "", ""]], [["张三", "甲局", "1", "", ""]])
    assert {each.stratum for each in draw_pools.read_pool(data, district.jurisdiction).objects} == {ONE_STRATUM}


def test_every_wrong_row_of_a_workbook_is_said(district: District) -> None:
    data = workbook(
        [
            ["甲店", GOOD, "东街", "B", ""],
            ["", GOOD, "东街", "", ""],
            ["乙店", "", "", "", ""],
            ["丙店", "91110000600037341X", "东街", "", ""],
        ],
        [["张三", "", "1", "", ""], ["李四", "甲局", "1", "无此店", ""]],
    )
    with pytest.raises(ListRefused) as refused:
        draw_pools.read_pool(data, district.jurisdiction)
    assert refused.value.rows == (
        "工作表“对象”第 3 行：没有检查对象名称。",
        f"工作表“对象”第 3 行：统一社会信用代码“{GOOD}”与第 2 行重复。",
        "工作表“对象”第 4 行：没有统一社会信用代码。",
        "工作表“对象”第 4 行：没有填写分层，其他行填写了。",
        "工作表“对象”第 5 行：统一社会信用代码“91110000600037341X”校验不通过，请核对。",
        "工作表“人员”第 2 行：没有执法主体。",
        "工作表“人员”第 3 行：执法证号“1”与第 2 行重复。",
        "工作表“人员”第 3 行：回避对象“无此店”不在检查对象表中，请填写统一社会信用代码。",
        "工作表“人员”第 3 行：没有填写回避原因（只在内部留存，不公布）。",
    )


def test_what_is_no_workbook_is_refused(district: District) -> None:
    with pytest.raises(Refused) as refused:
        draw_pools.read_pool(b"PK", district.jurisdiction)
    assert refused.value.field == "file"
    with pytest.raises(Refused, match="下面没有数据"):
        draw_pools.read_pool(workbook([["甲店", GOOD, "", "", ""]], []), district.jurisdiction)


def test_the_empty_workbook_has_the_columns_that_are_read(district: District) -> None:
    with pytest.raises(ListRefused) as refused:
        draw_pools.read_pool(draw_pools.empty_workbook(), district.jurisdiction)
    assert all("检查对象”第" in row or "执法人员”第" in row for row in refused.value.rows)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("食品安全监督检查", [("食品安全监督检查", "清和区市场监督管理局")]),
        (
            "食品经营许可、标签检查，区城管局\n\n 广告 | 区市场监管局 ",
            [("食品经营许可、标签检查", "清和区城市管理局"), ("广告", "清和区市场监督管理局")],
        ),
        ("消防检查,清和区消防救援大队", [("消防检查", "清和区消防救援大队")]),
        ("", []),
    ],
)
def test_items_as_people_write_them(text: str, read: list[tuple[str, str]], district: District) -> None:
    assert [(item.name, item.body) for item in draw_drafts.read_items(text, district.market)] == read


def test_a_draft_needs_title_and_items_and_can_be_given_up(
    district: District, handler: Actor, other_handler: Actor, at: datetime
) -> None:
    begin = {"actor": handler, "organization": district.market, "pool": pool(district), "at": at}
    items = (Item("食品安全监督检查", district.market.name),)
    assert said(draw_drafts.begin, **begin, title="批次", items=()) == "请至少填写一个抽查事项。"
    assert said(draw_drafts.begin, **begin, title="", items=items) == "请填写抽取名称，最多 200 字。"
    long = {"plan_reference": "计" * 201}
    assert said(draw_drafts.begin, **begin, title="批次", items=items, **long) == "检查计划最多 200 字。"
    draft = draw_drafts.begin(**begin, title="批次", items=items)
    with pytest.raises(NotAllowed):
        draw_drafts.discard(actor=other_handler, draft=draft)
    draw_drafts.discard(actor=handler, draft=draft)
    assert not DrawDraft.objects.exists()


def test_kinds_that_move_a_draw_have_each_a_state() -> None:
    beside = {Kind.COMMITTED, Kind.REVEALED, Kind.REPLACED}
    assert {kind for kind in Kind if kind not in beside} == {Kind(state.value) for state in DrawState}
