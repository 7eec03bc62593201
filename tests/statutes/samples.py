"""Invented statutes, in words of our own: two editions of a law, a local regulation, an interpretation."""

from pathlib import Path

LENDING_2015 = "借书法(2015-03-10).md"
LENDING_2022 = "借书法(2022-05-20).md"
REPAIR = "云水省自行车修理条例(2020-06-01).md"
ANSWERS = "最高人民法院关于适用《借书法》的解释(2023-01-05).md"

FILES = {
    LENDING_2015: """# 中华人民共和国借书法

2015年3月10日 全国读书人大会通过

<!-- INFO END -->

## 第一章 总 则

第一条 为了让书有人读，制定本法。

第二条 借书人应当在三十日内归还。

第三条 本法自2015年7月1日起施行。
""",
    LENDING_2022: """# 中华人民共和国借书法

2015年3月10日 全国读书人大会通过

2022年5月20日 全国读书人大会《关于修改〈借书法〉

〈还书法〉

等两部法律的决定》修订

<!-- INFO END -->

中华人民共和国

借书法

## 第一编 总则

### 第一章 一般规定
\u200b
第一条 为了让书有人读，制定本法。

第二条\u3000借书人应当在“二十日”内归还；逾期的，按照下列规定办理:

（一）逾期五日以内的，口头提醒；

(二)逾期五日以上的，按下列情形停借：

1.教材；

2．其他图书。

图书馆不得收取押金。

读者有下列权利：

（一）知道书在哪里；

（二）要求写明提醒的理由；

（三）续借一次。

## 第二编 附 则

第三条 馆际互借参照第二条办理。

第三条之一 本法所称12日，是指自然日。

第四条 本法自2022年9月1日起施行。
""",
    REPAIR: """# 云水省自行车修理条例

2020年6月1日 云水省第三届人民代表大会常务委员会第八次会议通过

<!-- INFO END -->

第一条 修理人员应当持证上岗，法制审核人员除外。

第二条 修理前应当告知价格。
""",
    ANSWERS: """# 最高人民法院关于适用《中华人民共和国借书法》的解释

2023年2月1日 施行

<!-- INFO END -->

为正确适用借书法，制定本解释。

## 一、归还

第一条 借书法第二条所称归还，包括由他人代为归还。
""",
}


def write(folder: Path, *names: str) -> Path:
    """Writes the files named, or all, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or FILES:
        (folder / name).write_text(FILES[name], encoding="utf-8")
    return folder
