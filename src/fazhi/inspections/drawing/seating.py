"""Which officers: all of a body stand in one line, which the seed shuffles anew for every round.

An officer who has been sent n times stands in round n, at the place of SHA-256(seed,officer,ID,n). The first in line
who need not recuse goes; who must, keeps the place for the next object. So nobody goes a second time while a colleague
who could go has not gone once, nobody can know beforehand with whom, and each call costs one digest.
"""

import heapq
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from fazhi.inspections.drawing.model import EVERYWHERE, CannotDraw, PoolOfficer, Recusal

_Place = tuple[int, bytes, str]


class Roster:
    """The lines of all bodies while a draw is being held, and how often each officer is sent."""

    def __init__(self, seed: str, officers: Iterable[PoolOfficer], recusals: Iterable[Recusal]) -> None:
        self._seed = seed
        self._load: dict[str, int] = {}
        self._body: dict[str, str] = {}
        self._lines: dict[str, list[_Place]] = {}
        self._barred = {(each.officer, each.object) for each in recusals}
        for officer in officers:
            self._load[officer.id] = 0
            self._body[officer.id] = officer.body
            self._stand(officer.id)

    def __contains__(self, officer: str) -> bool:
        return officer in self._body

    def fill(self, object_id: str, team: list[str], bodies: Sequence[str], per_body: int) -> None:
        """Calls officers until each body has sent `per_body`. Raises CannotDraw when a body has too few left."""
        for body in bodies:
            for _ in range(per_body - sum(self._body[each] == body for each in team)):
                team.append(self._call(object_id, body, team))

    def bar(self, officer: str, object_id: str) -> None:
        """This officer no more goes to this object, or (`EVERYWHERE`) to none."""
        self._barred.add((officer, object_id))

    def may_go(self, officer: str, object_id: str) -> bool:
        """Whether nothing bars the officer from the object."""
        return (officer, object_id) not in self._barred and (officer, EVERYWHERE) not in self._barred

    def dismiss(self, officer: str) -> None:
        """The officer has one object less."""
        self._load[officer] -= 1
        self._stand(officer)

    def _call(self, object_id: str, body: str, team: Collection[str]) -> str:
        line = self._lines.get(body, [])
        passed: list[_Place] = []
        called = ""
        while line and not called:
            place = heapq.heappop(line)
            load, _, officer = place
            if load != self._load[officer]:
                continue  # a place that the officer has left for another
            if officer in team or not self.may_go(officer, object_id):
                passed.append(place)
            else:
                called = officer
        for place in passed:
            heapq.heappush(line, place)
        if not called:
            raise CannotDraw(f"“{body}”没有可以再派的执法人员，不能凑足人数。请终止本次抽取，补充人员后重新组织。")
        self._load[called] += 1
        self._stand(called)
        return called

    def _stand(self, officer: str) -> None:
        load = self._load[officer]
        key = sha256(f"{self._seed},officer,{officer},{load}".encode()).digest()
        heapq.heappush(self._lines.setdefault(self._body[officer], []), (load, key, officer))
