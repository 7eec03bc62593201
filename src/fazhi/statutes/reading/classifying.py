"""What kind of norm a statute is and where it holds, guessed from its title and history 题注."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fazhi.statutes.reading.naming import short_name

_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
# 节省, 城市 and 市场 name no place.
_AREA = (
    rf"(?:(?:{_PROVINCES})(?:省|市|[^省市]{{0,4}}自治区)|[一-龥]{{2,8}}?(?:自治州|自治县|经济特区)"
    r"|[一-龥]{2,3}(?<!节)省|[一-龥]{2,4}(?<!城)市(?!场))"
)
_LOCAL_TITLE = re.compile(rf"(?P<place>{_AREA})")
_LOCAL_CONGRESS = re.compile(rf"(?P<place>{_AREA})(?:第[一二三四五六七八九十]+届)?人民代表大会")


class Kind(StrEnum):
    """效力位阶, as the Legislation Law 立法法 orders them; 党内法规 stand beside them."""

    LAW = "law"
    STATE_COUNCIL = "state_council"
    LOCAL = "local"
    RULE = "rule"
    JUDICIAL = "judicial"
    PARTY = "party"

    @property
    def label(self) -> str:
        return {
            "law": "法律",
            "state_council": "行政法规",
            "local": "地方性法规",
            "rule": "规章",
            "judicial": "司法解释",
            "party": "党内法规",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Classified:
    """`place` is the area where it holds (山东省); "" means the whole state."""

    kind: Kind
    place: str = ""


def classify(title: str, history: Sequence[str]) -> Classified:
    """A guess that a person may correct: titles follow custom, not rule."""
    name, noted = short_name(title), "\n".join(history)
    if name.startswith(("最高人民法院", "最高人民检察院")):
        return Classified(Kind.JUDICIAL)
    if "中共中央" in noted:
        return Classified(Kind.PARTY)
    if place := _place(name, noted):
        local_rule = "人民政府令" in noted or not ("人民代表大会" in noted or name.endswith("条例"))
        return Classified(Kind.RULE if local_rule else Kind.LOCAL, place)
    if name.endswith("法") and not name.endswith("办法"):
        return Classified(Kind.LAW)
    if "国务院令" in noted or "国务院第" in noted or name.startswith("国务院") or name.endswith("条例"):
        return Classified(Kind.STATE_COUNCIL)
    return Classified(Kind.RULE)


def _place(name: str, noted: str) -> str:
    found = _LOCAL_TITLE.match(name)
    found = found or _LOCAL_CONGRESS.search(noted)
    return found["place"] if found else ""
