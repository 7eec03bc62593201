"""Brings a folder of statute files into the library: all of them or none, with a line on each file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db import connection, transaction

from fazhi.documents.digest import sm3_of_file
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.statutes.models import Article, Edition, Statute
from fazhi.statutes.reading import Library, MalformedStatute, StatuteText
from fazhi.statutes.reading.classifying import classify
from fazhi.statutes.refusals import Refused
from fazhi.statutes.rules import STATUTE_IMPORT
from fazhi.statutes.searching import bigrams
from fazhi.statutes.storing import stored

_NAMED = 6
# Two imports at once would both find an edition missing. "st" in ASCII; no other advisory lock here has this number.
_LOCK = 0x7374


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    REFUSED = "refused"
    FAULTY = "faulty"

    @property
    def label(self) -> str:
        return {
            "added": "新增",
            "unchanged": "未变",
            "replaced": "替换",
            "refused": "不予覆盖",
            "faulty": "有误",
        }[self.value]

    @property
    def stops(self) -> bool:
        """Whether it keeps the whole folder from being imported."""
        return self in (Outcome.REFUSED, Outcome.FAULTY)


@dataclass(frozen=True, slots=True)
class Line:
    """The report on one file: what became of it, what is to be said, and what is odd about the text."""

    source: str
    outcome: Outcome
    say: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All files in order. `done` is False when a file stopped the import: then nothing was written."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> bool:
        return not any(line.outcome.stops for line in self.lines)

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome is outcome for line in self.lines)

    def __str__(self) -> str:
        said = "，".join(f"{each.label} {self.count(each)}" for each in Outcome if self.count(each))
        return f"共 {len(self.lines)} 个文件：{said}。" + ("" if self.done else "没有导入任何一个。")


@transaction.atomic
def import_folder(*, folder: Path, actor: Actor | None, at: datetime, replace: bool = False) -> Report:
    """Imports every .md of a folder. The same file again changes nothing.

    A text that differs from the same edition in the library is refused, unless `replace`. `actor` is None for the
    command line, where whoever may run it may import. Raises NotAllowed, Refused (no folder, no files).
    """
    if actor is not None:
        permissions.require(actor, STATUTE_IMPORT)
    try:
        library = Library.load(folder)
    except MalformedStatute as fault:
        raise Refused(str(fault), field="folder") from fault
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    texts = [text for editions in library.statutes.values() for text in editions]
    lines = [Line(fault.source, Outcome.FAULTY, _of_fault(fault)) for fault in library.faults]
    held = {(edition.statute.name, edition.passed_on): edition for edition in Edition.objects.select_related("statute")}
    planned = [(text, *_plan(text, held.get((text.name, text.edition)), folder, replace=replace)) for text in texts]
    lines += [Line(text.source, outcome, say, _remarks(text)) for text, outcome, say in planned]
    report = Report(tuple(sorted(lines, key=lambda line: line.source)))
    if report.done:
        for text, outcome, _ in planned:
            if outcome in (Outcome.ADDED, Outcome.REPLACED):
                _write(text, folder, at)
    return report


def _plan(text: StatuteText, held: Edition | None, folder: Path, *, replace: bool) -> tuple[Outcome, str]:
    if held is None:
        return Outcome.ADDED, f"{len(text.articles)} 条，{text.in_force_on} 施行（{text.in_force.source.label}）"
    if held.sm3 == sm3_of_file(folder / text.source):
        return Outcome.UNCHANGED, "与库中相同"
    differing = _differing(text, held)
    if not differing:
        return Outcome.UNCHANGED, "文件有改动，文字与库中相同"
    named = "、".join(differing[:_NAMED]) + (f"等 {len(differing)} 处" if len(differing) > _NAMED else "")
    if replace:
        return Outcome.REPLACED, f"{named}有变"
    return (
        Outcome.REFUSED,
        f"《{text.name}》{text.edition} 版已在库中，{named}与库中不同。确认新文件正确的，请用覆盖方式重新导入；"
        "如果是新的版本，请改正文件名里的日期。",
    )


def _differing(text: StatuteText, held: Edition) -> Sequence[str]:
    """The articles whose text or chapter differs, and 题注 where only that does."""
    rows = {
        article.article_number: (article.paragraphs, article.headings)
        for article in held.articles.defer("search", "text")
    }
    new = {each.number: (stored(each.paragraphs), list(each.headings)) for each in text.articles}
    numbers = sorted({*rows, *new})
    differing = [str(number) for number in numbers if rows.get(number) != new.get(number)]
    if (list(text.history), list(text.preamble)) != (held.history, held.preamble):
        differing.append("题注或序言")
    return differing


def _write(text: StatuteText, folder: Path, at: datetime) -> None:
    kind = classify(text.title, text.history)
    statute, _ = Statute.objects.get_or_create(
        name=text.name,
        defaults={
            "title": text.title,
            "kind": kind.kind.value,
            "place": kind.place,
            "jurisdiction": Jurisdiction.objects.filter(name=kind.place).first() if kind.place else None,
        },
    )
    edition, _ = Edition.objects.update_or_create(
        statute=statute,
        passed_on=text.edition,
        defaults={
            "in_force_on": text.in_force_on,
            "in_force_source": text.in_force.source.value,
            "history": list(text.history),
            "preamble": list(text.preamble),
            "source_name": text.source,
            "sm3": sm3_of_file(folder / text.source),
            "imported_at": at,
        },
    )
    edition.articles.all().delete()
    Article.objects.bulk_create(
        Article(
            edition=edition,
            number=article.number.number,
            branch=article.number.branch,
            ordinal=ordinal,
            headings=list(article.headings),
            text=article.text,
            paragraphs=stored(article.paragraphs),
            # Ranked by weight: the text first, then the chapter, then the statute's name (queries.WEIGHTS).
            search=bigrams.vector(
                [
                    *((line.text, "A") for line in article.lines),
                    *((heading, "B") for heading in article.headings),
                    (f"{text.name} {article.number}", "C"),
                ]
            ),
        )
        for ordinal, article in enumerate(text.articles, 1)
    )


def _of_fault(fault: MalformedStatute) -> str:
    return f"第 {fault.line} 行：{fault.say}" if fault.line else fault.say


def _remarks(text: StatuteText) -> tuple[str, ...]:
    return tuple(f"第 {remark.line} 行：{remark.say}" for remark in text.remarks)
