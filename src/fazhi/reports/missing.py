"""What is missing 缺什么: empty sections, figures without records, tokens that cannot be read, open comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.reports.language.definition import Kind, SectionDefinition
from fazhi.reports.language.library import shelf
from fazhi.reports.language.rendering import Run
from fazhi.reports.language.wording import Standing
from fazhi.reports.models import Comment, Section
from fazhi.reports.tables import title_of
from fazhi.reports.whole import Part, Whole
from fazhi.returns.checked import wrong_with_report

NOTHING = frozenset({"无", "无。", "没有", "没有。", "暂无", "暂无。"})


@dataclass(frozen=True)
class Lack:
    """One thing missing. `blocks`: the report cannot be submitted with it."""

    section: Section
    say: str
    blocks: bool

    @property
    def key(self) -> str:
        return f"{self.section.pk}"


def missing(whole: Whole) -> list[Lack]:
    """Everything missing, in the order of the text; what blocks before what only asks to be looked at."""
    found = [lack for part in whole.parts for lack in _lacks(part, whole)]
    found += [*_disagreements(whole), *_comments(whole), *_untouched(whole)]
    return sorted(found, key=lambda lack: not lack.blocks)


def blocking(whole: Whole) -> list[Lack]:
    """What keeps a report from being submitted."""
    return [lack for lack in missing(whole) if lack.blocks]


def _lacks(part: Part, whole: Whole) -> Iterator[Lack]:
    section = part.section
    if section.kind == Kind.TABLE and not part.tables:
        yield Lack(
            section, f"“{_name(section)}”的统计表还没有建立，请到统计报表建立 {whole.report.year} 年度的表", blocks=True
        )
    if section.kind != Kind.TABLE and not part.paragraphs and _has_to_be_written(part, whole):
        yield Lack(section, f"“{_name(section)}”还没有写", blocks=True)
    yield from _thin(part, whole)
    for paragraph in part.paragraphs:
        for run in paragraph.runs:
            yield from _figure(section, run, whole)


def _thin(part: Part, whole: Whole) -> Iterator[Lack]:
    """A section that says next to nothing where the form of the report asks for substance."""
    asked = _definition(whole, part.section)
    text = "".join(paragraph.text for paragraph in part.paragraphs)
    if asked is None or not asked.least or not text:
        return
    if text.strip() in NOTHING or len(text) < asked.least:
        yield Lack(
            part.section, f"“{_name(part.section)}”还没有写完：不能写“无”，也不能少于 {asked.least} 字", blocks=True
        )


def _figure(section: Section, run: Run, whole: Whole) -> Iterator[Lack]:
    if run.fault:
        yield Lack(section, f"“{_name(section)}”的“{run.text}”读不懂：{run.fault}", blocks=True)
    if run.token is None or run.worded is None:
        return
    statement = whole.statements.of(run.token)
    if run.worded.standing is Standing.UNKNOWN:
        why = statement.trouble if statement and statement.trouble else "没有这个数据"
        yield Lack(section, f"“{_name(section)}”引用的“{run.token.figure}”取不到：{why}", blocks=True)
    elif run.worded.standing is Standing.EMPTY:
        title = statement.title if statement else run.token.figure
        yield Lack(section, f"“{_name(section)}”的“{title}”没有可比的基数，请改写这一句", blocks=True)
    elif run.worded.standing is Standing.ZERO:
        title = statement.title if statement else run.token.figure
        yield Lack(section, f"“{_name(section)}”的“{title}”没有记录，请核实是否漏录", blocks=False)


def _disagreements(whole: Whole) -> Iterator[Lack]:
    """What the checks of the statistical forms find between tables, with last year's, and with the text."""
    template = shelf().find(whole.report.template)
    if template is None or template.returns is None or not whole.sheets:
        return
    by_key = {part.section.key: part.section for part in whole.parts if part.section.key}
    by_form = {part.section.form: part.section for part in whole.parts if part.section.form}
    for form, filled in whole.sheets.items():
        if not filled.sheet.final:
            yield Lack(by_form[form], f"《{title_of(form)}》还没有定稿，请先到统计报表核对定稿", blocks=True)
    for failure in wrong_with_report(list(whole.sheets.values()), family=template.returns, prose=prose_of(whole)):
        section = by_form.get(failure.form) or by_key.get(failure.part) or whole.parts[0].section
        yield Lack(section, f"{failure.say}；{failure.mend}", blocks=True)


def _untouched(whole: Whole) -> Iterator[Lack]:
    """Prose that nobody has looked at: as the template seeded it, neither saved nor handed in nor accepted."""
    left = [
        part.section
        for part in whole.parts
        if part.paragraphs and part.section.kind != Kind.TABLE and part.section.state == Section.State.TODO
    ]
    if left:
        names = "、".join(f"“{_name(each)}”" for each in left[:3])
        yield Lack(
            left[0],
            f"有 {len(left)} 节仍是模板文字，没有人改过或者交稿：{names}{'等' if left[3:] else ''}",
            blocks=False,
        )


def prose_of(whole: Whole) -> dict[str, str]:
    """The text of each part with what stands below it, by the part's key."""
    found: dict[str, str] = {}
    part_key = ""
    for part in whole.parts:
        part_key = part.section.key if part.section.level == 1 else part_key
        text = "\n".join(paragraph.text for paragraph in part.paragraphs)
        found[part_key] = "\n".join(filter(None, [found.get(part_key, ""), text]))
    found.pop("", None)
    return found


def _comments(whole: Whole) -> Iterator[Lack]:
    waiting = Comment.objects.filter(section__report=whole.report, answer="").select_related("section")
    for each in waiting:
        yield Lack(each.section, f"“{_name(each.section)}”有一条意见没有处理：{each.text[:30]}", blocks=True)


def _has_to_be_written(part: Part, whole: Whole) -> bool:
    """A part that only holds sections needs no text of its own."""
    order = whole.parts.index(part)
    following = whole.parts[order + 1] if order + 1 < len(whole.parts) else None
    return part.section.level != 1 or following is None or following.section.level != 2


def _definition(whole: Whole, section: Section) -> SectionDefinition | None:
    template = shelf().find(whole.report.template)
    return template.section(section.key) if template and section.key else None


def _name(section: Section) -> str:
    return section.heading or "导语"
