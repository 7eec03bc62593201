"""Pass 6e, the plan's own title, and what it says of who made it and for which years."""

import re

from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.titles import tidy

_TITLE_END = re.compile(
    r"(?:要点|方案|规划|计划|纲要|意见|清单|安排|分解表|分工表?|任务表|措施|台账|通知|办法|细则|决定)(?:\([^()]{1,20}\))*$"
)
_SENT_OUT = re.compile(r"关于(?:印发|下发|转发)《?([^《》]{6,60})》?的通知$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=[年—~至–-])|(?<=[—~至–-])20\d\d(?=年)")
_ISSUER = re.compile(
    r"(?P<place>[\u3400-\u9fff]{1,10}?(?:自治[州县区旗]|[省市县区旗盟镇乡]|州(?![市县])|街道)"
    r"(?:人民政府|委员会|[\u3400-\u9fff]{1,8}?[局委厅](?=20|关于|法治|“|年度))?)"
)
_FIRST_HALF = re.compile(r"20\d\d|关于|法治|[省市县区]")
_TOLD_BEFORE = re.compile(r".*(?:总结|回顾|情况)(?=.*20\d\d)")
"""A report and a plan under one title, 2023年工作总结和2024年工作计划: the years before are not the plan's."""
_HEAD_LINES = 30
_FIVE_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030), "十六五": (2031, 2035)}


def plan_title(text: Mapped, limit: int) -> str:
    """The last line before `limit` that ends like a title, with the line above it if it was broken in two."""
    shown = [line.strip() for line in text.shown[:limit].split("\n") if line.strip()][:_HEAD_LINES]
    folded = [line.strip() for line in text.folded[:limit].split("\n") if line.strip()][:_HEAD_LINES]
    best = ""
    for index, line in enumerate(folded):
        words = _title_in(line)
        if not _is_title(words) or (best and words.endswith("通知")):
            continue
        begin = line.rfind(words)
        best = shown[index][begin : begin + len(words)]
        if index and len(words) < 12 and len(folded[index - 1]) < 50 and _FIRST_HALF.search(folded[index - 1]):
            best = shown[index - 1] + best
    return tidy(best) or (tidy(shown[0][:60]) if shown else "")


def ends_like_title(line: str) -> bool:
    """Whether a short line ends as the titles of plans do: …方案, …要点."""
    return len(line) >= 6 and _is_title(line)


def _is_title(words: str) -> bool:
    return len(words) <= 60 and "|" not in words and "。" not in words and bool(_TITLE_END.search(words))


def _title_in(line: str) -> str:
    """The part of a line that may be the title: what 关于印发… sends out; on a crowded line, its last words."""
    sent_out = _SENT_OUT.search(line)
    if sent_out:
        return sent_out[1]
    groups = [group for group in line.split(" ") if _TITLE_END.search(group)]
    return (groups[-1] if groups and (len(line) > 60 or ">" in line or ":" in line) else line).strip("《》 ")


def issuer_of(title: str) -> str:
    """The place or unit a title begins with; empty when it begins otherwise."""
    match = _ISSUER.match(re.sub(r"^(?:20\d\d年度?)|^关于(?:做好|加强|推进|印发)?", "", title))
    return match["place"] if match else ""


def years_of(title: str) -> tuple[int, ...]:
    """The years a title names, in order: one for a yearly plan, the first and last for a longer one."""
    told = _TOLD_BEFORE.match(title)
    title = title[told.end() :] if told else title
    years = {int(year) for year in _YEAR.findall(title)}
    for name, span in _FIVE_YEARS.items():
        if name in title:
            years |= set(span)
    return tuple(sorted(years))
