"""How a natural person is named where everybody reads it: 木某某, 钱某, 欧阳某某, 阿某某. Pure.

The family name stays, as courts and market regulators do it, so that a decision can still be told from the next; the
given name goes. Where a name has no family name in the Chinese sense (买买提·艾力), its first character stays.
"""

from __future__ import annotations

_DOUBLE_NAMES = "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐长孙宇文司徒司空夏侯轩辕端木南宫独孤闻人呼延百里"
TWO = 2
_DOUBLE = frozenset(_DOUBLE_NAMES[at : at + TWO] for at in range(0, len(_DOUBLE_NAMES), TWO))


def public_name(name: str) -> str:
    """The name as everybody may read it; "" for none. Nothing tells how long a longer name is."""
    name = "".join(name.split())
    if not name:
        return ""
    family = name[:TWO] if name[:TWO] in _DOUBLE and len(name) > TWO else name[:1]
    return f"{family}某" if len(name) - len(family) <= 1 else f"{family}某某"
