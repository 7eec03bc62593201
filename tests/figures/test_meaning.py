import re

import pytest

from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.meaning import meaning_of

RAW = re.compile(r"[a-z]+_[a-z_]+|==|&&|\|\|")


@pytest.mark.parametrize("domain", [domain.domain for domain in shelf().domains])
def test_meaning_of_every_figure_is_said_without_names_of_the_machine(domain: str) -> None:
    figures = next(each for each in shelf().domains if each.domain == domain).figures
    raw = {name: words for name, figure in figures.items() for _, words in meaning_of(figure) if RAW.search(words)}
    assert raw == {}


def test_meaning_of_a_count_says_what_where_and_by_which_day() -> None:
    figure = Figure(
        title="当场罚款", unit="万元", counts=Counted.ACTS, of="administrative_penalty_summary", step="decide.fine",
        total="fine", per=10000, where="fine >= 100",
    )  # fmt: skip
    assert dict(meaning_of(figure)) == {
        "数什么": "“行政处罚（简易程序）”案件里“当场决定：当场罚款”的办理记录",
        "条件": "罚款数额不少于100元",
        "归入统计期": "按“办理日期”，落在统计期内的算进来",
        "怎样加": "把每条记录的“罚款数额”加起来，再除以10,000换算成万元",
        "计量单位": "万元",
    }
