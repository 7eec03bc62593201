"""What the rows of a sheet would do to a register: add, change, suspend, withdraw, nothing; or what is wrong with them.

A row is the entry of its key (or of its number, where the sheet has one). Of an entry that is there only the cells
that say something else count: a sheet that was exported and is imported again changes nothing. An empty cell of a
column that is read empties its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from fazhi.database.identifiers import uuid7
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.procedures.registers import masking
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import keeping, keys
from fazhi.registers.bases import Stand, Timeline, timelines
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import Prepared, check
from fazhi.registers.definitions import rules_of
from fazhi.registers.fitting import Row, fit_rows
from fazhi.registers.importing import cells
from fazhi.registers.importing.headings import ENTRY, STATE, Matched
from fazhi.registers.importing.sheets import Sheet, SheetRow
from fazhi.registers.ledgers import ledger_if_any
from fazhi.registers.models import EntryState, ImportOutcome
from fazhi.registers.sealing import is_sealed, open_

STATES = {
    "有效": EntryState.IN_FORCE,
    "在用": EntryState.IN_FORCE,
    "暂停": EntryState.SUSPENDED,
    "已暂停": EntryState.SUSPENDED,
    "取消": EntryState.WITHDRAWN,
    "已取消": EntryState.WITHDRAWN,
}
# By how an entry stands and what its row says: the change that leads there. None of it: the row says nothing new.
TURNS: Mapping[tuple[str, str], ChangeKind] = {
    (EntryState.IN_FORCE, EntryState.SUSPENDED): ChangeKind.SUSPEND,
    (EntryState.IN_FORCE, EntryState.WITHDRAWN): ChangeKind.WITHDRAW,
    (EntryState.SUSPENDED, EntryState.IN_FORCE): ChangeKind.RESUME,
    (EntryState.SUSPENDED, EntryState.WITHDRAWN): ChangeKind.WITHDRAW,
    (EntryState.WITHDRAWN, EntryState.IN_FORCE): ChangeKind.RESTORE,
}
WHOLE_ROW = -1
"""The column of a fault that is not about one cell."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell: its column from 0 (WHOLE_ROW for the row), and a sentence with how to mend it."""

    column: int
    say: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the sheet and what it would do. Personal values in ``data`` and ``old`` are sealed."""

    number: int
    outcome: ImportOutcome
    entry: UUID | None = None
    key: str = ""
    title: str = ""
    kind: ChangeKind | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    old: Mapping[str, Any] = field(default_factory=dict)
    texts: Sequence[str] = ()
    faults: Sequence[CellFault] = ()


@dataclass
class _Line:
    """A row while it is being worked on."""

    row: SheetRow
    entry: UUID | None = None
    key: str = ""
    stand: Stand | None = None
    change: Change | None = None
    twice: bool = False
    faults: list[CellFault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


def compare(
    *,
    actor: Actor,
    definition: RegisterDefinition,
    jurisdiction: Jurisdiction,
    sheet: Sheet,
    columns: Sequence[Matched],
    since: date,
    told: Callable[[str], None] = lambda _: None,
) -> list[Compared]:
    """Every row with what it would do from ``since`` on; all that is wrong with any of them is found in one pass.

    ``told`` hears what is being done. The number of statements does not depend on the number of rows.
    """
    work = _Work(actor, definition, jurisdiction, sheet, columns, since)
    told("对照现有条目")
    work.find_entries()
    work.make_changes()
    told("逐行核对")
    done = work.judge()
    told("整理结果")
    return work.outcomes(done)


class _Work:
    """One comparison, step by step."""

    def __init__(
        self,
        actor: Actor,
        definition: RegisterDefinition,
        jurisdiction: Jurisdiction,
        sheet: Sheet,
        columns: Sequence[Matched],
        since: date,
    ) -> None:
        self.actor, self.definition, self.jurisdiction, self.since = actor, definition, jurisdiction, since
        self.at = {each.field: each.column for each in columns if each.field}
        self.fields = {name: column for name, column in self.at.items() if name in definition.fields}
        self.personal = definition.personal
        self.understood: dict[str, dict[str, Any]] = {name: {} for name in self.fields}
        self.lines = [_Line(row) for row in sheet.rows]

    # --- which entry a row is -------------------------------------------------------------------------------------

    def find_entries(self) -> None:
        """Finds the key of each row, and with it the entry that has it."""
        self._find_keys()
        self._find_numbers()
        ledger = ledger_if_any(self.jurisdiction.pk, self.definition.id)
        wanted = [line.entry for line in self.lines if line.entry]
        found = timelines(ledger, ids=wanted, keys=[line.key for line in self.lines if line.key])
        by_key = {timeline.last.key: timeline for timeline in found.values()}
        for line in self.lines:
            timeline = found.get(line.entry) if line.entry else None
            if line.entry and timeline is None:
                self._fault(line, ENTRY, f"没有编号是“{line.entry}”的{self.definition.entry}；新增的请把这一格留空。")
                line.entry = None
            timeline = timeline or by_key.get(line.key)
            if timeline is not None:
                self._is(line, timeline)
        self._find_twice()

    def _is(self, line: _Line, timeline: Timeline) -> None:
        line.entry = timeline.last.entry
        line.stand = timeline.on(self.since) or timeline.stands[0]

    def _find_keys(self) -> None:
        rows = []
        for number, line in enumerate(self.lines):
            data = {}
            for name in self.definition.key:
                # A key that cannot be read is found again, and told, when the row is judged.
                if name in self.fields:
                    data[name] = self._read(line, name, told=False)
            rows.append(Row(number, Change(ChangeKind.ADD, data=data), ChangeKind.ADD, uuid7()))
        fit_rows(self.definition, self.jurisdiction, rows)
        for line, row in zip(self.lines, rows, strict=True):
            if all(row.plain.get(name) is not None for name in self.definition.key):
                line.key = keys.key_of(self.definition, row.plain)

    def _find_numbers(self) -> None:
        if ENTRY not in self.at:
            return
        for line in self.lines:
            text = line.row.text(self.at[ENTRY])
            try:
                line.entry = UUID(text) if text else None
            except ValueError:
                self._fault(line, ENTRY, f"“{text[:40]}”不是条目编号，请照导出的表填写；新增的请把这一格留空。")

    def _find_twice(self) -> None:
        first: dict[Any, _Line] = {}
        for line in self.lines:
            known = line.entry or line.key
            if not known:
                continue
            earlier = first.setdefault(known, line)
            if earlier is not line:
                titles = cells.joined([self.definition.fields[name].title for name in self.definition.key])
                say = f"与第{earlier.row.number}行是同一个{self.definition.entry}（{titles}相同），请删去一行。"
                self._fault(line, next((name for name in self.definition.key if name in self.at), ENTRY), say)
                line.twice = True

    # --- what a row asks for --------------------------------------------------------------------------------------

    def make_changes(self) -> None:
        for line in self.lines:
            line.change = self._change(line)

    def _change(self, line: _Line) -> Change | None:
        """None where the row says nothing new, or cannot be understood as a change of its entry."""
        wanted = self._wanted_state(line)
        if line.stand is None:
            if wanted not in (None, EntryState.IN_FORCE):
                say = f"新增的{self.definition.entry}状态只能是“有效”，请改正，或者核对唯一标识。"
                self._fault(line, STATE, say)
            return Change(ChangeKind.ADD, data={name: self._read(line, name) for name in self.fields})
        data = self._differences(line, line.stand)
        kind = self._turn(line, line.stand, wanted, bool(data))
        if kind is None:
            return None
        return Change(kind, line.entry, data)

    def _wanted_state(self, line: _Line) -> EntryState | None:
        text = line.row.text(self.at[STATE]) if STATE in self.at else ""
        if not text:
            return None
        if text not in STATES:
            self._fault(line, STATE, f"状态“{text[:20]}”不对，请写“有效”“暂停”或者“取消”。")
        return STATES.get(text)

    def _turn(self, line: _Line, stand: Stand, wanted: EntryState | None, differs: bool) -> ChangeKind | None:
        state = EntryState(stand.state)
        if state is EntryState.WITHDRAWN and wanted is EntryState.SUSPENDED:
            self._fault(line, STATE, f"“{stand.title}”已取消，不能暂停；请改为“有效”重新列入，或者改为“取消”。")
            return None
        if state is EntryState.WITHDRAWN and wanted is None:
            # A sheet without a word on it lists the entry: it is to be there.
            return ChangeKind.RESTORE
        turn = TURNS.get((state, wanted)) if wanted else None
        return turn or (ChangeKind.AMEND if differs else None)

    def _differences(self, line: _Line, stand: Stand) -> dict[str, Any]:
        """The fields of which the sheet says something else than the entry has."""
        found = {}
        for name, column in self.fields.items():
            text = line.row.text(column)
            if name in self.definition.key and line.key and line.key == stand.key:
                continue
            if not self._says(name, stand.data.get(name), text):
                found[name] = self._read(line, name)
        return found

    def _says(self, name: str, kept: Any, text: str) -> bool:
        """Whether a cell says what is kept; of personal data its mask, as it was exported, says the same."""
        spec = self.definition.fields[name]
        if kept is None or not text:
            return kept is None and not text
        if not spec.personal:
            return cells.written(spec, kept) == text
        value = open_(kept, register=self.definition.id, field=name) if is_sealed(kept) else kept
        return text in (cells.written(spec, value), masking.masked(spec, value))

    def _read(self, line: _Line, name: str, *, told: bool = True) -> Any:
        """What a cell says; None, and a fault, where it cannot be read. Most cells of a column say one of a few things,
        which are read once.
        """
        text = line.row.text(self.fields[name])
        understood = self.understood[name]
        if text not in understood:
            understood[text] = self._understand(name, text)
        value = understood[text]
        if not isinstance(value, cells.Unreadable):
            return value
        if told:
            self._fault(line, name, str(value))
        return None

    def _understand(self, name: str, text: str) -> Any:
        spec = self.definition.fields[name]
        if name in self.personal and "*" in text:
            return cells.Unreadable(f"“{spec.title}”是遮盖后的内容（带 *），与现有的对不上，请填写完整内容。")
        try:
            return cells.read(spec, text)
        except cells.Unreadable as unreadable:
            return unreadable

    # --- what is wrong with it ------------------------------------------------------------------------------------

    def judge(self) -> list[tuple[_Line, Prepared]]:
        """Hands the changes to the engine, and puts what it finds wrong to the cells."""
        done = self._judge([line for line in self.lines if line.change and not line.twice])
        # Rows that come twice are judged apart: what else is wrong with them is to be told as well.
        self._judge([line for line in self.lines if line.change and line.twice])
        for line, unit in self._foreign(done):
            self._fault(line, self.definition.organization or "", self._not_theirs(unit))
        return done

    def _judge(self, asked: Sequence[_Line]) -> list[tuple[_Line, Prepared]]:
        if not asked:
            return []
        changes = [line.change for line in asked if line.change is not None]
        prepared, faults = check(self.definition, self.jurisdiction, changes, self.since)
        consequences = {rule.say: rule.reads for rule in rules_of(self.definition)}
        for fault in faults:
            asked[fault.number].faulty.add(fault.field)
        missing: dict[str, list[_Line]] = {}
        for fault in faults:
            line = asked[fault.number]
            if line.twice and (fault.field not in self.at or fault.field in self.definition.key):
                continue
            if fault.field in {*self.definition.required, *self.definition.key} and fault.field not in self.at:
                missing.setdefault(fault.field, []).append(line)
                continue
            # A rule over a field that is itself wrong says nothing new.
            others = set(consequences.get(fault.say, ())) - {fault.field}
            if not others & line.faulty and not self._told(line, fault.field):
                self._fault(line, fault.field, fault.say)
        for name, lines in missing.items():
            self._missing_column(name, lines)
        return [(asked[each.number], each) for each in prepared]

    def _told(self, line: _Line, name: str) -> bool:
        """Whether a cell was found unreadable before the engine missed its value."""
        return bool(name) and any(each.column == self.at.get(name) for each in line.faults)

    def _missing_column(self, name: str, lines: Sequence[_Line]) -> None:
        title = self.definition.fields[name].title
        say = (
            f"表里没有必填的“{title}”这一列，而有{len(lines)}个新增的{self.definition.entry}"
            f"（从本行起）。请在表里加上这一列，或者在对应列时选定它。"
        )
        lines[0].faults.append(CellFault(WHOLE_ROW, say))

    def _foreign(self, done: Sequence[tuple[_Line, Prepared]]) -> Iterator[tuple[_Line, str]]:
        """Rows whose entry is, or would be, of a body that the actor does not keep entries for."""
        bodies = {each.organization_id for _, each in done} | {
            each.before.organization_id for _, each in done if each.before
        }
        known = {each.pk: each for each in Organization.objects.filter(pk__in=[pk for pk in bodies if pk])}
        refused = {
            pk: str(unit)
            for pk, unit in known.items()
            if not keeping.may_keep(self.actor, self.definition, self.jurisdiction, unit)
        }
        for line, each in done:
            concerned = {each.organization_id, each.before.organization_id if each.before else None}
            for pk in sorted(pk for pk in concerned if pk in refused):
                yield line, refused[pk]

    def _not_theirs(self, unit: str) -> str:
        return f"您不能维护“{unit}”的{self.definition.entry}，请删去这一行，由该单位或者统筹部门导入。"

    def _fault(self, line: _Line, name: str, say: str) -> None:
        line.faulty.add(name)
        line.faults.append(CellFault(self.at.get(name, WHOLE_ROW), say))

    # --- what becomes of it ---------------------------------------------------------------------------------------

    def outcomes(self, done: Sequence[tuple[_Line, Prepared]]) -> list[Compared]:
        by_line = {id(line): each for line, each in done}
        return [self._outcome(line, by_line.get(id(line))) for line in self.lines]

    def _outcome(self, line: _Line, done: Prepared | None) -> Compared:
        number, stand = line.row.number, line.stand
        if line.faults:
            return Compared(
                number,
                ImportOutcome.FAULT,
                line.entry,
                line.key,
                stand.title if stand else "",
                texts=line.row.texts,
                faults=tuple(sorted(line.faults, key=lambda each: each.column)),
            )
        if stand is None and done is None:
            # It lacks a column that is missing from the sheet, which is told once, at another row.
            return Compared(number, ImportOutcome.ADD, key=line.key)
        if stand is not None and (done is None or done.unchanged):
            return Compared(number, ImportOutcome.SAME, stand.entry, stand.key, stand.title)
        assert done is not None
        change = done.as_change()
        old = {name: done.before.data.get(name) for name in change.data} if done.before else {}
        outcome = ImportOutcome.CHANGE if done.before else ImportOutcome.ADD
        return Compared(number, outcome, change.entry, done.key, done.title, change.kind, dict(change.data), old)
