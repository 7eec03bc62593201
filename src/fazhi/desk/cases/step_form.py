"""The form of one step, made from the procedure's definition: opening a case, taking a step, correcting an act."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import ValidationError
from django.http import QueryDict

from fazhi.cases.taking import Given
from fazhi.desk.fields import FilesField, read_date
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.desk.fieldwork.inputs import Chance, Input, make, typed
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.fieldwork.reading_forms import MORE, given, read
from fazhi.desk.fieldwork.values import shown
from fazhi.documents.digest import sm3_hex
from fazhi.files.models import KeptFile
from fazhi.procedures.casework.offering import Option
from fazhi.procedures.casework.requests import Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import filled_by
from fazhi.procedures.language.fields import Column
from fazhi.procedures.language.limits import TimeLimit
from fazhi.procedures.language.steps import Requirement, Result, Rule, Step, parts_of
from fazhi.procedures.pauses import PLACE

FILES = "files"
KEY_LONGEST = 80
"""What an act has room for."""


@dataclass(frozen=True)
class Complaint:
    """Why the form was refused: the sentence, its articles, and where on the page it can be mended."""

    say: str
    articles: list[ArticleLink] = field(default_factory=list)
    anchor: str = ""


@dataclass(frozen=True)
class Reminder:
    """A rule to mind: what it says, what a breach means, the articles."""

    say: str
    breach: str
    articles: list[ArticleLink]


@dataclass
class Ending:
    """A result that the step may have, with the inputs that only it asks for."""

    name: str
    title: str
    checked: bool
    inputs: list[Input]
    reasons: Sequence[Reason] = ()
    reminders: list[Reminder] = field(default_factory=list)
    closes: str = ""


class StepForm:
    """What the page shows and what was typed. `known` has the fields that stand in the form already.

    `whole`: those are of one act and not of the case, so lists to which acts add stand in the form as well.
    """

    def __init__(
        self,
        definition: Definition,
        name: str,
        *,
        roster: Roster,
        today: date,
        known: Mapping[str, Any],
        post: QueryDict | None = None,
        files: Iterable[UploadedFile[Any]] = (),
        option: Option | None = None,
        whole: bool = False,
    ) -> None:
        self.definition, self.name, self.step = definition, name, definition.steps[name]
        self.roster, self.known, self.post, self.whole = roster, known, post, whole
        self.source = post.get("source", "") if post is not None else ""
        self.uploads = list(files)
        source = post if post is not None else QueryDict()
        self.performed_on = source.get("performed_on", today.isoformat())
        self.performed_time = source.get("performed_time", "")
        self.result = source.get("result", "")
        self.key = _key(source.get("key", "")) or secrets.token_hex(16)
        self.asks_time = _counts_hours(definition, name)
        self.complaints: list[Complaint] = []
        self.inputs = self._inputs(self.step, "f")
        self.endings = [self._ending(key, each) for key, each in self.step.results.items()]
        self.heed(option)
        only = [each for each in self.endings if not each.reasons]
        if len(only) == 1 and post is None:
            only[0].checked = True

    # --- what the page shows ---------------------------------------------------------------------------------------

    @property
    def wants_more(self) -> bool:
        """Whether a button asked for more rows: the form comes again, nothing is taken."""
        return self.post is not None and MORE in self.post

    @property
    def files_help(self) -> str:
        return str(FilesField().help_text)

    @property
    def articles(self) -> list[ArticleLink]:
        return articles_of(self.step.basis, self.step.sources)

    @property
    def reminders(self) -> list[Reminder]:
        return _reminders(self.step)

    @property
    def files_lost(self) -> bool:
        """Browsers cannot keep chosen files: the page says to choose them again."""
        return bool(self.uploads)

    def errors_at(self, anchor: str) -> list[str]:
        return [each.say for each in self.complaints if each.anchor == anchor]

    @property
    def date_errors(self) -> list[str]:
        return self.errors_at("performed_on")

    @property
    def result_errors(self) -> list[str]:
        return self.errors_at("result")

    @property
    def file_errors(self) -> list[str]:
        return self.errors_at(FILES)

    # --- what was typed --------------------------------------------------------------------------------------------

    def data(self) -> dict[str, Any]:
        """The fields for the engine: those of the step, and those of the result that was chosen."""
        if self.post is None:
            return {}
        found = {}
        for prefix, names in self._asked():
            for name in names:
                value = self._given(name, read(self.definition.fields[name], self.post, f"{prefix}.{name}"))
                if value is not None:
                    found[name] = value
        return found

    def changed(self) -> dict[str, Any]:
        """Those of `data` that differ from what stood in the form; in which order people are ticked does not count."""
        data = self.data()
        before = {name: self._given(name, typed(self.definition.fields[name], self.known.get(name))) for name in data}
        return {name: value for name, value in data.items() if _unordered(value) != _unordered(before[name])}

    def day(self) -> date | None:
        """The day of the act; a complaint where none can be read."""
        day = read_date(self.performed_on)
        if day is None:
            self.complain("请填写办理日期，如 2026-03-02。", "performed_on")
        return day

    def moment(self, day: date) -> datetime | None:
        """The moment of the act, where its hour counts and was filled in."""
        if not self.performed_time.strip():
            return None
        try:
            return datetime.combine(day, time.fromisoformat(self.performed_time.strip()), PLACE)
        except ValueError:
            self.complain("办理时刻请写成 09:30。", "performed_on")
            return None

    def checked_files(self, *, most: int = 10) -> list[UploadedFile[Any]]:
        """What was chosen as attachments; complaints for types and sizes that are not kept."""
        try:
            return list(FilesField(required=False, most=most).clean(self.uploads))
        except ValidationError as error:
            for message in error.messages:
                self.complain(message, FILES)
            return []

    def given(self, day: date, *, thread: int, attachments: Sequence[KeptFile]) -> Given:
        """Everything for the verb."""
        return Given(
            self.name,
            day,
            result=self.result,
            thread=thread,
            performed_at=self.moment(day),
            data=self.data(),
            attachments=attachments,
        )

    # --- refusals --------------------------------------------------------------------------------------------------

    def complain(self, say: str, anchor: str = "", articles: Sequence[ArticleLink] = ()) -> None:
        self.complaints.append(Complaint(say, list(articles), anchor))

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """Shows every reason on top, with its articles, and at the input that it names."""
        shown = {each.name.split(".")[-1]: each for ending in self.endings if ending.checked for each in ending.inputs}
        shown |= {each.name.split(".")[-1]: each for each in self.inputs}
        for reason in reasons:
            at = shown.get(reason.field)
            if at is not None:
                at.errors.append(reason.say)
            known = reason.field in ("result", "performed_on", FILES)
            anchor = at.id if at is not None else (reason.field if known else "")
            self.complain(reason.say, anchor, articles_of(reason.basis, reason.sources))

    def heed(self, option: Option | None) -> None:
        """Puts beside each result what stands against it now; a refused form comes again with them as it first came."""
        refused = {each.name: each.reasons for each in option.results} if option else {}
        for ending in self.endings:
            ending.reasons = refused.get(ending.name, ())

    def choose(self, result: str) -> None:
        """Ticks a result before anybody has; whoever fills in the form may tick another."""
        for ending in self.endings:
            ending.checked = ending.checked or ending.name == result

    # --- inner -----------------------------------------------------------------------------------------------------

    def _given(self, name: str, value: Any) -> Any:
        return given(self.definition.fields[name], value, self.roster)

    def _asked(self) -> list[tuple[str, list[str]]]:
        asked = [("f", self._typed_in((*self.step.collect, *self.step.offer)))]
        if self.result in self.step.results:
            ending = self.step.results[self.result]
            own = [name for name in self._typed_in((*ending.collect, *ending.offer)) if name not in asked[0][1]]
            asked.append((f"r.{self.result}", own))
        return asked

    def _typed_in(self, names: Iterable[str]) -> list[str]:
        """Without what the platform supplies: nobody is asked for that."""
        return [name for name in dict.fromkeys(names) if self.definition.fields[name].supplied is None]

    def _inputs(self, part: Step | Result, prefix: str, *, but: Sequence[str] = ()) -> list[Input]:
        names = [name for name in self._typed_in((*part.collect, *part.offer)) if name not in but]
        return [
            self._input(name, f"{prefix}.{name}", required=name in part.collect and name not in self._fills)
            for name in names
        ]

    def _input(self, name: str, path: str, *, required: bool) -> Input:
        spec = self.definition.fields[name]
        if self.post is not None:
            value = read(spec, self.post, path)
        else:
            kept = None if spec.accumulate and not self.whole else self.known.get(name)
            if kept is None and spec.proposed and not self.whole:
                kept = self.known.get(spec.proposed)
            value = typed(spec, spec.default if kept is None else kept)
        made = make(spec, name=path, value=value, required=required, roster=self.roster)
        if spec.among:
            self._choose_among(made, spec.among)
        if name in self._fills:
            made.hint = f"{made.hint}　" * bool(made.hint) + f"选定{self._fills[name]}后自动带出，不用填。"
        return made

    def _choose_among(self, made: Input, among: str) -> None:
        """Offers the rows of a table of the case: each by its value in the column, with what else stands in the row."""
        table, _, column = among.partition(".")
        rows = self.known.get(table) or ()
        columns = self.definition.fields[table].columns
        made.chances = [
            Chance(str(row[column]), _row_words(columns, column, row), str(row[column]) == made.value)
            for row in rows
            if row.get(column)
        ]
        if made.chances:
            made.widget, made.is_wide = "select", True

    @cached_property
    def _fills(self) -> dict[str, str]:
        """Fields that an entry chosen in this form fills, and the title of the field in which it is chosen."""
        asked = [name for part in parts_of(self.step) for name in (*part.collect, *part.offer)]
        entries = [(name, self.definition.fields[name]) for name in asked if self.definition.fields[name].fills]
        return {target: field.title for name, field in entries for target in filled_by(self.definition, [name])}

    def _ending(self, name: str, result: Result) -> Ending:
        common = (*self.step.collect, *self.step.offer)
        return Ending(
            name,
            result.title,
            self.result == name,
            self._inputs(result, f"r.{name}", but=common),
            reminders=_reminders(result),
            closes=self.definition.outcomes.get(result.close or "", ""),
        )


def _key(sent: str) -> str:
    """The key by which a form is taken once; of one for which an act has no room its digest, never its beginning: two
    forms are not one because their keys begin alike."""
    return sent if len(sent) <= KEY_LONGEST else sm3_hex(sent.encode())


def _reminders(part: Step | Result) -> list[Reminder]:
    shown: list[Requirement | Rule] = [*part.requires, *part.rules]
    return [Reminder(each.say, each.breach.label, articles_of(each.basis, each.sources)) for each in shown if each.say]


def _row_words(columns: Mapping[str, Column], named: str, row: Mapping[str, Any]) -> str:
    """A row in a line: 一般（罚款下限100元，罚款上限200元，…）."""
    rest = [
        f"{column.title}{shown(column, row[name])}"
        for name, column in columns.items()
        if name != named and row.get(name)
    ]
    return f"{row[named]}（{'，'.join(rest)}）" if rest else str(row[named])


def _unordered(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


def _counts_hours(definition: Definition, step: str) -> bool:
    """Whether a limit in hours begins or ends with the step itself: then its moment counts, not only its day."""
    return any(_in_hours(definition, each) and step in _steps(each) for each in definition.time_limits.values())


def _in_hours(definition: Definition, limit: TimeLimit) -> bool:
    parameter = definition.parameters.get(limit.within)
    within = str(parameter.value or "") if parameter else limit.within
    return "hour" in within or "小时" in within


def _steps(limit: TimeLimit) -> set[str]:
    points = [each.any for each in (limit.start, limit.end) if each.on is None]
    return {reference.partition(".")[0] for references in points for reference in references}
