"""Entries of registers in acts: kept as they stand on the day, refused when not good, and what they fill in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fazhi.cases import correcting, taking
from fazhi.cases.models import Case, EntryUse
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.registers.changes import ChangeKind
from tests.cases.listing import benchmark, change, power_item

BASIS = "《清和市市容管理条例》第二十条"


@pytest.fixture
def item(district: Any) -> UUID:
    return power_item(district.market, code="ZF001", legal_basis=BASIS)


def entered(case: Case, field: str) -> Any:
    return case.acts.order_by("-seq").first().content["data"].get(field)


def test_an_entry_is_kept_with_how_it_stands_and_fills_in_what_it_says(
    opened: Callable[..., Taken], item: UUID
) -> None:
    taken = opened(power_item=str(item))
    kept = entered(taken.case, "power_item")
    assert (kept["id"], kept["title"], kept["valid"]) == (str(item), "对占道经营的处罚", True)
    assert entered(taken.case, "law_basis") == BASIS
    assert entered(taken.case, "power_kind") == "penalty"


@pytest.mark.parametrize("said", ["对占道经营的处罚", {"title": "对占道经营的处罚"}])
def test_an_entry_may_be_named_by_title(opened: Callable[..., Taken], item: UUID, said: Any) -> None:
    assert entered(opened(power_item=said).case, "power_item")["id"] == str(item)


def test_a_withdrawn_item_stops_new_cases_and_says_why(opened: Callable[..., Taken], item: UUID, district: Any) -> None:
    change(district.market, "power_items", ChangeKind.WITHDRAW, item, on=date(2026, 3, 1), document="清政〔2026〕3号")
    with pytest.raises(ActRefused) as refused:
        opened(power_item=str(item))
    assert refused.value.say == (
        "“权责清单事项”选的“对占道经营的处罚”已于2026-03-01取消（依据：清政〔2026〕3号），"
        "不能据以办理，请另选有效的条目。"
    )
    assert Case.objects.count() == 0


def test_an_item_counts_as_it_stood_on_the_day_of_the_act(
    opened: Callable[..., Taken], item: UUID, district: Any
) -> None:
    change(district.market, "power_items", ChangeKind.WITHDRAW, item, on=date(2026, 3, 2))
    assert opened(power_item=str(item), on=date(2026, 2, 27)).case.pk
    with pytest.raises(ActRefused, match="已于2026-03-02取消"):
        opened(power_item=str(item), on=date(2026, 3, 2))


def test_a_running_case_keeps_what_it_has(
    opened: Callable[..., Taken], item: UUID, district: Any, officers: list[Actor], at: datetime
) -> None:
    case = opened(power_item=str(item)).case
    change(district.market, "power_items", ChangeKind.WITHDRAW, item, on=at.date())
    data = {"proposed": "warning", "basis_kind": "regulation", "defence": "none"}
    taking.take(
        actor=officers[0], case_id=case.pk, given=Given("inform", at.date(), data=data), at=at + timedelta(hours=1)
    )
    case.refresh_from_db()
    assert case.data["power_item"]["valid"] is True


def test_an_item_of_another_body_is_refused(opened: Callable[..., Taken], district: Any) -> None:
    other = power_item(district.urban, code="CG001")
    with pytest.raises(ActRefused, match="属于清和区城市管理局，不是清和区市场监督管理局的"):
        opened(power_item=str(other))


def test_an_item_that_is_no_penalty_is_refused_by_the_procedure(opened: Callable[..., Taken], district: Any) -> None:
    other = power_item(district.market, code="XK001", kind="confirmation", name="某项确认")
    with pytest.raises(ActRefused, match="不是行政处罚事项"):
        opened(power_item=str(other))


def test_what_nobody_listed_is_refused_at_its_field(opened: Callable[..., Taken], item: UUID) -> None:
    with pytest.raises(ActRefused) as refused:
        opened(power_item="没有这一项")
    assert (refused.value.field, refused.value.malformed) == ("power_item", True)
    assert refused.value.say == "“权责清单事项”选的“没有这一项”不在《权责清单》中，请重新选择。"


def test_what_an_entry_fills_cannot_be_typed_where_nobody_is_asked(opened: Callable[..., Taken], item: UUID) -> None:
    with pytest.raises(ActRefused, match="“事项类型”由“权责清单事项”带出，请不要另填"):
        opened(power_item=str(item), power_kind="permit")


def test_uses_are_found_from_the_entry_and_rebuilt(opened: Callable[..., Taken], item: UUID, at: datetime) -> None:
    case = opened(power_item=str(item)).case
    seen = list(EntryUse.objects.values_list("case", "register", "entry_id", "field", "opened_on"))
    assert seen == [(case.pk, "power_items", item, "power_item", at.date())]
    rebuild(case.pk, at=at)
    assert list(EntryUse.objects.values_list("case", "register", "entry_id", "field", "opened_on")) == seen


def test_a_correction_puts_another_entry_in_its_place(
    opened: Callable[..., Taken], item: UUID, district: Any, officers: list[Actor], at: datetime
) -> None:
    case = opened(power_item=str(item)).case
    other = power_item(district.market, code="ZF002", name="对无照经营的处罚")
    later = at + timedelta(hours=1)
    correcting.correct(
        actor=officers[0], case_id=case.pk, seq=1, reason="选错", data={"power_item": str(other)}, at=later
    )
    assert [use.entry_id for use in EntryUse.objects.all()] == [other]
    change(district.market, "power_items", ChangeKind.SUSPEND, item, on=at.date())
    with pytest.raises(ActRefused, match="暂停"):
        correcting.correct(
            actor=officers[0], case_id=case.pk, seq=1, reason="改回", data={"power_item": str(item)}, at=later
        )


@pytest.fixture
def proposing(opened: Callable[..., Taken], officers: list[Actor], district: Any, at: datetime) -> Callable[..., Taken]:
    """A case under a discretion benchmark, informed of a fine; then decided."""
    case = opened(benchmark=str(benchmark(district.market))).case
    informed = {"proposed": "fine", "proposed_fine": "150", "basis_kind": "regulation", "law_basis": BASIS}
    given = Given("inform", at.date(), data=informed | {"defence": "none"})
    taking.take(actor=officers[0], case_id=case.pk, given=given, at=at + timedelta(hours=1))

    def decide(**data: Any) -> Taken:
        values = {"circumstances": ["none"], "correction": "done"} | data
        given = Given("decide", at.date(), "fine", data=values)
        return taking.take(actor=officers[0], case_id=case.pk, given=given, at=at + timedelta(hours=2))

    return decide


def test_a_fine_within_the_tier_is_taken(proposing: Callable[..., Taken]) -> None:
    assert proposing(fine="150", benchmark_tier="一般").case.data["fine"] == "150.00"


def test_a_fine_outside_the_tier_needs_a_reason(proposing: Callable[..., Taken]) -> None:
    with pytest.raises(ActRefused, match="罚款数额在所选裁量阶次的幅度以外"):
        proposing(fine="50", benchmark_tier="一般")
    assert proposing(fine="50", benchmark_tier="一般", departure_reason="主动配合，且系生活困难家庭，经局长批准。").seq


def test_a_tier_that_the_benchmark_does_not_have_is_refused(proposing: Callable[..., Taken]) -> None:
    with pytest.raises(ActRefused, match="没有“从重”，请从下列中选：从轻、一般"):
        proposing(fine="150", benchmark_tier="从重")
