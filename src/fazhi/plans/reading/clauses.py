"""Where a clause (分句) begins and ends, and which characters belong to proper names (专名).

Both readers look at a number in its clause only: what stands beyond a comma governs nothing.
"""

from dataclasses import dataclass

_STOPS = frozenset(",;。:!?…|｜•")
_OPENING = {"(": ")", "[": "]", "〔": "〕", "【": "】", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_NAME_MARKS = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "〔": "〕", "〈": "〉"}
_LONGEST_INLINE = 12
_LONGEST_QUOTE = 60
_LONGEST_NAME = {"》": 200, "〉": 200, "〕": 10}
"""Book titles are long; in 〔〕 stands the year of a 文号, or else a remark (〔市司法局，6月底前〕), no name."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """A folded text with its clause borders and the characters that belong to names, one flag a character."""

    text: str
    stops: bytes
    names: bytes

    def start(self, pos: int, window: int = 80) -> int:
        """The start of the clause that pos lies in, looking back no further than `window` characters."""
        low = max(0, pos - window)
        return max(self.stops.rfind(1, low, pos) + 1, low)

    def end(self, pos: int, window: int = 60) -> int:
        """The end of the clause that pos lies in, looking on no further than `window` characters."""
        high = min(len(self.text), pos + window)
        stop = self.stops.find(1, pos, high)
        return high if stop < 0 else stop

    def named(self, start: int, end: int) -> bool:
        """Whether any character of [start, end) is part of a name (书名号, quotation marks, 〔2019〕)."""
        return 1 in self.names[start:end]


def split_clauses(text: str) -> Clauses:
    """The clauses and names of a folded text, in one pass."""
    stops, names = bytearray(len(text)), bytearray(len(text))
    brackets: list[int] = []
    marks: list[int] = []
    for pos, char in enumerate(text):
        if char in _STOPS and not _inside_number(text, pos):
            stops[pos] = 1
        if char in _OPENING:
            brackets.append(pos)
        elif char in _CLOSING:
            if brackets and text[brackets[-1]] == _CLOSING[char]:
                _close_bracket(text, brackets.pop(), pos, stops)
            else:
                stops[pos] = 1
        if char in _NAME_MARKS:
            marks.append(pos)
        elif marks and char == _NAME_MARKS[text[marks[-1]]]:
            start = marks.pop()
            if pos - start <= _LONGEST_NAME.get(char, _LONGEST_QUOTE):
                names[start : pos + 1] = b"\1" * (pos + 1 - start)
        elif char in "。;" and marks:  # a mark that was never closed names nothing
            marks.clear()
    for pos in brackets:
        stops[pos] = 1
    return Clauses(text, bytes(stops), bytes(names))


def _inside_number(text: str, pos: int) -> bool:
    return text[pos] in ",:" and text[pos - 1 : pos].isdecimal() and text[pos + 1 : pos + 2].isdecimal()


def _close_bracket(text: str, start: int, end: int, stops: bytearray) -> None:
    """A short gloss within a name, 村(社区), does not break the clause; any other bracket is a clause of its own."""
    inside = text[start + 1 : min(end, start + 2 + _LONGEST_INLINE)]
    gloss = (
        0 < len(inside) <= _LONGEST_INLINE
        and not any(c.isdecimal() or c in ",;:。" for c in inside)
        and start > 0
        and not stops[start - 1]
    )
    if not gloss:
        stops[start] = stops[end] = 1
