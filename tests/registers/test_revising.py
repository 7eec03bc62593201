"""Revising: what is written, what is refused, and every fault at once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.record.ledger import changes_root, ledger_header_hash, revision_hash
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry, Ledger, Revision, Version
from fazhi.registers.refusals import ChangesRefused, Refused
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")


OUTSIDE = "确不使用本平台的，请在姓名后加“（外部人员）”。"


def faults_of(refused: ChangesRefused) -> list[tuple[int, str, str]]:
    return [(each.number, each.field, each.say) for each in refused.faults]


def test_an_addition_stands_as_entry_version_and_revision(
    revise: Revise, coordinator: Actor, district: District, at: datetime
) -> None:
    done = revise([stall("A-1", fee="12.5", tags=["集市"])], actor=coordinator, document="清市监〔2026〕3号")
    entry = Entry.objects.get()
    body = {"id": str(district.market.pk), "name": "清和区市场监督管理局"}
    assert entry.data == {
        "code": "A-1", "name": "A-1号摊", "kind": "goods", "body": body, "fee": "12.50", "tags": ["fair"]
    }  # fmt: skip
    assert (entry.pk, entry.key, entry.title, entry.state) == (done.entries[0], "A-1", "A-1号摊", "in_force")
    assert (entry.organization, entry.since, entry.seq) == (district.market, at.date(), 1)
    version = Version.objects.get()
    assert (version.entry_id, version.data, version.number) == (entry.pk, entry.data, 1)
    revision = done.revision
    assert (revision.seq, revision.person, revision.document) == (1, coordinator.person, "清市监〔2026〕3号")
    assert (revision.added, revision.changed, revision.withdrawn) == (1, 0, 0)


def test_revisions_are_chained_over_the_root_of_their_changes(revise: Revise) -> None:
    first = revise([stall("A-1"), stall("A-2"), stall("A-3")])
    second = revise([amend(first.entries[1], note="靠近东门")])
    ledger = Ledger.objects.get()
    leaves = [each.leaf.encode() for each in Version.objects.filter(seq=1)]
    assert json.loads(first.revision.body)["root"] == changes_root(leaves).hex()
    one = revision_hash(ledger_header_hash(ledger.header.encode()), first.revision.body.encode())
    two = revision_hash(one, second.revision.body.encode())
    assert [bytes(each.hash) for each in Revision.objects.order_by("seq")] == [one, two]
    assert (ledger.head_seq, bytes(ledger.head_hash)) == (2, two)


def test_an_amendment_changes_what_it_names_and_clears_what_is_none(
    added: Callable[..., Entry], revise: Revise
) -> None:
    entry = added(note="临街", fee="10")
    revise([amend(entry.pk, fee="20", note=None)])
    entry.refresh_from_db()
    assert (entry.data["fee"], "note" in entry.data, entry.data["name"]) == ("20.00", False, "A-1号摊")


def test_an_amendment_that_changes_nothing_is_passed_over(revise: Revise) -> None:
    first, second = revise([stall("A-1", fee="1"), stall("A-2")]).entries
    done = revise([amend(first, fee="1.00"), amend(second, fee="2")])
    assert (done.entries, done.revision.changed) == ((second,), 1)
    with pytest.raises(Refused, match="没有要变更的"):
        revise([amend(first, fee="1")])


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ([], "suspend", "suspended"),
        ([], "withdraw", "withdrawn"),
        (["suspend"], "resume", "in_force"),
        (["suspend"], "amend", "suspended"),
        (["suspend"], "withdraw", "withdrawn"),
        (["withdraw"], "restore", "in_force"),
    ],
)
def test_a_state_leads_to_another(
    before: list[str], kind: str, after: str, added: Callable[..., Entry], revise: Revise
) -> None:
    entry = added()
    for each in before:
        revise([to(ChangeKind(each), entry.pk)])
    revise([to(ChangeKind(kind), entry.pk, note="说明")])
    entry.refresh_from_db()
    assert (entry.state, entry.data["note"]) == (after, "说明")


@pytest.mark.parametrize(
    ("before", "kind", "say"),
    [
        ([], "resume", "“A-1号摊”有效，不能恢复，请核对。"),
        ([], "restore", "“A-1号摊”有效，不能重新列入：只有已取消的摊点才能重新列入。"),
        (["suspend"], "suspend", "“A-1号摊”已暂停，不能暂停，请核对。"),
        (["withdraw"], "amend", "“A-1号摊”已取消，不能变更；如需再用，请办理“重新列入”。"),
        (["withdraw"], "suspend", "“A-1号摊”已取消，不能暂停；如需再用，请办理“重新列入”。"),
        (["withdraw"], "withdraw", "“A-1号摊”已取消，不能取消；如需再用，请办理“重新列入”。"),
    ],
)
def test_a_state_forbids_a_change(
    before: list[str], kind: str, say: str, added: Callable[..., Entry], revise: Revise
) -> None:
    entry = added()
    for each in before:
        revise([to(ChangeKind(each), entry.pk)])
    with pytest.raises(ChangesRefused) as refused:
        revise([to(ChangeKind(kind), entry.pk, note="说明")])
    assert faults_of(refused.value) == [(0, "", say)]


def test_every_fault_of_every_change_is_told_at_once_and_nothing_is_written(revise: Revise, district: District) -> None:
    there = revise([stall("A-0", licence="L-0"), stall("A-9")]).entries
    revise([to(ChangeKind.WITHDRAW, there[1])])
    before = (Revision.objects.count(), Version.objects.count())
    with pytest.raises(ChangesRefused) as refused:
        revise(
            [
                stall("B-1", name=None, kind="fruit", colour="红"),
                stall("B-2", body="区某某局"),
                stall("B-3", starts_on="2026-05-01", ends_on="2026-04-01"),
                stall("B-4", kind="food"),
                stall("A-0"),
                stall("A-9"),
                stall("B-7", licence="L-0"),
                stall("B-8", licence="L-8"),
                stall("B-9", licence="L-8"),
                stall("B-8"),
                amend(there[0], code="A-00"),
                amend(uuid4(), note="没有这一条"),
                stall("B-12", beside="C-1", keeper="无此人"),
                stall("B-13", fee="十元"),
                Change(ChangeKind.ADD, data={"name": "没有编号"}),
                stall("B-15"),
            ]
        )
    assert faults_of(refused.value) == [
        (0, "", "没有“colour”这一项，请删去或者核对名称。"),
        (0, "kind", "“类别”没有选项“fruit”，请从下列选项中选：食品、百货。"),
        (0, "name", "请填写“名称”。"),
        (1, "body", "“登记单位”写的“区某某局”不是本辖区的单位，请核对名称或者先设立单位。"),
        (2, "starts_on", "有效期止日早于起日，请核对。"),
        (3, "kind", "食品摊点须填写许可证号。"),
        (4, "code", "“编号”与已有的“A-0号摊”相同，不能重复，请核对或者改为变更。"),
        (5, "code", "“A-9号摊”（A-9）已于2026-03-02取消，请对它办理“重新列入”，不要新增。"),
        (6, "licence", "“许可证号”与已有的“A-0号摊”相同，不能重复，请核对。"),
        (8, "licence", "“许可证号”与本次的“B-8号摊”相同，不能重复，请核对。"),
        (9, "code", "“编号”与本次的“B-8号摊”相同，不能重复，请核对。"),
        (
            10,
            "code",
            "“编号”是摊点的唯一标识，不能变更。请取消本条，再按新的编号新增。",
        ),
        (11, "", "没有要变更的摊点，请刷新后重新选择。"),
        (
            12,
            "keeper",
            "“联系人”写的“无此人”没有账号，请核对姓名或者先登记人员；确不使用本平台的，请在姓名后加“（外部人员）”。",
        ),
        (12, "beside", "“相邻摊点”写的“C-1”不在《摊点名册》中，请核对编码或者名称。"),
        (13, "fee", "“摊位费”应为金额，单位元，如 5000 或 5000.50，现为“十元”。"),
        (14, "code", "请填写“编号”。"),
        (14, "kind", "请填写“类别”。"),
        (14, "body", "请填写“登记单位”。"),
    ]
    assert (Revision.objects.count(), Version.objects.count()) == before


def test_keys_are_one_whatever_the_width_and_the_blanks(revise: Revise) -> None:
    revise([stall("粤A 1")])
    with pytest.raises(ChangesRefused, match="不能重复"):
        revise([stall(" 粤Ａ  １")])


def test_two_changes_of_one_entry_are_refused(added: Callable[..., Entry], revise: Revise) -> None:
    entry = added()
    with pytest.raises(ChangesRefused, match="本次有两处变更的是同一个摊点"):
        revise([amend(entry.pk, fee="1"), amend(entry.pk, fee="2")])


def test_what_a_withdrawn_entry_held_may_be_taken_again(revise: Revise) -> None:
    first = revise([stall("A-1", licence="L-1")]).entries[0]
    revise([to(ChangeKind.WITHDRAW, first), stall("A-2", licence="L-1")])
    with pytest.raises(ChangesRefused, match="“许可证号”与已有的“A-2号摊”相同"):
        revise([to(ChangeKind.RESTORE, first)])


def test_personal_values_are_compared_though_they_are_sealed(revise: Revise) -> None:
    revise([stall("A-1", telephone="138 0000 0001")])
    with pytest.raises(ChangesRefused) as refused:
        revise([stall("A-2", telephone="13800000001"), stall("A-3", telephone="13800000002")])
    assert faults_of(refused.value) == [(0, "telephone", "“电话”与已有的“A-1号摊”相同，不能重复，请核对。")]


def test_people_and_bodies_are_found_as_people_write_them(
    revise: Revise, handler: Actor, other_handler: Actor, district: District, join: Any
) -> None:
    same_name = join("cheng.er", "程班", district.urban)
    done = revise(
        [
            stall("A-1", body="市场监督管理局", keeper="程班", helpers="程静、程班（区城管局）"),
            stall("A-2", body=district.urban.pk, keeper="cheng.ban", helpers=[str(other_handler.person.pk)]),
            stall("A-3", keeper={"id": handler.person.pk}, helpers=[{"name": "路人"}, "老王（外部人员）"]),
        ]
    )
    kept = [Entry.objects.get(pk=each).data for each in done.entries]
    one, two, other = (
        {"id": str(each.person.pk), "name": each.person.name} for each in (handler, other_handler, same_name)
    )
    assert [each["keeper"] for each in kept] == [one, one, one]
    assert [each["helpers"] for each in kept] == [[two, other], [two], [{"name": "路人"}, {"name": "老王"}]]
    assert [each["body"]["name"] for each in kept] == [
        "清和区市场监督管理局",
        "清和区城市管理局",
        "清和区市场监督管理局",
    ]


def test_a_name_that_several_people_bear_is_refused(
    revise: Revise, handler: Actor, district: District, join: Any
) -> None:
    join("cheng.er", "程班", district.market)
    with pytest.raises(ChangesRefused, match="“联系人”写的“程班”有2人同名，请写成“程班（单位）”或者写登录名。"):
        revise([stall("A-1", keeper="程班")])


def test_references_are_found_by_key_title_and_within_the_same_revision(revise: Revise) -> None:
    goods = [Change(ChangeKind.ADD, data={"name": name, "group": "fresh"}) for name in ("鱼", "菜")]
    fish, greens = revise(goods, register="goods").entries
    first = revise([stall("A-1", sells="fresh｜鱼；菜")]).entries[0]
    later = revise(
        [stall("B-1", beside="B-2"), stall("B-2", beside="A-1号摊"), stall("B-3", beside=str(first))]
    ).entries
    assert [each["id"] for each in Entry.objects.get(pk=first).data["sells"]] == [str(fish), str(greens)]
    beside = [Entry.objects.get(pk=each).data["beside"] for each in later]
    assert [(each["key"], each["title"]) for each in beside] == [
        ("B-2", "B-2号摊"),
        ("A-1", "A-1号摊"),
        ("A-1", "A-1号摊"),
    ]


def test_a_reference_to_what_is_no_longer_in_force_is_refused(revise: Revise) -> None:
    first, second = revise([stall("A-1"), stall("A-2", ends_on="2026-02-01")]).entries
    revise([to(ChangeKind.WITHDRAW, first)], document="清市监〔2026〕9号")
    with pytest.raises(ChangesRefused) as refused:
        revise([stall("B-1", beside="A-1"), stall("B-2", beside=str(second))])
    assert [each.say for each in refused.value.faults] == [
        "“相邻摊点”所指的“A-1号摊”已于2026-03-02取消（依据：清市监〔2026〕9号），请改选有效的条目。",
        "“相邻摊点”所指的“A-2号摊”有效期至2026-02-01，已过期，请改选有效的条目。",
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_statements_does_not_grow(
    count: int, revise: Revise, handler: Actor, django_assert_num_queries: Any
) -> None:
    revise([stall("A-1")])
    changes = [
        stall(f"B-{n}", licence=f"L-{n}", keeper="程班", beside="A-1", telephone=f"1390000{n:04}") for n in range(count)
    ]
    with django_assert_num_queries(17):
        revise(changes)


# --- who may ------------------------------------------------------------------------------------------------------


def test_a_unit_keeps_its_own_entries_only(revise: Revise, handler: Actor, other_handler: Actor) -> None:
    entry = revise([stall("A-1")], actor=handler).entries[0]
    with pytest.raises(NotAllowed):
        revise([amend(entry, note="改")], actor=other_handler)
    with pytest.raises(NotAllowed):
        revise([amend(entry, body="区城管局")], actor=handler)
    with pytest.raises(NotAllowed):
        revise([stall("A-2", body="区城管局")], actor=handler)


def test_nobody_keeps_the_registers_of_another_district(revise: Revise, outsider: Actor) -> None:
    for register, change in (
        ("stalls", stall("A-1")),
        ("goods", Change(ChangeKind.ADD, data={"name": "鱼", "group": "fresh"})),
    ):
        with pytest.raises(NotAllowed):
            revise([change], register=register, actor=outsider)


def test_a_central_register_is_kept_by_the_coordinator(revise: Revise, handler: Actor, coordinator: Actor) -> None:
    change = Change(ChangeKind.ADD, data={"name": "鱼", "group": "fresh"})
    with pytest.raises(NotAllowed, match="《物品目录》"):
        revise([change], register="goods", actor=handler)
    assert revise([change], register="goods", actor=coordinator).revision.added == 1


def test_a_register_that_a_procedure_guards_is_not_changed_directly(revise: Revise, coordinator: Actor) -> None:
    change = Change(ChangeKind.ADD, data={"code": "P-1", "name": "检查", "body": "区城管局"})
    with pytest.raises(Refused, match="只能经规定的程序变更"):
        revise([change], register="powers", actor=coordinator)
    done = revise([change], register="powers", actor=coordinator, case_id=uuid4(), kind="procedure")
    assert done.revision.kind == "procedure"


@pytest.mark.parametrize(
    ("otherwise", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "长" * 501}, "reason"),
        ({"document": "长" * 301}, "document"),
        ({"since": date(26, 3, 2)}, "since"),
        ({"register": "nothing"}, "register"),
        ({"changes": []}, ""),
    ],
)
def test_what_is_said_about_a_revision_is_checked(otherwise: dict[str, Any], field: str, revise: Revise) -> None:
    changes = otherwise.pop("changes", [stall("A-1")])
    with pytest.raises(Refused) as refused:
        revise(changes, **otherwise)
    assert refused.value.field == field
    assert Revision.objects.count() == 0


# --- days ---------------------------------------------------------------------------------------------------------


def test_a_change_cannot_begin_before_what_stands(added: Callable[..., Entry], revise: Revise, at: datetime) -> None:
    entry = added(since=at.date())
    with pytest.raises(ChangesRefused, match="现在的内容自2026-03-02起施行，施行日期不能早于这一天"):
        revise([amend(entry.pk, fee="1")], since=date(2026, 3, 1))


def test_what_is_entered_for_a_later_day_stands_in_the_way_until_it_is_undone(
    added: Callable[..., Entry], revise: Revise, at: datetime
) -> None:
    entry = added(fee="1")
    later = revise([amend(entry.pk, fee="9")], since=date(2026, 5, 1))
    with pytest.raises(ChangesRefused, match="已有自2026-05-01起施行的变更（第2次修订）"):
        revise([amend(entry.pk, note="现在")], since=at.date())
    revising.undo(actor=None, revision=later.revision, reason="撤回", since=date(2026, 5, 1), at=at)
    revise([amend(entry.pk, note="现在")], since=at.date())
    entry.refresh_from_db()
    assert (entry.data["fee"], entry.data["note"]) == ("1.00", "现在")
    last = Version.objects.filter(entry_id=entry.pk).order_by("-since", "-seq")[0]
    assert (last.since, last.data) == (date(2026, 5, 1), entry.data)


# --- taking back --------------------------------------------------------------------------------------------------


def test_undoing_puts_everything_back(revise: Revise, at: datetime) -> None:
    one, two, three = revise([stall("A-1", fee="1"), stall("A-2"), stall("A-3", telephone="13800000003")]).entries
    revise([to(ChangeKind.SUSPEND, two)])
    before = {each.pk: (each.state, each.data) for each in Entry.objects.all()}
    done = revise(
        [
            amend(one, fee="9", note="新"),
            to(ChangeKind.WITHDRAW, two),
            amend(three, telephone="13800000009"),
            stall("A-4"),
        ]
    )
    undone = revising.undo(actor=None, revision=done.revision, reason="依据有误", since=at.date(), at=at)
    after = {each.pk: (each.state, each.data) for each in Entry.objects.exclude(key="A-4")}
    assert after == before
    assert Entry.objects.get(key="A-4").state == "withdrawn"
    assert (undone.revision.undoes, undone.revision.kind, len(undone.entries)) == (done.revision.seq, "undo", 4)


def test_a_revision_that_was_revised_since_is_not_undone(revise: Revise, at: datetime) -> None:
    done = revise([stall("A-1"), stall("A-2")])
    revise([amend(done.entries[1], fee="1")])
    with pytest.raises(ChangesRefused) as refused:
        revising.undo(actor=None, revision=done.revision, reason="有误", since=at.date(), at=at)
    assert faults_of(refused.value) == [
        (1, "", "“A-2号摊”之后又有变更（第2次修订），请先撤销该次修订，或者对它单独变更。")
    ]


def test_undoing_does_not_begin_before_what_it_undoes(revise: Revise, at: datetime) -> None:
    done = revise([stall("A-1")])
    with pytest.raises(Refused, match="撤销的施行日期不能早于这一天"):
        revising.undo(actor=None, revision=done.revision, reason="有误", since=at.date() - timedelta(days=1), at=at)


def test_undoing_gives_back_nothing_that_went_to_another(revise: Revise, at: datetime) -> None:
    first = revise([stall("A-1", licence="L-1")]).entries[0]
    done = revise([amend(first, licence=None)])
    revise([stall("A-2", licence="L-1")])
    with pytest.raises(ChangesRefused, match="“许可证号”与已有的“A-2号摊”相同"):
        revising.undo(actor=None, revision=done.revision, reason="有误", since=at.date(), at=at)


# --- the database -------------------------------------------------------------------------------------------------


def test_history_cannot_be_changed(revise: Revise) -> None:
    revise([stall("A-1")])
    for model in (Revision, Version):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.update(since=date(2020, 1, 1))
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_many_revisers_get_one_order(district: District, revise: Revise) -> None:
    entry = revise([stall("A-1")]).entries[0]
    gate = Barrier(8)

    def run(number: int) -> int:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return revise([amend(entry, note=f"第{number}人"), stall(f"B-{number}")]).revision.seq
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(run, range(8)))
    assert sorted(numbers) == list(range(2, 10))
    previous = ledger_header_hash(Ledger.objects.get().header.encode())
    for revision in Revision.objects.order_by("seq"):
        previous = revision_hash(previous, revision.body.encode())
        assert bytes(revision.hash) == previous
    assert Entry.objects.get(pk=entry).data["note"] == Version.objects.get(entry_id=entry, seq=9).data["note"]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_add_the_same_key_one_is_told(district: District, revise: Revise) -> None:
    gate = Barrier(4)

    def run(_: int) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return revise([stall("A-1")])
        except ChangesRefused as refused:
            return refused.say
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(4)))
    say = "“编号”与已有的“A-1号摊”相同，不能重复，请核对或者改为变更。"
    assert sorted(isinstance(each, str) for each in results) == [False, True, True, True]
    assert {each for each in results if isinstance(each, str)} == {say}
    assert (Entry.objects.count(), Ledger.objects.count()) == (1, 1)
