"""Follow-up (督办, A15): a matter is handed to a unit, answered, settled, and closed (销号) by the coordinator.

    issue → respond → feedback … → settle → close
                                     ↑  ↓
                                   return_          (extend: ordinary → hard, while open)

Nothing else changes a follow-up. Every verb writes one entry; the nodes' moments follow from the entries and the rule.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fazhi.catalog.followup_rules import Difficulty, FollowUpRule
from fazhi.files.models import KeptFile
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.plans import numbering
from fazhi.plans.entering import enter
from fazhi.plans.followup.rules import DerivedNode, moment_words, nodes_for, rule_named, turning_points
from fazhi.plans.models import FollowUp, FollowUpEntry, FollowUpNode, Task
from fazhi.plans.refusals import Refused
from fazhi.plans.seats import acting_unit, required_text

Kind, State = FollowUpEntry.Kind, FollowUp.State
NUMBER_WORD = "督"
LONGEST_SOURCE = 200


@transaction.atomic
def issue(
    *,
    actor: Actor,
    units: Sequence[Organization],
    matter: str,
    source: str,
    rule: str,
    difficulty: str = FollowUp.Difficulty.ORDINARY,
    task: Task | None = None,
    files: Sequence[KeptFile] = (),
    at: datetime,
) -> list[FollowUp]:
    """Hands a matter to one or several units: each gets a follow-up and a number (清督〔2026〕12号) of its own.

    Raises: NotAllowed unless the coordinator of the units' jurisdiction asks; Refused for what is missing or unknown.
    """
    units = list({unit.pk: unit for unit in units}.values())
    _check_units(actor, units, task, timezone.localtime(at).date())
    matter = required_text(matter, "请写明督办事项。", field="matter")
    source = _checked_source(source)
    if difficulty not in FollowUp.Difficulty.values:
        raise Refused("请选择一般事项或复杂事项。", field="difficulty")
    chosen = rule_named(rule)
    year = timezone.localtime(at).year
    area = units[0].jurisdiction
    numbers = numbering.take(jurisdiction_id=area.pk, kind="followup", year=year, count=len(units))
    issuing_unit = acting_unit(actor, permissions.FOLLOWUP_ISSUE, units[0])
    made = FollowUp.objects.bulk_create(
        FollowUp(
            jurisdiction=area,
            number=numbering.document_number(area, NUMBER_WORD, year, number),
            source=source,
            matter=matter,
            task=task,
            unit=unit,
            difficulty=difficulty,
            rule=chosen.id,
            terms=chosen.model_dump(mode="json", by_alias=True),
            issuing_unit=issuing_unit,
            issued_by=actor.person,
            issued_at=at,
        )
        for number, unit in zip(numbers, units, strict=True)
    )
    derived = nodes_for(chosen, Difficulty(difficulty), at)
    FollowUpNode.objects.bulk_create(_node(followup, each) for followup in made for each in derived)
    for followup in made:
        enter(followup.entries, followup.unit, Kind.ISSUE, actor, permissions.FOLLOWUP_ISSUE, matter, files, at)
    return made


@transaction.atomic
def respond(
    *, actor: Actor, followup: FollowUp, text: str = "", files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The unit takes the matter on (响应). Refused when it has responded already or the matter is no longer open."""
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_ANSWER, organization=followup.unit)
    _must_be_open(followup, "响应")
    earlier = followup.entries.filter(kind=Kind.RESPOND).first()
    if earlier:
        raise Refused(f"本单位已于{moment_words(earlier.at)}响应，无需重复。办理进展请用“反馈进展”。")
    _meet(followup, "responded", at)
    said = text.strip()
    return enter(followup.entries, followup.unit, Kind.RESPOND, actor, permissions.FOLLOWUP_ANSWER, said, files, at)


@transaction.atomic
def feedback(
    *, actor: Actor, followup: FollowUp, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The unit says how far it is (反馈进展). Feedback before any response counts as the response too."""
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_ANSWER, organization=followup.unit)
    _must_be_open(followup, "反馈")
    text = required_text(text, "请写明办理进展。", field="text")
    _meet(followup, "responded", at)
    _meet(followup, "feedback", at, first_only=True)
    return enter(followup.entries, followup.unit, Kind.FEEDBACK, actor, permissions.FOLLOWUP_ANSWER, text, files, at)


@transaction.atomic
def settle(
    *, actor: Actor, followup: FollowUp, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The unit reports the matter done and asks for closing (申请办结). It meets all that the unit still owed."""
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_ANSWER, organization=followup.unit)
    _must_be_open(followup, "申请办结")
    text = required_text(text, "请写明办理结果。", field="text")
    for what in ("responded", "feedback", "settled"):
        _meet(followup, what, at)
    _change_state(followup, State.SETTLED)
    return enter(followup.entries, followup.unit, Kind.SETTLE, actor, permissions.FOLLOWUP_ANSWER, text, files, at)


@transaction.atomic
def return_(
    *, actor: Actor, followup: FollowUp, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The coordinator is not content and hands the matter back (退回重办), with the reason.

    The days during which it lay with the coordinator are not the unit's: its limit moves by them, rounded up.
    """
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_CLOSE, organization=followup.unit)
    if followup.state != State.SETTLED:
        raise Refused(f"该事项{followup.get_state_display()}，只有已申请办结的事项才能退回。")
    text = required_text(text, "请写明退回原因和重办要求。", field="text")
    rule = terms_of(followup)
    for node in followup.nodes.filter(met_by="settled", withdrawn_at=None).exclude(met_at=None):
        _reopen(rule, node, at)
    _start_dependents(followup)
    _change_state(followup, State.OPEN)
    return enter(followup.entries, followup.unit, Kind.RETURN, actor, permissions.FOLLOWUP_CLOSE, text, files, at)


@transaction.atomic
def extend(
    *, actor: Actor, followup: FollowUp, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The coordinator turns an open ordinary matter into a hard one (转为复杂事项), with the reason.

    The open nodes are worked out anew from the day of issue; the entry says after the reason which limits moved.
    """
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_ISSUE, organization=followup.unit)
    _must_be_open(followup, "转为复杂事项")
    if followup.difficulty == FollowUp.Difficulty.HARD:
        raise Refused("该事项已经是复杂事项。")
    text = required_text(text, "请写明转为复杂事项的理由。", field="text")
    moved = _recompute(followup, Difficulty.HARD, at)
    if not moved:
        raise Refused(f"“{terms_of(followup).title}”不区分难易，转为复杂事项不改变任何时限。")
    followup.difficulty = FollowUp.Difficulty.HARD
    followup.save(update_fields=["difficulty"])
    said = f"{text}\n时限变动：{'；'.join(moved)}。"
    return enter(followup.entries, followup.unit, Kind.EXTEND, actor, permissions.FOLLOWUP_ISSUE, said, files, at)


@transaction.atomic
def close(
    *, actor: Actor, followup: FollowUp, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> FollowUpEntry:
    """The coordinator closes a settled matter (销号), with a conclusion. It is never opened again."""
    followup = _locked(followup)
    permissions.require(actor, permissions.FOLLOWUP_CLOSE, organization=followup.unit)
    if followup.state == State.OPEN:
        raise Refused("承办单位尚未申请办结，不能销号。请待其办结，或先退回、催办。")
    if followup.state == State.CLOSED:
        raise Refused(f"该事项已于{moment_words(followup.closed_at or at)}销号。")
    text = required_text(text, "请写明销号结论：核查情况和是否办到位。", field="text")
    _meet(followup, "closed", at)
    followup.closed_at = at
    followup.save(update_fields=["closed_at"])
    _change_state(followup, State.CLOSED)
    return enter(followup.entries, followup.unit, Kind.CLOSE, actor, permissions.FOLLOWUP_CLOSE, text, files, at)


def _check_units(actor: Actor, units: Sequence[Organization], task: Task | None, today: date) -> None:
    if not units:
        raise Refused("请至少选择一个承办单位。", field="units")
    for unit in units:
        permissions.require(actor, permissions.FOLLOWUP_ISSUE, organization=unit)
        if unit.dissolved_on is not None and unit.dissolved_on <= today:
            raise Refused(f"“{unit}”已撤销，不能交办，请改选承接其职责的单位。", field="units")
    areas = {unit.jurisdiction_id for unit in units} | ({task.jurisdiction_id} if task else set())
    if len(areas) > 1:
        raise Refused("承办单位（和任务）须在同一辖区，请按辖区分别交办。", field="units")


def _checked_source(source: str) -> str:
    source = required_text(source, "请写明来源，例如会议、批示、检查或任务名称。", field="source")
    if len(source) > LONGEST_SOURCE:
        said = f"来源最多 {LONGEST_SOURCE} 字，现有 {len(source)} 字，请把详情写入督办事项。"
        raise Refused(said, field="source")
    return source


def terms_of(followup: FollowUp) -> FollowUpRule:
    """The rule as it stood when the follow-up was issued."""
    return FollowUpRule.model_validate_json(json.dumps(followup.terms))


def _locked(followup: FollowUp) -> FollowUp:
    """The row as it is now, held until the verb ends: unit and coordinator may act on it at the same moment."""
    held = FollowUp.objects.select_for_update(of=("self",)).select_related("unit", "jurisdiction", "issuing_unit")
    return held.get(pk=followup.pk)


def _must_be_open(followup: FollowUp, what: str) -> None:
    if followup.state == State.SETTLED:
        raise Refused(f"该事项已申请办结，正等待销号，不能再{what}。如需补充，请联系督办人员退回。")
    if followup.state == State.CLOSED:
        raise Refused(f"该事项已销号，不能再{what}。")


def _change_state(followup: FollowUp, state: FollowUp.State) -> None:
    followup.state = state
    followup.save(update_fields=["state"])


def _meet(followup: FollowUp, met_by: str, at: datetime, *, first_only: bool = False) -> None:
    """Marks open nodes as met by this kind of entry, and starts the nodes counted from them.

    A rule may ask for feedback several times; one feedback then meets only the first that is still open.
    """
    nodes = list(followup.nodes.filter(met_by=met_by, met_at=None, withdrawn_at=None))
    for node in nodes[:1] if first_only else nodes:
        node.met_at = at
        node.save(update_fields=["met_at"])
    if nodes:
        _start_dependents(followup)


def _start_dependents(followup: FollowUp) -> None:
    """Sets the limits of open nodes counted from another node: they run once that one is met, and stop with it."""
    rule = terms_of(followup)
    counted = {node.key for node in rule.nodes if node.counted_from != "issued"}
    if not counted:
        return
    derived = {each.key: each for each in _derived(followup, rule, Difficulty(followup.difficulty))}
    for node in followup.nodes.filter(key__in=counted, met_at=None, withdrawn_at=None):
        _write_limit(node, rule, derived[node.key].must_by, derived[node.key].counted)


def _derived(followup: FollowUp, rule: FollowUpRule, difficulty: Difficulty) -> tuple[DerivedNode, ...]:
    met = {node.key: node.met_at for node in followup.nodes.all() if node.met_at is not None}
    return nodes_for(rule, difficulty, followup.issued_at, met)


def _write_limit(node: FollowUpNode, rule: FollowUpRule, must_by: datetime | None, counted: str) -> None:
    turns = turning_points(rule, node.key, must_by)
    node.must_by, node.counted = must_by, counted
    node.near_at, node.yellow_at, node.red_at = turns.near_at, turns.yellow_at, turns.red_at
    node.save(update_fields=["must_by", "counted", "near_at", "yellow_at", "red_at"])


def _reopen(rule: FollowUpRule, node: FollowUpNode, at: datetime) -> None:
    """Opens a met node again; the days since it was met, rounded up, are added to its limit."""
    assert node.met_at is not None
    waited = at - node.met_at
    days = waited.days + (1 if waited > timedelta(days=waited.days) else 0)
    node.met_at = None
    node.save(update_fields=["met_at"])
    if node.must_by is not None:
        must_by = node.must_by + timedelta(days=days)
        said = f"{node.counted}；{_day(at)}退回，待核{days}日不计，顺延至{moment_words(must_by)}止"
        _write_limit(node, rule, must_by, said[-300:])


def _recompute(followup: FollowUp, difficulty: Difficulty, at: datetime) -> list[str]:
    """Brings the open nodes to another difficulty; says in words what moved. Met nodes stay as they are."""
    rule = terms_of(followup)
    present = {node.key: node for node in followup.nodes.filter(withdrawn_at=None)}
    wanted = {each.key: each for each in _derived(followup, rule, difficulty)}
    moved = []
    for key, node in present.items():
        if key not in wanted and node.met_at is None:
            node.withdrawn_at = at
            node.save(update_fields=["withdrawn_at"])
            moved.append(f"“{node.title}”（{_limit_words(node.must_by)}）不再计时")
    for key, each in wanted.items():
        if key not in present:
            FollowUpNode.objects.bulk_create([_node(followup, each)])
            moved.append(f"新设“{each.title}”，{_limit_words(each.must_by)}")
        elif present[key].order != each.order:
            FollowUpNode.objects.filter(pk=present[key].pk).update(order=each.order)
    return moved


def _node(followup: FollowUp, each: DerivedNode) -> FollowUpNode:
    return FollowUpNode(
        jurisdiction_id=followup.jurisdiction_id,
        followup=followup,
        key=each.key,
        title=each.title,
        order=each.order,
        actor=each.actor,
        met_by=each.met_by,
        must_by=each.must_by,
        counted=each.counted,
        remind_days=list(each.remind_days),
        near_at=each.near_at,
        yellow_at=each.yellow_at,
        red_at=each.red_at,
        red_on_second_miss=each.red_on_second_miss,
        in_bulletin=each.in_bulletin,
    )


def _limit_words(must_by: datetime | None) -> str:
    return f"{moment_words(must_by)}止" if must_by else "不设时限"


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"
