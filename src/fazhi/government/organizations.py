"""Setting up, renaming, moving and dissolving units (单位). The tree's `path` is kept true here and nowhere else."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from fazhi.government.actors import Actor
from fazhi.government.models import Alias, Jurisdiction, Membership, Organization
from fazhi.government.names import key
from fazhi.government.permissions import PLAN_IMPORT, TREE_MANAGE, UNIT_MANAGE, NotAllowed, require
from fazhi.government.records import record
from fazhi.government.refusals import Refused


@transaction.atomic
def create(
    *,
    actor: Actor | None,
    jurisdiction: Jurisdiction,
    parent: Organization | None,
    kind: str,
    name: str,
    short_name: str,
    aliases: Iterable[str] = (),
    at: datetime,
) -> Organization:
    """Sets a unit into the tree under `parent` (None: at the top). `actor` is None only while installing.

    Raises: NotAllowed; Refused when the name is empty or taken, or the parent lies elsewhere.
    """
    _may_manage_tree(actor, jurisdiction)
    name, short_name = name.strip(), short_name.strip() or name.strip()
    if not name:
        raise Refused("请填写单位全称。", field="name")
    if parent is not None and parent.jurisdiction_id != jurisdiction.pk:
        raise Refused(f"上级单位“{parent}”不在{jurisdiction}。", field="parent")
    _name_is_free(jurisdiction, name)
    last = Organization.objects.filter(jurisdiction=jurisdiction).count()
    unit = Organization.objects.create(
        jurisdiction=jurisdiction, parent=parent, kind=kind, name=name, short_name=short_name, order=last
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save(update_fields=["path"])
    for alias in aliases:
        _add_alias(unit, alias)
    record(actor=actor, verb="设立单位", subject=unit.name, at=at, jurisdiction_id=jurisdiction.pk, kind=kind)
    return unit


@transaction.atomic
def rename(*, actor: Actor, organization: Organization, name: str, short_name: str, at: datetime) -> None:
    """Gives a unit new names; the old full name stays findable as an alias."""
    require(actor, TREE_MANAGE, organization=organization)
    unit = Organization.objects.select_for_update().get(pk=organization.pk)
    name = name.strip()
    if not name:
        raise Refused("请填写单位全称。", field="name")
    if name != unit.name:
        _name_is_free(unit.jurisdiction, name)
    before = unit.name
    unit.name, unit.short_name = name, short_name.strip() or name
    unit.save(update_fields=["name", "short_name"])
    taken = Alias.objects.filter(jurisdiction=unit.jurisdiction, key=key(before, unit.jurisdiction))
    if before != name and not taken.exists():
        _add_alias(unit, before)
    record(actor=actor, verb="更名", subject=name, at=at, before=before)


@transaction.atomic
def move(*, actor: Actor, organization: Organization, parent: Organization | None, at: datetime) -> None:
    """Hangs a unit with all that is below it under another parent. Raises Refused for a circle."""
    require(actor, TREE_MANAGE, organization=organization)
    # The whole jurisdiction's tree is locked: two moves at once could otherwise make a circle between them.
    list(Organization.objects.select_for_update().filter(jurisdiction=organization.jurisdiction_id).values_list("pk"))
    unit = Organization.objects.get(pk=organization.pk)
    above = Organization.objects.get(pk=parent.pk) if parent is not None else None
    if above is not None and above.jurisdiction_id != unit.jurisdiction_id:
        raise Refused(f"上级单位“{above}”不在同一辖区。", field="parent")
    if above is not None and above.path.startswith(unit.path):
        raise Refused(f"不能把“{unit}”移到它自己或它的下级“{above}”之下。", field="parent")
    path = f"{above.path if above else ''}{unit.pk}."
    Organization.objects.filter(path__startswith=unit.path).update(
        path=Concat(Value(path), Substr(F("path"), len(unit.path) + 1))
    )
    Organization.objects.filter(pk=unit.pk).update(parent=above)
    record(actor=actor, verb="调整隶属", subject=unit.name, at=at, parent=str(above or "无上级"))


@transaction.atomic
def dissolve(*, actor: Actor, organization: Organization, on: date, at: datetime) -> None:
    """Ends a unit from a day on; what it has done stays. Raises Refused while it has living children or members."""
    require(actor, TREE_MANAGE, organization=organization)
    unit = Organization.objects.select_for_update().get(pk=organization.pk)
    if unit.dissolved_on:
        raise Refused(f"“{unit}”已于{unit.dissolved_on}撤销。")
    if unit.children.filter(dissolved_on=None).exists():
        raise Refused(f"“{unit}”还有下级单位，请先调整或撤销下级单位。")
    if Membership.objects.filter(organization=unit, ended_on=None).exists():
        raise Refused(f"“{unit}”还有在任人员，请先办理离任或转任。")
    unit.dissolved_on = on
    unit.save(update_fields=["dissolved_on"])
    record(actor=actor, verb="撤销单位", subject=unit.name, at=at, on=on.isoformat())


@transaction.atomic
def add_alias(*, actor: Actor, organization: Organization, name: str, at: datetime) -> Alias:
    """Teaches another name for a unit. Raises Refused when it already names a unit."""
    require(actor, UNIT_MANAGE, organization=organization)
    alias = _add_alias(organization, name)
    record(actor=actor, verb="添加别名", subject=organization.name, at=at, alias=alias.name)
    return alias


@transaction.atomic
def learn_alias(*, actor: Actor, organization: Organization, name: str, at: datetime) -> Alias:
    """Keeps a name that whoever imports a plan has said to mean this unit. Raises Refused as `add_alias` does."""
    require(actor, PLAN_IMPORT, organization=organization)
    alias = _add_alias(organization, name)
    record(actor=actor, verb="添加别名", subject=organization.name, at=at, alias=alias.name)
    return alias


@transaction.atomic
def remove_alias(*, actor: Actor, organization: Organization, name: str, at: datetime) -> None:
    """Forgets a name for a unit; a name that it does not have is no mistake."""
    require(actor, UNIT_MANAGE, organization=organization)
    removed, _ = Alias.objects.filter(organization=organization, name=name).delete()
    if removed:
        record(actor=actor, verb="删除别名", subject=organization.name, at=at, alias=name)


def _add_alias(unit: Organization, name: str) -> Alias:
    name = name.strip()
    if not name:
        raise Refused("请填写别名。", field="name")
    folded = key(name, unit.jurisdiction)
    if not folded:
        raise Refused(f"“{name}”没有可以记住的文字。", field="name")
    taken = (
        Alias.objects.filter(jurisdiction_id=unit.jurisdiction_id, key=folded).select_related("organization").first()
    )
    if taken and taken.organization_id == unit.pk:
        return taken
    if taken:
        raise Refused(f"“{name}”已是“{taken.organization}”的别名，一个名称只能指一个单位。", field="name")
    return Alias.objects.create(jurisdiction_id=unit.jurisdiction_id, organization=unit, name=name, key=folded)


def _name_is_free(jurisdiction: Jurisdiction, name: str) -> None:
    if Organization.objects.filter(jurisdiction=jurisdiction, name=name, dissolved_on=None).exists():
        raise Refused(f"{jurisdiction}已有名为“{name}”的单位。", field="name")


def _may_manage_tree(actor: Actor | None, jurisdiction: Jurisdiction) -> None:
    """A new unit is in no tree yet, so the right is asked for its jurisdiction."""
    if actor is None:
        return
    require(actor, TREE_MANAGE)
    if jurisdiction.pk not in {seat.jurisdiction_id for seat in actor.seats}:
        raise NotAllowed(TREE_MANAGE, f"您不在{jurisdiction}任职，不能在该辖区设立单位。")
