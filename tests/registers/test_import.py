"""An import from its file to the register: what rows do, what is wrong with them, all of it or nothing."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.jobs.models import Job
from fazhi.procedures.registers import library
from fazhi.registers.changes import ChangeKind
from fazhi.registers.importing import applying, imports, rows, tasks
from fazhi.registers.models import ColumnMatch, Draft, Entry, EntryState, ImportOutcome, ImportState, SheetImport
from fazhi.registers.refusals import Refused
from tests.conftest import District
from tests.registers.conftest import Revise, stall, to
from tests.registers.power_list import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_shelf")]
HEADINGS = ("编号", "名称", "类别", "登记单位", "许可证号", "电话", "标签", "摊位费", "有效期止")
Bring = Callable[..., SheetImport]


@pytest.fixture
def bring(coordinator: Actor, at: datetime) -> Bring:
    """Receives a sheet of stalls and checks it."""

    def run(
        *lines: Sequence[object],
        headings: Sequence[str] = HEADINGS,
        actor: Actor = coordinator,
        register: str = "stalls",
    ) -> SheetImport:
        data = workbook([headings, *([str(cell or "") for cell in line] for line in lines)])
        found = imports.receive(actor=actor, register=register, name="摊点.xlsx", data=data, at=at)
        return imports.check(actor=actor, sheet_import=found, at=at)

    return run


def says(found: SheetImport) -> list[tuple[int, int, str]]:
    """Every fault: row, column from 0, sentence."""
    definition = library.shelf().get(found.register)
    faulty = found.rows.filter(outcome=ImportOutcome.FAULT)
    return [(row.number, each.column, each.say) for row in faulty for each in rows.faults_of(definition, row)[1]]


def counts(found: SheetImport) -> tuple[int, ...]:
    return tuple(found.counts[each] for each in ("add", "change", "same", "fault", "missing"))


def confirm(found: SheetImport, coordinator: Actor, at: datetime, **otherwise: Any) -> Any:
    return applying.apply(actor=coordinator, sheet_import=found, reason="年度核对", at=at, **otherwise)


def kinds(found: SheetImport) -> list[tuple[int, ChangeKind]]:
    wanted = found.rows.filter(outcome__in=(ImportOutcome.ADD, ImportOutcome.CHANGE))
    return [(row.number, rows.kind_of(row)) for row in wanted]


def test_new_changed_same_and_missing_rows_are_told_apart(
    bring: Bring, revise: Revise, coordinator: Actor, at: datetime
) -> None:
    revise([stall("A-1"), stall("A-2", fee="50.00", tags=["night"]), stall("A-3"), stall("A-4")])
    found = bring(
        ["A-1", "A-1号摊", "百货", "区市场监管局"],
        ["A-2", "A-2号摊", "百货", "清和区市场监督管理局", "", "", "夜市、集市", "50"],
        ["A-5", "五号", "食品", "市监局", "X-5"],
        headings=HEADINGS,
    )
    assert says(found) == [(4, 3, "“登记单位”写的“市监局”不是本辖区的单位，请核对名称或者先设立单位。")]
    found = bring(
        ["A-1", "A-1号摊", "百货", "区市场监管局"],
        ["A-2", "A-2号摊", "百货", "清和区市场监督管理局", "", "", "夜市、集市", "50"],
        ["A-5", "五号", "食品", "区市场监管局", "X-5"],
    )
    assert counts(found) == (1, 1, 1, 0, 2)
    changed = found.rows.get(outcome=ImportOutcome.CHANGE)
    assert (changed.content["data"], changed.content["old"]) == ({"tags": ["night", "fair"]}, {"tags": ["night"]})

    done = confirm(found, coordinator, at)
    assert (done.revision.kind, done.revision.added, done.revision.changed, done.revision.withdrawn) == (
        "import",
        1,
        1,
        0,
    )
    assert Entry.objects.get(key="A-5").data["licence"] == "X-5"
    assert Entry.objects.filter(state=EntryState.IN_FORCE).count() == 5


def test_missing_entries_are_withdrawn_only_when_asked(
    bring: Bring, revise: Revise, coordinator: Actor, at: datetime
) -> None:
    revise([stall("A-1"), stall("A-2"), stall("A-3")])
    found = bring(["A-1", "A-1号摊", "百货", "区市场监管局"])
    with pytest.raises(Refused, match="完全相同"):
        confirm(found, coordinator, at)
    confirm(found, coordinator, at, withdraw_missing=True)
    assert dict(Entry.objects.values_list("key", "state")) == {
        "A-1": "in_force",
        "A-2": "withdrawn",
        "A-3": "withdrawn",
    }


def test_one_fault_and_nothing_is_imported(bring: Bring, coordinator: Actor, at: datetime) -> None:
    found = bring(
        ["A-1", "一号", "百货", "区市场监管局"],
        ["A-2", "", "杂货", "无此局", "", "", "", "一百", "2026-13-01"],
        ["A-1", "又一号", "百货", "区市场监管局", "", "", "", "-5"],
    )
    assert found.state == ImportState.FAULTY
    assert [(row, column) for row, column, _ in says(found)] == [(3, 1), (3, 2), (3, 3), (3, 7), (3, 8), (4, 0), (4, 7)]
    assert says(found)[5] == (4, 0, "与第2行是同一个摊点（“编号”相同），请删去一行。")
    with pytest.raises(Refused, match="请先核对无误再确认"):
        confirm(found, coordinator, at)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("before", "word", "kind"),
    [
        (None, "暂停", ChangeKind.SUSPEND),
        (None, "取消", ChangeKind.WITHDRAW),
        (ChangeKind.SUSPEND, "有效", ChangeKind.RESUME),
        (ChangeKind.SUSPEND, "取消", ChangeKind.WITHDRAW),
        (ChangeKind.WITHDRAW, "有效", ChangeKind.RESTORE),
        (ChangeKind.WITHDRAW, "", ChangeKind.RESTORE),
    ],
)
def test_state_column_moves_entries(
    bring: Bring, revise: Revise, before: ChangeKind | None, word: str, kind: ChangeKind
) -> None:
    entry = revise([stall("A-1")]).entries[0]
    if before:
        revise([to(before, entry)])
    found = bring(["A-1", "A-1号摊", "百货", "区市场监管局", word], headings=(*HEADINGS[:4], "状态"))
    assert (says(found), kinds(found)) == ([], [(2, kind)])


@pytest.mark.parametrize(
    ("before", "word"), [(None, "有效"), (None, ""), (ChangeKind.SUSPEND, "暂停"), (ChangeKind.WITHDRAW, "取消")]
)
def test_state_that_is_so_already_changes_nothing(
    bring: Bring, revise: Revise, before: ChangeKind | None, word: str
) -> None:
    entry = revise([stall("A-1")]).entries[0]
    if before:
        revise([to(before, entry)])
    found = bring(["A-1", "A-1号摊", "百货", "清和区市场监督管理局", word], headings=(*HEADINGS[:4], "状态"))
    assert counts(found)[:4] == (0, 0, 1, 0)


def test_state_that_cannot_be_is_a_fault(bring: Bring, revise: Revise) -> None:
    first, second = revise([stall("A-1"), stall("A-2")]).entries
    revise([to(ChangeKind.WITHDRAW, first), to(ChangeKind.WITHDRAW, second)])
    found = bring(
        ["A-1", "A-1号摊", "百货", "区市场监管局", "暂停"],
        ["A-2", "改名", "百货", "区市场监管局", "取消"],
        ["A-3", "三号", "百货", "区市场监管局", "取消"],
        ["A-4", "四号", "百货", "区市场监管局", "停用"],
        headings=(*HEADINGS[:4], "状态"),
    )
    assert says(found) == [
        (2, 4, "“A-1号摊”已取消，不能暂停；请改为“有效”重新列入，或者改为“取消”。"),
        (3, -1, "“A-2号摊”已取消，不能变更；如需再用，请办理“重新列入”。"),
        (4, 4, "新增的摊点状态只能是“有效”，请改正，或者核对唯一标识。"),
        (5, 4, "状态“停用”不对，请写“有效”“暂停”或者“取消”。"),
    ]


def test_key_that_was_changed_is_seen_by_the_number_of_the_entry(bring: Bring, revise: Revise) -> None:
    first, second = revise([stall("A-1"), stall("A-2")]).entries
    unknown = "00000000-0000-7000-8000-000000000000"
    found = bring(
        ["A-9", "A-1号摊", "百货", "区市场监管局", str(first)],
        ["A-2", "A-2号摊", "百货", "区市场监管局", str(second)],
        ["A-3", "三号", "百货", "区市场监管局", unknown],
        ["A-4", "四号", "百货", "区市场监管局", "第四"],
        headings=(*HEADINGS[:4], "条目编号（勿改）"),
    )
    assert says(found) == [
        (2, 0, "“编号”是摊点的唯一标识，不能变更。请取消本条，再按新的编号新增。"),
        (4, 4, f"没有编号是“{unknown}”的摊点；新增的请把这一格留空。"),
        (5, 4, "“第四”不是条目编号，请照导出的表填写；新增的请把这一格留空。"),
    ]
    assert found.counts["same"] == 1


def test_masked_personal_data_counts_as_unchanged_and_lies_sealed(bring: Bring, revise: Revise) -> None:
    revise([stall("A-1", telephone="13800000000"), stall("A-2", telephone="13900000000")])
    found = bring(
        ["A-1", "A-1号摊", "百货", "区市场监管局", "", "******"],
        ["A-2", "A-2号摊", "百货", "区市场监管局", "", "13700000000"],
        ["A-3", "三号", "百货", "区市场监管局", "", "1380****"],
    )
    assert says(found) == [(4, 5, "“电话”是遮盖后的内容（带 *），与现有的对不上，请填写完整内容。")]
    assert found.counts["same"] == 1
    changed = found.rows.get(outcome=ImportOutcome.CHANGE)
    assert set(changed.content["data"]["telephone"]) == {"sealed", "find"}
    assert "sealed" in found.rows.get(outcome=ImportOutcome.FAULT).content
    stored = SheetImport.objects.get(pk=found.pk)
    assert b"13700000000" not in bytes(stored.content) + bytes(stored.table)


def test_empty_cell_of_a_column_that_is_read_empties_the_field(
    bring: Bring, revise: Revise, coordinator: Actor, at: datetime
) -> None:
    revise([stall("A-1", licence="X-1", fee="30.00")])
    found = bring(["A-1", "A-1号摊", "百货", "区市场监管局", ""], headings=HEADINGS[:5])
    assert found.rows.get().content["data"] == {"licence": None}
    confirm(found, coordinator, at)
    assert Entry.objects.get().data.get("licence") is None
    assert Entry.objects.get().data["fee"] == "30.00"


def test_sheet_with_few_columns_changes_those_and_adds_nothing(bring: Bring, revise: Revise) -> None:
    revise([stall("A-1")])
    found = bring(["A-1", "20"], ["A-2", "30"], ["A-3", "40"], headings=("编号", "摊位费"))
    assert says(found) == [
        (
            3,
            -1,
            f"表里没有必填的“{title}”这一列，而有2个新增的摊点（从本行起）。请在表里加上这一列，或者在对应列时选定它。",
        )
        for title in ("名称", "类别", "登记单位")
    ]
    assert counts(bring(["A-1", "20"], headings=("编号", "摊位费"))) == (0, 1, 0, 0, 0)


def test_unit_imports_its_own_entries_only(
    bring: Bring, revise: Revise, handler: Actor, other_handler: Actor, at: datetime
) -> None:
    revise([stall("A-1"), stall("B-1", body="区城管局")])
    found = bring(
        ["A-1", "改名", "百货", "区市场监管局"],
        ["B-1", "改名", "百货", "区城管局"],
        ["B-2", "新增", "百货", "区城管局"],
        actor=handler,
    )
    say = "您不能维护“区城管局”的摊点，请删去这一行，由该单位或者统筹部门导入。"
    assert says(found) == [(3, 3, say), (4, 3, say)]
    assert found.counts["missing"] == 0
    with pytest.raises(Refused, match="请由本人继续"):
        imports.drop(actor=other_handler, sheet_import=found, at=at)


def test_who_keeps_no_register_imports_nothing(supervisor: Actor, outsider: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        imports.receive(actor=supervisor, register="stalls", name="摊点.xlsx", data=b"", at=at)
    assert not imports.imports_of(outsider).exists()


def test_references_are_found_and_refused_where_withdrawn(bring: Bring, revise: Revise) -> None:
    first, _ = revise([stall("A-1"), stall("A-2")]).entries
    revise([to(ChangeKind.WITHDRAW, first)])
    found = bring(
        ["A-3", "三号", "百货", "区市场监管局", "A-2号摊"],
        ["A-4", "四号", "百货", "区市场监管局", "A-1"],
        ["A-5", "五号", "百货", "区市场监管局", "没有的摊"],
        headings=(*HEADINGS[:4], "相邻摊点"),
    )
    assert [(row, column) for row, column, _ in says(found)] == [(3, 4), (4, 4)]
    assert says(found)[0][2].startswith("“相邻摊点”所指的“A-1号摊”已于2026-03-02取消")


def test_corrected_columns_are_remembered(bring: Bring, coordinator: Actor, at: datetime, district: District) -> None:
    data = workbook([("摊号", "名称", "类别", "登记单位", "批文"), ("A-1", "一号", "百货", "区司法局", "X")])
    found = imports.receive(actor=coordinator, register="stalls", name="a.xlsx", data=data, at=at)
    assert [each.field for each in imports.columns_of(found)][4] == ""
    with pytest.raises(Refused, match="没有对应到“编号”的列"):
        imports.set_columns(actor=coordinator, sheet_import=found, fields={0: "", 4: "licence"}, since=at.date(), at=at)
    with pytest.raises(Refused, match="两列都对应到“编号”") as twice:
        imports.set_columns(
            actor=coordinator, sheet_import=found, fields={0: "code", 4: "code"}, since=at.date(), at=at
        )
    assert twice.value.field == "column_4"
    found = imports.set_columns(
        actor=coordinator, sheet_import=found, fields={0: "code", 4: "licence"}, since=date(2026, 4, 1), at=at
    )
    assert counts(imports.check(actor=coordinator, sheet_import=found, at=at)) == (1, 0, 0, 0, 0)
    assert dict(ColumnMatch.objects.values_list("heading", "field")) == {"摊号": "code", "批文": "licence"}
    again = imports.receive(actor=coordinator, register="stalls", name="b.xlsx", data=data, at=at)
    assert [each.field for each in imports.columns_of(again)] == ["code", "name", "kind", "body", "licence"]
    confirm(found, coordinator, at)
    assert not Entry.objects.filter(since__lte=at.date()).exists()


def test_import_is_checked_again_when_the_register_moved(
    bring: Bring, revise: Revise, coordinator: Actor, at: datetime
) -> None:
    found = bring(["A-1", "一号", "百货", "区市场监管局"])
    revise([stall("A-1", name="先来的")])
    with pytest.raises(Refused, match="请点“重新核对”"):
        confirm(found, coordinator, at)
    found = imports.check(actor=coordinator, sheet_import=found, at=at)
    assert counts(found) == (0, 1, 0, 0, 0)
    confirm(found, coordinator, at)
    assert Entry.objects.get().title == "一号"
    with pytest.raises(Refused, match="不能再改"):
        confirm(found, coordinator, at)


def test_dropped_import_leaves_nothing_of_the_sheet(bring: Bring, coordinator: Actor, at: datetime) -> None:
    found = bring(["A-1", "一号", "百货", "区市场监管局"])
    imports.drop(actor=coordinator, sheet_import=found, at=at)
    kept = SheetImport.objects.get(pk=found.pk)
    assert (bytes(kept.content), bytes(kept.table), kept.columns, kept.rows.count()) == (b"", b"", [], 0)
    with pytest.raises(Refused, match="文件已删除"):
        imports.file_of(kept)


def test_register_of_a_procedure_gets_a_draft(bring: Bring, coordinator: Actor, at: datetime) -> None:
    found = bring(
        ["P-1", "职权一", "区司法局"],
        ["P-2", "职权二", "区司法局"],
        headings=("编码", "名称", "主体"),
        register="powers",
    )
    with pytest.raises(Refused, match="只能经规定的程序变更"):
        confirm(found, coordinator, at)
    draft = applying.propose(actor=coordinator, sheet_import=found, title="第一次动态调整", at=at)
    assert (draft.added, draft.changed, draft.withdrawn) == (2, 0, 0)
    found.refresh_from_db()
    assert (found.state, found.draft) == (ImportState.DONE, Draft.objects.get())
    assert not Entry.objects.exists()


def test_long_sheet_is_checked_and_applied_in_the_background(
    bring: Bring, coordinator: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.FIXED_NOW = at.isoformat()
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 1)
    data = workbook([HEADINGS[:4], ("A-1", "一号", "百货", "区司法局"), ("A-2", "二号", "百货", "区司法局")])
    found = imports.receive(actor=coordinator, register="stalls", name="a.xlsx", data=data, at=at)
    job = imports.start_check(actor=coordinator, sheet_import=found, next_url="/there/", at=at)
    assert isinstance(job, Job)
    found.refresh_from_db()
    assert (found.state, found.job) == (ImportState.CHECKING, job)
    with pytest.raises(Refused, match="正在后台处理"):
        imports.drop(actor=coordinator, sheet_import=found, at=at)
    whose = {"import_id": found.pk, "person_id": coordinator.person.pk, "next_url": "/there/"}
    tasks.check(job_id=job.pk, **whose)
    job.refresh_from_db()
    found.refresh_from_db()
    assert (job.state, job.say, job.next_url) == ("done", "核对了 2 行，没有错误。", "/there/")
    asked = applying.start_apply(
        actor=coordinator, sheet_import=found, reason="年度核对", document="", withdraw_missing=False,
        next_url="/there/", at=at,
    )  # fmt: skip
    assert isinstance(asked, Job)
    said = {"reason": "年度核对", "document": "", "withdraw_missing": False}
    tasks.apply(job_id=asked.pk, **whose, **said)
    asked.refresh_from_db()
    found.refresh_from_db()
    assert asked.say == "已导入，第 1 次修订：新增 2 条，变更 0 条，取消 0 条。"
    assert (found.state, Entry.objects.count()) == (ImportState.DONE, 2)


def test_background_work_that_fails_can_be_gone_on_with(
    bring: Bring, revise: Revise, coordinator: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.FIXED_NOW = at.isoformat()
    found = bring(["A-1", "一号", "百货", "区市场监管局"])
    revise([stall("A-2")])
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 0)
    said = {"reason": "年度核对", "document": "", "withdraw_missing": False, "next_url": "/there/"}
    job = applying.start_apply(actor=coordinator, sheet_import=found, at=at, **said)
    assert isinstance(job, Job)
    tasks.apply(job_id=job.pk, import_id=found.pk, person_id=coordinator.person.pk, **said)
    job.refresh_from_db()
    found.refresh_from_db()
    assert (job.state, found.state) == ("failed", ImportState.READY)
    assert "请点“重新核对”" in job.say


def test_number_of_statements_does_not_depend_on_rows(bring: Bring, coordinator: Actor, at: datetime) -> None:
    def statements(count: int) -> int:
        lines = [(f"A-{number}", "摊", "百货", "区司法局") for number in range(count)]
        data = workbook([HEADINGS[:4], *lines])
        found = imports.receive(actor=coordinator, register="stalls", name="a.xlsx", data=data, at=at)
        with CaptureQueriesContext(connection) as asked:
            imports.check(actor=coordinator, sheet_import=found, at=at)
        return len(asked)

    statements(1)
    assert statements(40) == statements(3)
