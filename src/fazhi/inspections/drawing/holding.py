"""Holding a draw: objects first, officers for each in the order of tickets, then whatever fell out is replaced."""

from collections import Counter
from collections.abc import Iterable, Sequence

from fazhi.inspections.drawing.model import (
    EVERYWHERE,
    Assignment,
    CannotDraw,
    Item,
    Pool,
    Rule,
    Withdrawal,
    bodies,
)
from fazhi.inspections.drawing.sampling import Ticket, first_in_line, needed, sizes
from fazhi.inspections.drawing.seating import Roster


def hold(
    *, seed: str, items: tuple[Item, ...], pool: Pool, rule: Rule, withdrawals: Sequence[Withdrawal] = ()
) -> tuple[Assignment, ...]:
    """The drawn objects with their officers, in the order of tickets, after all withdrawals in their order.

    Args: `seed` as `seeds.seed_of` gives it. The pool must have passed `checking.problems`.
    Raises: CannotDraw when a withdrawal names somebody who was not drawn, and when nobody is left to be sent.
    """
    stratum_of = {each.id: each.stratum for each in pool.objects} if withdrawals else {}
    reserve = Counter(stratum_of.get(each.object, "") for each in withdrawals if not each.officer)
    lines = first_in_line(seed, pool.objects, rule, reserve)
    held = _Held(
        lines=lines,
        want={stratum: needed(rule.strata[stratum], size) for stratum, size in sizes(pool.objects).items()},
        roster=Roster(seed, pool.officers, pool.recusals),
        bodies=bodies(items),
        per_body=rule.per_body,
    )
    held.fill(lines)
    for withdrawal in withdrawals:
        if withdrawal.officer:
            held.without_officer(withdrawal.officer, withdrawal.object)
        else:
            held.without_object(withdrawal.object, stratum_of.get(withdrawal.object, ""))
    return held.result()


class _Held:
    """The draw while it is being held."""

    def __init__(
        self,
        *,
        lines: dict[str, list[Ticket]],
        want: dict[str, int],
        roster: Roster,
        bodies: Sequence[str],
        per_body: int,
    ) -> None:
        self._lines = lines
        self._want = want
        self._roster = roster
        self._bodies = bodies
        self._per_body = per_body
        self._tickets = {object_id: ticket for line in lines.values() for ticket, object_id in line}
        self._teams: dict[str, list[str]] = {}
        self._gone: set[str] = set()

    def fill(self, strata: Iterable[str]) -> None:
        """Brings every stratum to its number, then every team to its own."""
        for stratum in strata:
            line = [object_id for _, object_id in self._lines[stratum]]
            short = self._want[stratum] - sum(object_id in self._teams for object_id in line)
            free = [each for each in line if each not in self._teams and each not in self._gone]
            self._teams |= {each: [] for each in free[:short]}
        for object_id in self._in_order():
            self._roster.fill(object_id, self._teams[object_id], self._bodies, self._per_body)

    def without_object(self, object_id: str, stratum: str) -> None:
        """The object falls out; the next of its stratum comes in, if there is one left."""
        if object_id not in self._teams:
            raise CannotDraw(f"检查对象“{object_id}”不在现有抽取结果中，不能替换。")
        for officer in self._teams.pop(object_id):
            self._roster.dismiss(officer)
        self._gone.add(object_id)
        self.fill([stratum])

    def without_officer(self, officer: str, object_id: str) -> None:
        """The officer leaves one object, or all of them; the next in line comes in."""
        if officer not in self._roster:
            raise CannotDraw(f"执法人员“{officer}”不在执法人员名单中，不能替换。")
        if object_id != EVERYWHERE and officer not in self._teams.get(object_id, ()):
            raise CannotDraw(f"执法人员“{officer}”没有被派往“{object_id}”，不能替换。")
        self._roster.bar(officer, object_id)
        for each, team in self._teams.items():
            if officer in team and not self._roster.may_go(officer, each):
                team.remove(officer)
                self._roster.dismiss(officer)
        self.fill(())

    def result(self) -> tuple[Assignment, ...]:
        return tuple(Assignment(each, self._tickets[each].hex(), tuple(self._teams[each])) for each in self._in_order())

    def _in_order(self) -> list[str]:
        return sorted(self._teams, key=lambda each: (self._tickets[each], each))
