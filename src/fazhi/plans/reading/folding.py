"""Pass 1, folding: full and half width, traditional script, look-alike radicals, pinyin garble.

The file keeps its own spelling in `shown`; `folded` is what all later passes look at, so that no rule has to know
that （ and ( or 縣 and 县 are the same.
"""

import re
import unicodedata

from fazhi.plans.reading.mapped import Mapped

# Text out of PDF files has radicals where characters should be; those of the Kangxi block have decompositions.
_RADICALS = dict(
    zip("⺠⻓⻔⻢⻋⻅⻚⻛⻜⻝⻥⻩⻬⻰⻄⻆⺟⻉⻘⻣⻤", "民长门马车见页风飞食鱼黄齐龙西角母贝青骨鬼", strict=True)
)
_LOOK_ALIKES = {
    "∶": ":", "︰": ":", "「": "“", "」": "”", "『": "“", "』": "”", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
    "\u2028": "\n", "\u2029": "\n", "﹒": ".", "•": "·", "‧": "·", "∙": "·", "●": "·", "─": "—", "━": "—", "―": "—",
}  # fmt: skip
# A bar inside a table cell is written full width by the document readers, and must stay a letter of that cell.
_KEPT = frozenset("｜")
_WIDTH_TAGS = ("<wide>", "<narrow>", "<small>", "<vertical>", "<compat>", "<noBreak>")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b-\u200f\u2060\u00ad]|\r(?=\n)")

# Characters that no simplified text has: enough of them to notice that a text needs the converter.
_TRADITIONAL = frozenset(
    "個們國會區員單圖場壓學實審專對導層幣強應擴敗數於時會業檢權決沒準濟為現環發監範約級結給統網線編縣總規見覽計訂討訓設許訴詞論講證識議讀負責費質輕輸辦連進運過達選鄉醫錯鎮鏈門開間關陳際項頭題願類點體戶億優務廳機構組織執農財稅衛協勞營農產業資訊團體"
)

_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_VOWELS = "aāáǎàeēéěèiīíǐìoōóǒòuūúǔùüǖǘǚǜvêń"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])\({_INITIAL}[{_VOWELS}]{{1,4}}(?:ng|n|r)?\)")
_PAGE_MARK_IN_LINE = re.compile(r"(?<=\s)[-—–]{1,2} ?\d{1,3} ?[-—–]{1,2}(?=\s)")


def fold(text: str) -> Mapped:
    """Fold the text of a file. Offsets of the result are those of `text`; invisible characters and garble are gone."""
    table = {ord(c): f for c in set(text) if (f := _folded_character(c)) != c}
    shown = text.translate({ord(c): f for c, f in _RADICALS.items()})
    folded = text.translate(table).replace("\r", "\n")
    if not _TRADITIONAL.isdisjoint(folded):
        folded = _simplified(folded)
    whole = Mapped(shown, folded, range(len(text)))
    # A carriage return before a line feed is still one here: it is looked for in the text as it came.
    whole = whole.without((m.start(), m.end()) for m in _INVISIBLE.finditer(text))
    garble = [m.span() for m in _PINYIN.finditer(whole.folded) if _is_pinyin(m.group())]
    garble += [m.span() for m in _PAGE_MARK_IN_LINE.finditer(whole.folded)]
    return whole.without(sorted(garble))


def _folded_character(character: str) -> str:
    if character in _KEPT:
        return character
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    if character in _RADICALS:
        return _RADICALS[character]
    if character.isspace() and character not in "\n\t\r":
        return " "
    decomposition = unicodedata.decomposition(character)
    if not decomposition or not (decomposition.startswith(_WIDTH_TAGS) or "\uf900" <= character <= "\ufaff"):
        return character
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character


def _simplified(text: str) -> str:
    """The text in simplified script, character for character: phrases would change its length."""
    import opencc  # noqa: PLC0415 -- its dictionaries take longer to load than a plan takes to read

    characters = "\n".join(sorted(set(text) - {"\n"}))
    simplified = str(opencc.OpenCC("t2s").convert(characters)).split("\n")
    pairs = zip(characters.split("\n"), simplified, strict=False)
    return text.translate({ord(t): s for t, s in pairs if len(s) == 1})


def _is_pinyin(bracketed: str) -> bool:
    """Whether the bracket is a reading (zhèng, zheng) and no letter of a list: (a)."""
    syllable = bracketed[1:-1]
    return len(syllable) > 1 or not syllable.isascii()
