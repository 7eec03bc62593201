"""Publication, consultations, intake and answers rest on articles too: their citations are verified with all others."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from fazhi import catalog_checks
from fazhi.catalog.loading import Located, catalog_path, load_located
from fazhi.consultations.kinds import Kinds
from fazhi.intake.rules import IntakeRules
from fazhi.intake.templates import Template
from fazhi.publishing.rules import Grounds
from fazhi.statutes.reading import Library
from fazhi.statutes.verifying import verify_file

STATUTES = Path(__file__).parents[3] / "shared" / "statutes"
needs_statutes = pytest.mark.skipif(
    not STATUTES.is_dir(), reason="NOT VERIFIED: the texts of the statutes are not on this machine"
)


@pytest.fixture(scope="module")
def statutes() -> Library:
    return Library.load(STATUTES)


def test_every_file_that_rests_on_law_is_asked() -> None:
    asked = {file.file for file in catalog_checks.resting_on_law()}
    root = catalog_path()
    wanted = {
        path.relative_to(root).as_posix()
        for folder in ("publishing", "consultations", "intake", "applications/answers", "reports")
        for path in (root / folder).glob("*.yaml")
        if "basis:" in path.read_text(encoding="utf-8")
    }
    assert asked >= wanted
    assert len(wanted) >= 20


@needs_statutes
def test_what_ships_says_what_the_articles_say(statutes: Library) -> None:
    done = [verify_file(file, statutes) for file in catalog_checks.resting_on_law()]
    assert [str(problem) for each in done for problem in each.failures] == []
    assert sum(each.citations for each in done) > 60


PLANTED: tuple[tuple[str, Any, str, str, str], ...] = (
    (
        "publishing/grounds.yaml",
        Grounds,
        "[个人隐私, 不得公开]",
        "[个人隐私, 应当公开]",
        "政府信息公开条例#15: 应当公开",
    ),
    ("consultations/kinds.yaml", Kinds, "一般不少于30日, 情况", "一般不少于40日, 情况", "一般不少于40日"),
    ("intake/rules.yaml", IntakeRules, "频次明显超过合理范围}", "频次明显超过合理次数}", "频次明显超过合理次数"),
    ("applications/answers/disclosure_clarify.yaml", Template, "条例#30:", "条例#31:", "政府信息公开条例#31"),
)


@needs_statutes
@pytest.mark.parametrize(("file", "model", "right", "wrong", "told"), PLANTED, ids=[each[0] for each in PLANTED])
def test_a_wrong_citation_is_found_and_told_with_its_line(
    file: str, model: Any, right: str, wrong: str, told: str, statutes: Library, tmp_path: Path
) -> None:
    path = shutil.copy(catalog_path(*file.split("/")), tmp_path)
    text = Path(path).read_text(encoding="utf-8")
    assert right in text
    Path(path).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    planted: Located[Any] = load_located(Path(path), model)
    failures = [str(each) for each in verify_file(planted, statutes).failures]
    assert failures
    assert told in failures[0]
    line = text[: text.index(right)].count("\n") + 1
    assert f"第 {line} 行" in failures[0]


def test_a_citation_that_names_no_article_is_told_without_the_statutes(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    text = catalog_path("intake", "rules.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("政府信息公开条例#35", "政府信息公开条例第35条"), encoding="utf-8")
    told = [str(each) for each in catalog_checks.unreadable_citations([load_located(path, IntakeRules)])]
    assert len(told) == 1
    assert "依据“政府信息公开条例第35条”写法不对" in told[0]
