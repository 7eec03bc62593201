"""The day an edition applies from, and where it was read."""

from datetime import date

import pytest

from fazhi.statutes.reading import InForceSource, parse_statute
from fazhi.statutes.reading.model import InForce

ARTICLE, HISTORY, EDITION = InForceSource.ARTICLE, InForceSource.HISTORY, InForceSource.EDITION


def of(history: str, clause: str) -> InForce:
    text = f"# 借书法\n\n{history}\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 {clause}\n"
    return parse_statute(text, source="借书法(2022-05-20).md").in_force


@pytest.mark.parametrize(
    ("history", "clause", "expected"),
    [
        ("", "本法自2022年9月1日起施行。", InForce(date(2022, 9, 1), ARTICLE)),
        ("2022年5月20日 修订", "本法自２０２２年9月1日起施行。", InForce(date(2022, 9, 1), ARTICLE)),
        ("2022年5月20日 通过", "本法自公布之日起施行。", InForce(date(2022, 5, 20), ARTICLE)),
        # The clause of the first edition, kept by the amendment, is not this edition's day.
        ("2022年5月20日 第二次修正", "本法自1999年10月1日起施行。", InForce(date(2022, 5, 20), EDITION)),
        ("2022年5月20日 第二次修正", "本法自公布之日起施行。", InForce(date(2022, 5, 20), EDITION)),
        ("2022年8月1日 施行", "到此为止。", InForce(date(2022, 8, 1), HISTORY)),
        ("1999年8月1日 施行", "到此为止。", InForce(date(2022, 5, 20), EDITION)),
        ("", "到此为止。", InForce(date(2022, 5, 20), EDITION)),
        ("", "本法自2022年13月1日起施行。", InForce(date(2022, 5, 20), EDITION)),
        ("", "规章应当自公布之日起三十日后施行。", InForce(date(2022, 5, 20), EDITION)),
    ],
)
def test_day_in_force_is_read_or_marked_as_taken(history: str, clause: str, expected: InForce) -> None:
    assert of(history, clause) == expected
