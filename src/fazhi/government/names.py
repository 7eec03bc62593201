"""Folding of unit names, so that the ways in which documents write one unit's name become one key.

市司法局, 区司法局, 清和区司法局 and 司法局 all name the justice bureau of 清和区. What is folded away only tells
nothing inside a jurisdiction: its own name and its parents', the level word in front, spaces and punctuation, and the
long or short form of an institution's ending (办公室 = 办). Whether two *different* words mean one body (卫健委 =
卫生健康局) is knowledge, not spelling: that is the catalog's, and `fazhi.plans.intake.matching` asks it.
"""

import re
import unicodedata
from functools import lru_cache

from fazhi.government.models import Jurisdiction

# A level word in front is dropped unless it belongs to the word that follows: 市场监管局 is not 场监管局.
_LEVEL = re.compile(
    r"^(?:中共)?(?:"
    r"省(?!会|际)|市(?!场|政(?!协|府|法|务|数|管)|容|民(?!政|族|宗|营|革|建|盟|进)|域|监|郊)|自治[区州县旗]|"
    r"[州盟](?!市)|地区|区(?!域|块|划|直|级|属)|"
    r"县(?!域|区|直|级)|旗(?!舰|下|直|级)|新区|开发区|高新区)"
)
_LEVEL_INSIDE = re.compile(r"(?<=[治团])[省市州盟区县旗](?=[办委]|建设|办公)|(?<=[局行])[省市州盟区县旗](?=分[局行])")
_NOISE = re.compile(r"[\W_]+")
_ENDINGS = (
    (re.compile(r"街道(?:办事处|办|党工委|工委)$"), "街道"),
    (re.compile(r"(?<=.{2})(?<!街道)办事处$"), "街道"),
    (re.compile(r"(?<=[镇乡])(?:人民)?政府$"), ""),
    (re.compile(r"(?<=村)(?:村民委员会|民委员会|村委会|委会)$"), ""),
    (re.compile(r"(?<=社区)(?:居民委员会|居委会)$"), ""),
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"人民(?=法院|检察院)"), ""),
    (re.compile(r"办公[室厅]$"), "办"),
    (re.compile(r"委员会$"), "委"),
)
# What may follow a place's bare name (清和司法局) without that name being a smaller place's own (清和街道).
_PLACE_OF_ITS_OWN = re.compile(r"^(?:街道|镇|乡|社区|村|办事处)")
_STATE_PREFIX = re.compile(r"^(?:中国共产党|中共|中华人民共和国)")


def key(name: str, jurisdiction: Jurisdiction) -> str:
    """The folded form under which a name is kept and looked up inside a jurisdiction; empty for a name of no letters.

    Folding twice changes nothing. The jurisdiction's parents are read once from the database and then remembered.
    """
    return fold(name, places_of(jurisdiction))


def places_of(jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """The names of the jurisdiction and of those above it, the smallest first."""
    names = [jurisdiction.name]
    above = jurisdiction.parent if jurisdiction.parent_id else None
    while above is not None:
        names.append(above.name)
        above = above.parent if above.parent_id else None
    return tuple(names)


@lru_cache(maxsize=20_000)
def fold(name: str, places: tuple[str, ...]) -> str:
    """`key` for somebody who has the place names at hand: pure."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()
    while True:
        shorter = _once(text, places)
        if shorter == text:
            return text
        text = shorter


def _once(text: str, places: tuple[str, ...]) -> str:
    stripped = _STATE_PREFIX.sub("", text)
    for place in places:
        # 国家税务总局清和区税务局, 示例市公安局清和区分局: the place also stands inside.
        without = stripped.replace(place, "")
        stripped = without or stripped
        stripped = _without_bare(stripped, place)
    stripped = _LEVEL_INSIDE.sub("", _without_level(stripped))
    for ending, short in _ENDINGS:
        stripped = ending.sub(short, stripped)
    return stripped or text


def _without_bare(text: str, place: str) -> str:
    """清和司法局 → 司法局; 清和街道 stays."""
    bare = place[:-1]
    rest = text[len(bare) :]
    if len(bare) < 2 or not text.startswith(bare) or len(rest) < 2 or _PLACE_OF_ITS_OWN.match(rest):
        return text
    return rest


def _without_level(text: str) -> str:
    rest = _LEVEL.sub("", text, count=1)
    return rest if rest else text
