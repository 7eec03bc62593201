from uuid import UUID

import pytest

from fazhi.record.database import RecordVerdict, verify_database
from fazhi.record.errors import RecordError
from fazhi.record.verdicts import Break, LogVerdict
from tests.record.conftest import Store
from tests.record.small_chain import KEY, SmallCase


@pytest.fixture
def three(store: Store) -> Store:
    """Cases 1 to 3 of three acts each, in a log of two checkpoints."""
    for place in (1, 2, 3):
        store.add(place)
    store.checkpoint()
    store.checkpoint()
    return store


def verify(store: Store) -> RecordVerdict:
    return verify_database(store.connection, attachment=store.papers.get, public_key=KEY.public_pem)


def only_break(store: Store) -> tuple[int, Break]:
    verdict = verify(store)
    assert len(verdict.broken) == 1
    return verdict.broken[0].id.int, verdict.broken[0].found


def size(small: SmallCase) -> int:
    return sum(len(act.body) for act in small.acts)


def test_verify_database_that_holds(three: Store) -> None:
    total = sum(size(small) for small in three.cases.values())
    assert verify(three) == RecordVerdict((), 3, 9, total, 9, LogVerdict(None, 6, 2))


def test_verify_database_without_cases(store: Store) -> None:
    assert verify_database(store.connection).ok
    assert verify_database(store.connection, public_key=KEY.public_pem).log == LogVerdict(None, 0, 0)


def test_verify_one_case_by_number_or_id_reads_no_other(three: Store) -> None:
    three.change("update cases_act set body = body || ' ' where case_id = %s", UUID(int=3))
    for case in ("清市监罚〔2026〕2号", str(UUID(int=2))):
        verdict = verify_database(three.connection, case=case, public_key=KEY.public_pem)
        assert (verdict.ok, verdict.cases, verdict.acts, verdict.log) == (True, 1, 3, None)
    assert not verify_database(three.connection, case=str(UUID(int=3))).ok


def test_verify_one_case_that_is_not_there(three: Store) -> None:
    with pytest.raises(RecordError, match="没有案号或标识为“x”的案件"):
        verify_database(three.connection, case="x")


def test_verify_leaves_the_connection_ready(three: Store) -> None:
    three.change("update cases_act set hash = %s where seq = 1", b"x")
    assert len(verify_database(three.connection, most_breaks=2).broken) == 2
    three.change("update cases_case set number = 'later' where id = %s", UUID(int=1))


def test_changed_body_is_found_at_its_act(three: Store) -> None:
    three.change(
        "update cases_act set body = replace(body, '5000', '3000') where case_id = %s and seq = 2", UUID(int=2)
    )
    place, found = only_break(three)
    assert (place, found.seq, found.kind) == (2, 2, "hash")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("step", "decide"), ("step", None), ("result", "refused"), ("thread", "other"), ("kind", "correction"),
        ("performed_on", "2026-01-01"), ("recorded_at", "2026-01-01T00:00:00+00:00"), ("person_id", 8),
        ("person_id", None), ("procedure", "other"), ("organization_id", "market"),
    ],
)  # fmt: skip
def test_changed_column_is_found_at_its_act(three: Store, column: str, value: object) -> None:
    three.change(f"update cases_act set {column} = %s where case_id = %s and seq = 2", value, UUID(int=1))
    place, found = only_break(three)
    assert (place, found.seq, found.kind) == (1, 2, "column")
    assert f"第2条记录的列 {column}（" in found.say


@pytest.mark.parametrize(
    ("column", "value"), [("procedure", "other"), ("edition", "2020-01-01"), ("organization_id", "market")]
)
def test_changed_column_of_a_case_is_found(three: Store, column: str, value: str) -> None:
    three.change(f"update cases_case set {column} = %s where id = %s", value, UUID(int=2))
    place, found = only_break(three)
    assert (place, found.seq, found.kind) == (2, 0, "column")
    assert found.say.startswith(f"案件的列 {column.removesuffix('_id')}（{value}）")


def test_changed_number_of_a_case_is_found(store: Store) -> None:
    store.add(1, number="清市监罚〔2026〕1号")
    assert verify(store).ok
    store.change("update cases_case set number = '清市监罚〔2026〕9号'")
    place, found = only_break(store)
    assert (place, found.seq, found.kind) == (1, 1, "column")
    assert found.say == "第1条记录所记案号是 清市监罚〔2026〕1号，案件的列却是 清市监罚〔2026〕9号。"


def test_a_form_that_is_not_canonical_is_found_when_asked_for(store: Store) -> None:
    store.add(1, spaced=True)
    assert verify_database(store.connection).ok
    broken = verify_database(store.connection, form=True).broken
    assert [(each.found.seq, each.found.kind) for each in broken] == [(1, "form")]


def test_deleted_act_is_found(three: Store) -> None:
    three.change("delete from cases_act where case_id = %s and seq = 2", UUID(int=2))
    verdict = verify(three)
    assert [(each.id.int, each.found) for each in verdict.broken] == [
        (2, Break(2, "第2条记录缺失，其后是第3条。", "gap"))
    ]


def test_deleted_last_act_is_found_by_the_head_and_by_the_log(three: Store) -> None:
    three.change("delete from cases_act where case_id = %s and seq = 3", UUID(int=2))
    verdict = verify(three)
    assert [each.found.kind for each in verdict.broken] == ["head"]
    assert verdict.log is not None
    assert verdict.log.first_break is not None
    assert verdict.log.first_break.say.endswith("的第3条记录已不存在。")


def test_case_without_its_acts_is_found(three: Store) -> None:
    three.change("delete from cases_act where case_id = %s", UUID(int=3))
    assert only_break(three)[1].kind == "head"


@pytest.mark.parametrize("place", [1, 2, 3])
def test_acts_without_their_case_are_found(three: Store, place: int) -> None:
    three.change("delete from cases_case where id = %s", UUID(int=place))
    assert only_break(three) == (place, Break(0, "有办理记录，但案件本身不存在。", "head"))


def test_case_deleted_with_its_acts_is_found_by_the_log(three: Store) -> None:
    three.change("delete from cases_act where case_id = %s", UUID(int=2))
    three.change("delete from cases_case where id = %s", UUID(int=2))
    verdict = verify(three)
    assert (verdict.broken, verdict.cases) == ((), 2)
    assert verdict.log is not None
    assert verdict.log.first_break is not None


def test_chain_rewritten_from_end_to_end_is_found_by_the_log(three: Store) -> None:
    for table in ("cases_act where case_id", "cases_case where id"):
        three.change(f"delete from {table} = %s", UUID(int=2))
    three.add(2, facts="现场未见违法")
    verdict = verify(three)
    assert verdict.broken == ()
    assert verdict.log is not None
    assert verdict.log.first_break is not None
    assert verdict.log.first_break.say.endswith("记录在公开之后被整体改写。")


def test_chain_moved_under_another_case_is_found(three: Store) -> None:
    new = UUID(int=9)
    three.change("update cases_case set id = %s where id = %s", new, UUID(int=2))
    three.change("update cases_act set case_id = %s where case_id = %s", new, UUID(int=2))
    assert only_break(three) == (9, Break(0, f"案件首部写的不是本案（{new}）。", "header"))


def test_changed_head_is_found(three: Store) -> None:
    three.change("update cases_case set head_seq = 4 where id = %s", UUID(int=1))
    assert only_break(three)[1] == Break(3, "案件应有4条记录，只有3条：末尾的记录缺失。", "head")


def test_changed_log_is_found(three: Store) -> None:
    three.change("update cases_logentry set leaf = replace(leaf, '2026', '2025') where index = 0")
    verdict = verify(three)
    assert verdict.broken == ()
    assert verdict.log is not None
    assert not verdict.log.ok


def test_log_may_name_a_case_without_acts(store: Store) -> None:
    store.add(1, acts=0)
    store.checkpoint()
    assert verify(store).ok
    store.change("update cases_case set header = replace(header, 'justice', 'another')")
    assert not verify(store).ok


def test_unsigned_end_of_the_log_is_told(three: Store) -> None:
    three.change("delete from cases_checkpoint where size = 6")
    assert verify(three).log == LogVerdict(None, 6, 1, unsigned=3)
