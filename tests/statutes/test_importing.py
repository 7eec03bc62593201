"""Folders of statutes brought into the library: all or nothing, and nothing twice."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NotAllowed
from fazhi.statutes.importing import Outcome, Report, import_folder
from fazhi.statutes.models import Article, Edition, Statute
from fazhi.statutes.reading import parse_statute
from fazhi.statutes.refusals import Refused
from tests.statutes.samples import ANSWERS, FILES, LENDING_2015, LENDING_2022, REPAIR, write

pytestmark = pytest.mark.django_db


def load(folder: Path, at: datetime, *, replace: bool = False) -> Report:
    return import_folder(folder=folder, actor=None, at=at, replace=replace)


def outcomes(report: Report) -> dict[str, Outcome]:
    return {line.source: line.outcome for line in report.lines}


def test_folder_is_imported_with_a_line_for_each_file(tmp_path: Path, at: datetime) -> None:
    report = load(write(tmp_path), at)
    assert outcomes(report) == dict.fromkeys(FILES, Outcome.ADDED)
    assert str(report) == "共 4 个文件：新增 4。"
    said = {line.source: line.say for line in report.lines}
    assert said[LENDING_2022] == "5 条，2022-09-01 施行（正文“施行”条款）"
    assert said[REPAIR] == "2 条，2020-06-01 施行（按版本日期推定）"
    assert sorted(Statute.objects.values_list("name", "title", "kind", "place")) == [
        ("云水省自行车修理条例", "云水省自行车修理条例", "local", "云水省"),
        ("借书法", "中华人民共和国借书法", "law", ""),
        (
            "最高人民法院关于适用《借书法》的解释",
            "最高人民法院关于适用《中华人民共和国借书法》的解释",
            "judicial",
            "",
        ),
    ]


def test_articles_in_the_database_are_those_of_the_file(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path), at)
    text = parse_statute(FILES[LENDING_2022], source=LENDING_2022)
    edition = Edition.objects.get(statute__name="借书法", passed_on=text.edition)
    assert (edition.in_force_on, edition.history, edition.imported_at) == (date(2022, 9, 1), list(text.history), at)
    rows = list(edition.articles.all())
    assert [row.content.paragraphs for row in rows] == [article.paragraphs for article in text.articles]
    assert [(row.article_number, tuple(row.headings)) for row in rows] == [
        (article.number, article.headings) for article in text.articles
    ]


def test_local_statute_belongs_to_the_area_that_the_site_knows(tmp_path: Path, at: datetime) -> None:
    province = Jurisdiction.objects.create(code="990000", name="云水省", level="province")
    load(write(tmp_path, REPAIR, LENDING_2022), at)
    assert Statute.objects.get(place="云水省").jurisdiction == province
    assert Statute.objects.get(place="").jurisdiction is None


def test_same_folder_again_changes_nothing(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path), at)
    before = list(Article.objects.order_by("pk").values())
    report = load(tmp_path, at + timedelta(days=1))
    assert outcomes(report) == dict.fromkeys(FILES, Outcome.UNCHANGED)
    assert list(Article.objects.order_by("pk").values()) == before
    assert set(Edition.objects.values_list("imported_at", flat=True)) == {at}


def test_changed_text_of_the_same_edition_is_refused_and_nothing_is_imported(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path, LENDING_2015), at)
    write(tmp_path)
    (tmp_path / LENDING_2015).write_text(FILES[LENDING_2015].replace("三十日", "四十日"), encoding="utf-8")
    report = load(tmp_path, at)
    refused = next(line for line in report.lines if line.source == LENDING_2015)
    assert (refused.outcome, report.done) == (Outcome.REFUSED, False)
    assert refused.say == (
        "《借书法》2015-03-10 版已在库中，第二条与库中不同。确认新文件正确的，请用覆盖方式重新导入；"
        "如果是新的版本，请改正文件名里的日期。"
    )
    assert str(report) == "共 4 个文件：新增 3，不予覆盖 1。没有导入任何一个。"
    assert list(Edition.objects.values_list("source_name", flat=True)) == [LENDING_2015]
    assert "三十日" in Article.objects.get(number=2).text


def test_changed_text_is_replaced_when_asked(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path, LENDING_2015), at)
    (tmp_path / LENDING_2015).write_text(FILES[LENDING_2015].replace("三十日", "四十日"), encoding="utf-8")
    report = load(tmp_path, at, replace=True)
    assert [(line.outcome, line.say) for line in report.lines] == [(Outcome.REPLACED, "第二条有变")]
    assert "四十日" in Article.objects.get(number=2).text
    assert Edition.objects.count() == 1


def test_file_that_differs_only_in_blank_lines_is_unchanged(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path, LENDING_2015), at)
    (tmp_path / LENDING_2015).write_text(FILES[LENDING_2015] + "\n\n", encoding="utf-8")
    report = load(tmp_path, at)
    assert [(line.outcome, line.say) for line in report.lines] == [
        (Outcome.UNCHANGED, "文件有改动，文字与库中相同"),
    ]


def test_changed_history_is_told(tmp_path: Path, at: datetime) -> None:
    load(write(tmp_path, LENDING_2015), at)
    (tmp_path / LENDING_2015).write_text(FILES[LENDING_2015].replace("读书人大会", "藏书人大会"), encoding="utf-8")
    assert "题注或序言与库中不同" in load(tmp_path, at).lines[0].say


def test_faulty_file_keeps_the_others_out(tmp_path: Path, at: datetime) -> None:
    write(tmp_path)
    (tmp_path / "坏法(2020-01-01).md").write_text("# 坏法\n\n第一条 甲。\n\n第一条 乙。\n", encoding="utf-8")
    report = load(tmp_path, at)
    assert [line.say for line in report.lines if line.outcome is Outcome.FAULTY] == [
        "第 5 行：第一条重复，第 3 行已有。"
    ]
    assert not report.done
    assert not Statute.objects.exists()


def test_folder_that_is_not_there_is_refused(tmp_path: Path, at: datetime) -> None:
    with pytest.raises(Refused, match="没有这个文件夹"):
        load(tmp_path / "nowhere", at)


def test_import_needs_the_permission(
    tmp_path: Path, at: datetime, coordinator: Actor, handler: Actor, outsider: Actor
) -> None:
    write(tmp_path, ANSWERS)
    with pytest.raises(NotAllowed):
        import_folder(folder=tmp_path, actor=handler, at=at)
    assert import_folder(folder=tmp_path, actor=coordinator, at=at).done


def test_command_reports_each_file(tmp_path: Path) -> None:
    out = StringIO()
    call_command("import_statutes", str(write(tmp_path, REPAIR, LENDING_2015)), stdout=out)
    assert out.getvalue().splitlines() == [
        "新增　云水省自行车修理条例(2020-06-01).md　2 条，2020-06-01 施行（按版本日期推定）",
        "新增　借书法(2015-03-10).md　3 条，2015-07-01 施行（正文“施行”条款）",
        "共 2 个文件：新增 2。",
    ]


def test_command_fails_on_a_faulty_file(tmp_path: Path) -> None:
    (tmp_path / "坏法(2020-01-01).md").write_text("# 坏法\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="有误 1。没有导入任何一个"):
        call_command("import_statutes", str(tmp_path), stdout=out)
    assert out.getvalue() == "有误　坏法(2020-01-01).md　没有找到任何条文。每条应另起一行，写作“第一条 ……”。\n"
