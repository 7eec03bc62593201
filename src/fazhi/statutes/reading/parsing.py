"""Reads one statute file. The form is simple Markdown: a title, the history, headings, a line for each paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fazhi.documents.encoding import decode
from fazhi.documents.errors import UnreadableDocument
from fazhi.statutes.reading import lines as kinds
from fazhi.statutes.reading.article_building import ArticleDraft
from fazhi.statutes.reading.in_force import in_force
from fazhi.statutes.reading.model import Article, ArticleNumber, Heading, Remark, StatuteText
from fazhi.statutes.reading.naming import read_file_name, short_name
from fazhi.statutes.reading.phrases import clean, condensed

_COMMENT = re.compile(r"<!--.*?-->")
_ENDS = "。；：，、！？”’）〉》…."
_MOST_OF_A_TITLE = 20
_DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


class MalformedStatute(Exception):  # noqa: N818 -- it says what the file is
    """A file that cannot be read as a statute. `say` is Chinese; `line` is nought for the file as a whole."""

    def __init__(self, say: str, *, source: str, line: int = 0) -> None:
        super().__init__(say, source, line)
        self.say = say
        self.source = source
        self.line = line

    def __str__(self) -> str:
        return f"{self.source}{f'，第 {self.line} 行' if self.line else ''}：{self.say}"


def read_statute(path: Path) -> StatuteText:
    """Reads a file, UTF-8 or GB18030. Raises MalformedStatute with the file's name and line, also for no file."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise MalformedStatute(f"打不开文件（{error.strerror}）。", source=path.name) from error
    except UnreadableDocument as error:
        raise MalformedStatute(str(error), source=path.name) from error
    return parse_statute(text, source=path.name)


def parse_statute(text: str, *, source: str) -> StatuteText:
    """The statute in `text`; `source` is the file's name, which holds 法名 and the edition. Raises MalformedStatute."""
    named = read_file_name(source)
    if named is None:
        raise MalformedStatute("文件名应写作“法名(年-月-日).md”，例如“行政处罚法(2021-01-22).md”。", source=source)
    reader = _Reader(source)
    for number, raw in enumerate(text.splitlines(), 1):
        if line := clean(raw):
            reader.read(number, line)
    return reader.result(*named)


@dataclass
class _Reader:
    """Goes through the lines once and keeps what they belong to."""

    source: str
    title: str = ""
    before: list[tuple[int, str]] = field(default_factory=list)
    history_ends: int | None = None
    parts: list[Heading | Article] = field(default_factory=list)
    path: list[Heading] = field(default_factory=list)
    draft: ArticleDraft | None = None
    remarks: list[Remark] = field(default_factory=list)
    started: bool = False
    begun_at: dict[ArticleNumber, int] = field(default_factory=dict)

    def read(self, number: int, line: str) -> None:
        """Takes the next line that is not blank."""
        if "<!--" in line:
            line = self._without_comments(number, line)
            if not line:
                return
        if not self.title:
            self._read_title(number, line)
        elif (found := kinds.heading(line)) is not None:
            self._begin_heading(number, *found)
        elif (start := kinds.article_start(line)) and self._begins(start):
            self._begin_article(number, start)
        elif self.draft is not None:
            self.draft.add(number, line)
        else:
            self._read_before(number, line)

    def result(self, name: str, edition: date) -> StatuteText:
        """All that was read. Raises MalformedStatute where it makes no statute."""
        self._end_article()
        articles = [part for part in self.parts if isinstance(part, Article)]
        if not self.title:
            raise MalformedStatute("文件是空的。", source=self.source)
        if not articles:
            raise MalformedStatute("没有找到任何条文。每条应另起一行，写作“第一条 ……”。", source=self.source)
        history, preamble = self._history_and_preamble()
        if short_name(self.title) != name:
            self.remarks.append(Remark(1, f"标题“{self.title}”与文件名“{name}”不一致，引证以文件名为准。"))
        return StatuteText(
            title=self.title,
            name=name,
            edition=edition,
            in_force=in_force(articles, history, edition),
            history=history,
            preamble=preamble,
            parts=tuple(self.parts),
            remarks=tuple(sorted(self.remarks, key=lambda remark: remark.line)),
            source=self.source,
        )

    def _without_comments(self, number: int, line: str) -> str:
        rest = clean(_COMMENT.sub("", line))
        if "<!--" in rest:
            raise MalformedStatute("注释“<!--”没有在同一行以“-->”结束。", source=self.source, line=number)
        if rest != line and self.history_ends is None:
            self.history_ends = len(self.before)
        return rest

    def _read_title(self, number: int, line: str) -> None:
        if not line.startswith("# "):
            raise MalformedStatute("第一行应是标题，写作“# 全称”。", source=self.source, line=number)
        self.title = clean(line[2:])

    def _read_before(self, number: int, line: str) -> None:
        if self.started:
            raise MalformedStatute(
                "标题之后应接条文，这一行不属于任何一条。条文应写作“第一条 ……”。", source=self.source, line=number
            )
        self.before.append((number, line))

    def _begins(self, start: kinds.ArticleStart) -> bool:
        """Whether 第五条 begins an article. Without a blank behind it, only where article five is due."""
        return start.parted or start.number in self._due()

    def _due(self) -> Sequence[ArticleNumber]:
        last = self.draft.number if self.draft else self._last_number()
        if last is None:
            return (ArticleNumber(1),)
        return (ArticleNumber(last.number + 1), ArticleNumber(last.number, last.branch + 1))

    def _last_number(self) -> ArticleNumber | None:
        return next((part.number for part in reversed(self.parts) if isinstance(part, Article)), None)

    def _begin_heading(self, number: int, level: int, text: str) -> None:
        if not text:
            raise MalformedStatute("“#”后面没有标题文字。", source=self.source, line=number)
        self._end_article()
        self.started = True
        heading = Heading(level, text, number)
        self.path = [*(above for above in self.path if above.level < level), heading]
        self.parts.append(heading)

    def _begin_article(self, line: int, start: kinds.ArticleStart) -> None:
        self._end_article()
        self.started = True
        last = self._last_number()
        if start.number in self.begun_at:
            first = self.begun_at[start.number]
            raise MalformedStatute(f"{start.number}重复，第 {first} 行已有。", source=self.source, line=line)
        if last is not None and start.number < last:
            raise MalformedStatute(f"{start.number}排在{last}之后，顺序颠倒。", source=self.source, line=line)
        if start.number not in self._due():
            said = f"{last}之后是{start.number}" if last else f"条文从{start.number}开始"
            self.remarks.append(Remark(line, f"{said}，中间缺号。"))
        self.begun_at[start.number] = line
        self.draft = ArticleDraft(start.number, line, tuple(heading.text for heading in self.path))
        if start.rest:
            self.draft.add(line, start.rest)

    def _end_article(self) -> None:
        if self.draft is None:
            return
        article, remarks = self.draft.finished()
        self.parts.append(article)
        self.remarks.extend(remarks)
        last = article.lines[-1].text if len(article.lines) > 1 else ""
        if last and len(last) <= _MOST_OF_A_TITLE and last[-1] not in _ENDS:
            self.remarks.append(
                Remark(article.line, f"{article.number}最后一行“{last}”没有句末标点，疑是漏了标记的章节标题。")
            )
        self.draft = None

    def _history_and_preamble(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """题注 and what else stands before the articles. A title said again, in one line or over two, is left out."""
        whole = condensed(self.title)
        noted: list[str] = []
        preamble: list[str] = []
        for place, (_, line) in enumerate(self.before):
            if condensed(line) in whole:
                continue
            in_history = place < self.history_ends if self.history_ends is not None else bool(_DATED.match(line))
            if not in_history:
                preamble.append(line)
            elif noted and not _DATED.match(line):
                # 《关于修改〈甲办法〉 … 〈乙规定〉的决定》修正: one entry that the file breaks over several lines
                noted[-1] += line
            else:
                noted.append(line)
        return tuple(noted), tuple(preamble)
