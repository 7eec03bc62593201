"""Pass 6e: the plan's title and its hints."""

import pytest

from fazhi.plans.reading import read_plan_text
from fazhi.plans.reading.plantitle import issuer_of, years_of


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("沙溪县2024年依法行政工作要点", "沙溪县2024年依法行政工作要点"),
        ("首页 > 公开\n沙溪县贯彻落实\n法治政府建设实施意见", "沙溪县贯彻落实法治政府建设实施意见"),
        ("关于印发《沙溪县2024年依法行政工作要点》的通知\n各镇：", "沙溪县2024年依法行政工作要点"),
        ("沙溪县人民政府文件", "沙溪县人民政府文件"),
    ],
)
def test_title(head: str, title: str) -> None:
    assert read_plan_text(f"{head}\n一、主要任务\n1.甲。").title == title


@pytest.mark.parametrize(
    ("title", "issuer", "years"),
    [
        ("沙溪县2024年要点", "沙溪县", (2024,)),
        ("沙溪市法治政府建设实施方案（2021—2025年）", "沙溪市", (2021, 2025)),
        ("沙溪区“十四五”法治政府建设规划", "沙溪区", (2021, 2025)),
        ("沙溪县农业农村局2024年要点", "沙溪县农业农村局", (2024,)),
        ("任务分解表", "", ()),
    ],
)
def test_hints(title: str, issuer: str, years: tuple[int, ...]) -> None:
    assert (issuer_of(title), years_of(title)) == (issuer, years)
