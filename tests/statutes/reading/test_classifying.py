"""Kind and area of a norm, guessed from title and history."""

import pytest

from fazhi.statutes.reading.classifying import Classified, Kind, classify


@pytest.mark.parametrize(
    ("title", "history", "expected"),
    [
        ("中华人民共和国借书法", "2015年3月10日 第一届全国人民代表大会通过", Classified(Kind.LAW)),
        ("中华人民共和国借书条例", "", Classified(Kind.STATE_COUNCIL)),
        ("借书的若干规定", "2015年3月10日 中华人民共和国国务院令第9号公布", Classified(Kind.STATE_COUNCIL)),
        ("国务院关于借书的规定", "", Classified(Kind.STATE_COUNCIL)),
        ("城市图书馆条例", "", Classified(Kind.STATE_COUNCIL)),
        ("市场借书信息公示规定", "2015年3月10日 国家借书总局令第4号公布", Classified(Kind.RULE)),
        ("云南省借书条例", "", Classified(Kind.LOCAL, "云南省")),
        ("广西壮族自治区借书条例", "", Classified(Kind.LOCAL, "广西壮族自治区")),
        ("金平苗族自治县借书条例", "", Classified(Kind.LOCAL, "金平苗族自治县")),
        ("厦门经济特区借书条例", "", Classified(Kind.LOCAL, "厦门经济特区")),
        ("杭州市借书办法", "2015年3月10日 杭州市第九届人民代表大会常务委员会通过", Classified(Kind.LOCAL, "杭州市")),
        ("杭州市借书办法", "2015年3月10日 杭州市人民政府令第3号公布", Classified(Kind.RULE, "杭州市")),
        ("杭州市借书办法", "", Classified(Kind.RULE, "杭州市")),
        ("最高人民法院关于适用《中华人民共和国借书法》的解释", "", Classified(Kind.JUDICIAL)),
        ("借书工作条例", "2015年3月10日 中共中央、国务院发布", Classified(Kind.PARTY)),
    ],
)
def test_kind_and_area_follow_from_title_and_history(title: str, history: str, expected: Classified) -> None:
    assert classify(title, [history] if history else []) == expected
