"""公开文本: what everybody may read of an opinion, made at once and looked at by the office before it is published.

Numbers that lead to a person are starred out wherever they stand, the name and the phone that the speaker left too.
Pure. A name that somebody else wrote into the text cannot be known: that is why the office looks at every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fazhi.procedures.language.fields import Format
from fazhi.procedures.registers.masking import masked_name, masked_text

_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9])"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SAID_BEFORE_A_NAME = r"我叫|我的名字(?:是|叫)|姓名(?:是)?[:： ]|联系人[:： ]|本人姓名[:： ]?"
_IDENTITY = re.compile(_BEFORE + r"[1-9][0-9]{5}(?:18|19|20)?[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]?(?![0-9Xx])")
_BANK = re.compile(_BEFORE + r"[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?" + _AFTER)
_MOBILE = re.compile(_BEFORE + r"(?:\+?86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})" + _AFTER)
_LANDLINE = re.compile(_BEFORE + r"(0[0-9]{2,3})[-－ ]([0-9]{7,8})" + _AFTER)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_PLATE = re.compile(rf"[{_PROVINCES}][A-Z][·· ]?[A-Z0-9]{{5,6}}(?![A-Z0-9])")
_INTRODUCED = re.compile(rf"((?:{_SAID_BEFORE_A_NAME})\s*)([\u4e00-\u9fff·]{{2,4}})")
_HOME = re.compile(r"([0-9]{1,4}(?:号楼|栋|幢)(?:[0-9]{1,2}单元)?)([0-9]{2,4})(室|号|户)?")
HIDDEN = "******"


def masked(text: str, *, names: Iterable[str] = ()) -> str:
    """The text with identity, phone, bank and plate numbers, addresses of doors and introduced names starred out.

    ``names``: further words that must not be read, such as the name the speaker left.
    """
    found = _IDENTITY.sub(lambda each: masked_text(each[0], Format.ID_CARD), text)
    found = _BANK.sub(lambda each: f"{each[0][:4]}{HIDDEN}", found)
    found = _MOBILE.sub(lambda each: f"{each[1]}****{each[3]}", found)
    found = _LANDLINE.sub(lambda each: f"{each[1]}-****{each[2][-2:]}", found)
    found = _EMAIL.sub(HIDDEN, found)
    found = _PLATE.sub(lambda each: f"{each[0][:2]}*****", found)
    found = _HOME.sub(lambda each: f"{each[1]}**{each[3] or ''}", found)
    found = _INTRODUCED.sub(lambda each: f"{each[1]}{each[2][0]}{'*' * (len(each[2]) - 1)}", found)
    for name in names:
        if len(name.strip()) > 1:
            found = found.replace(name.strip(), masked_name(name.strip()))
    return found
