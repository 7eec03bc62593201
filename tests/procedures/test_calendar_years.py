"""Calendar files: what a wrong one is told."""

from pathlib import Path

import pytest

from fazhi.catalog.calendar_years import load_calendar_years
from fazhi.catalog.loading import CatalogError

YEAR = """\
year: 2030
notices:
  - title: 通知
    source: https://www.example.com/notice
    holidays:
      - name: 元旦
        off: [2030-01-01]
      - name: 春节
        off: [2030-02-04, 2030-02-05]
        worked: [2030-02-02]
"""


@pytest.fixture
def complaint(tmp_path: Path):
    def complain(old: str = "", new: str = "", **more: str) -> str:
        assert old in YEAR
        for name, text in {"2030": YEAR.replace(old, new) if old else YEAR, **more}.items():
            (tmp_path / f"{name.removeprefix('y')}.yaml").write_text(text)
        with pytest.raises(CatalogError) as caught:
            load_calendar_years(tmp_path)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return complain


def test_calendar_year_that_is_right_is_loaded(tmp_path: Path):
    (tmp_path / "2030.yaml").write_text(YEAR)
    (year,) = load_calendar_years(tmp_path)
    assert [str(day) for _, day, _, _, worked in year.days() if worked] == ["2030-02-02"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "off: [2030-01-01]",
            "off: [2030-01-05]",
            "2030.yaml 第 7 行 notices[第1项].holidays[第1项].off[第1项]：2030-01-05是星期六，本来就休息。"
            "off 只写放假的星期一至星期五；请删去这一天或核对日期。",
        ),
        (
            "worked: [2030-02-02]",
            "worked: [2030-02-01]",
            "2030.yaml 第 10 行 notices[第1项].holidays[第2项].worked[第1项]：2030-02-01是星期五，本来就上班。"
            "worked 只写调休上班的星期六、星期日；请删去这一天或核对日期。",
        ),
        (
            "2030-02-05]",
            "2030-02-04]",
            "2030.yaml 第 9 行 notices[第1项].holidays[第2项].off[第2项]：2030-02-04写了两次。"
            "一天只能写一次，请写在后发布的通知下，删去另一处。",
        ),
        (
            "off: [2030-01-01]",
            "off: [2031-01-01]",
            "2030.yaml 第 7 行 notices[第1项].holidays[第1项].off[第1项]：2031-01-01不在2030年，也不在上年12月。"
            "请核对日期，或写到规定这一天的那份通知所属的年份。",
        ),
        (
            "        off: [2030-01-01]\n",
            "",
            "2030.yaml 第 6 行 notices[第1项].holidays[第1项].name：“元旦”没有写任何一天。"
            "请填写 off（放假的工作日）或 worked（上班的周末）。",
        ),
        (
            "https://www.example.com/notice",
            "国办发〔2029〕1号",
            "2030.yaml 第 4 行 notices[第1项].source：“国办发〔2029〕1号”不是网址。"
            "请填写通知原文的网址，以 https:// 开头。",
        ),
        (
            "year: 2030",
            "year: 2031",
            "2030.yaml 第 7 行 notices[第1项].holidays[第1项].off[第1项]：2030-01-01不在2031年，也不在上年12月。"
            "请核对日期，或写到规定这一天的那份通知所属的年份。",
        ),
    ],
)
def test_wrong_calendar_year_is_told(complaint, old: str, new: str, said: str):
    assert complaint(old, new) == said


def year(number: int, day: str) -> str:
    return (
        f"year: {number}\nnotices:\n  - title: 通知\n    source: https://www.example.com/{number}\n"
        f"    holidays:\n      - name: 元旦\n        off: [{day}]\n"
    )


def test_missing_year_is_told(complaint):
    assert complaint(y2032=year(2032, "2032-01-01")) == (
        "2032.yaml 第 1 行 year：2032年之前缺少2031年。请补上缺少年份的文件，年份必须连续。"
    )


def test_day_that_two_years_claim_is_told(complaint):
    assert complaint("[2030-01-01]", "[2030-01-01, 2030-12-31]", y2031=year(2031, "2030-12-31")).endswith(
        "：2030-12-31在 " + "2030.yaml 中已经写过。请只保留规定这一天的那份通知。"
    )


def test_file_named_otherwise_is_told(complaint):
    assert complaint(y2031=year(2030, "2029-12-31")).splitlines()[0] == (
        "2031.yaml 第 1 行 year：年份“2030”与文件名“2031.yaml”不一致。请把文件改名为 2030.yaml，或修改 year。"
    )


def test_empty_folder_is_told(tmp_path: Path):
    with pytest.raises(CatalogError, match="没有任何一年的工作日历"):
        load_calendar_years(tmp_path)
