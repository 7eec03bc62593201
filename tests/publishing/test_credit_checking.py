"""Rows of 双公示: each mistake is told at its field, in a sentence that says how to mend it."""

from datetime import date

import pytest

from fazhi.publishing.credit.checking import check, check_all
from fazhi.publishing.credit.tables import LICENCE, PENALTY, table

TODAY = date(2026, 3, 2)
COMPANY = "91650204MA0000000P"
TRADER = "92650204MA0000000L"
GOOD = {
    "cf_xdr_mc": "清和区顺达广告有限公司",
    "cf_xdr_lb": "法人及非法人组织",
    "cf_xdr_shxym": COMPANY,
    "cf_frdb": "木子雨",
    "cf_wsh": "区市场监管局罚决〔2026〕1号",
    "cf_wfxw": "擅自设置户外广告",
    "cf_sy": "经查，当事人未经许可设置户外广告牌两处。",
    "cf_yj": "某条例第四十条",
    "cf_cflb": "罚款",
    "cf_nr": "处以罚款5000元",
    "cf_nr_fk": "0.500000",
    "cf_jdrq": "2026-03-01",
    "cf_cfjg": "清和区市场监督管理局",
    "cf_cfjgdm": "11650204MB00000002",
    "cf_sjly": "清和区市场监督管理局",
    "cf_sjlydm": "11650204MB00000002",
}
PERSON = GOOD | {
    "cf_xdr_mc": "木子雨",
    "cf_xdr_lb": "自然人",
    "cf_xdr_shxym": "",
    "cf_frdb": "",
    "cf_xdr_zjlx": "身份证",
    "cf_xdr_zjhm": "650204199003072316",
}
MISTAKES: list[tuple[dict[str, str], dict[str, str], str, str]] = [
    (GOOD, {"cf_xdr_mc": ""}, "cf_xdr_mc", "没有填写，此项必填。"),
    (GOOD, {"cf_xdr_lb": "企业"}, "cf_xdr_lb", "“企业”不在可选内容里，只能是法人及非法人组织、自然人、个体工商户。"),
    (GOOD, {"cf_xdr_shxym": ""}, "cf_xdr_shxym", "没有填写，相对人为法人、非法人组织、个体工商户的必填。"),
    (GOOD, {"cf_xdr_shxym": COMPANY[:-1]}, "cf_xdr_shxym", "统一社会信用代码应为 18 位"),
    (GOOD, {"cf_xdr_shxym": COMPANY[:-1] + "0"}, "cf_xdr_shxym", "校验位不对"),
    (GOOD, {"cf_xdr_shxym": COMPANY.lower()}, "cf_xdr_shxym", f"请写成“{COMPANY}”"),
    (GOOD, {"cf_xdr_shxym": TRADER}, "cf_xdr_lb", "以92开头的是个体工商户，请改类别。"),
    (GOOD, {"cf_xdr_lb": "个体工商户"}, "cf_xdr_lb", "个体工商户的统一社会信用代码以92开头"),
    (GOOD, {"cf_frdb": "13800000000"}, "cf_frdb", "姓名里有数字"),
    (GOOD, {"cf_frdb": "无"}, "cf_frdb", "“无”不是内容，没有的请留空。"),
    (GOOD, {"cf_wsh": "文" * 129}, "cf_wsh", "最多128个字，现有129个，请压缩。"),
    (GOOD, {"cf_nr_fk": ""}, "cf_nr_fk", "没有填写，处罚类别有罚款的必填。"),
    (GOOD, {"cf_nr_fk": "五千元"}, "cf_nr_fk", "不是金额，请只写数字，单位是万元。"),
    (GOOD, {"cf_nr_fk": "-1"}, "cf_nr_fk", "金额不能是负数"),
    (GOOD, {"cf_nr_fk": "0.5000001"}, "cf_nr_fk", "最多6位小数"),
    (GOOD, {"cf_nr_fk": "1000000000000"}, "cf_nr_fk", "金额太大"),
    (GOOD, {"cf_nr_fk": "0.000000"}, "cf_nr_fk", "金额不能是0"),
    (GOOD, {"cf_cflb": "警告"}, "cf_nr_fk", "处罚类别没有罚款，却填了罚款金额"),
    (GOOD, {"cf_cflb": "罚款、没收违法所得"}, "cf_nr_wfff", "处罚类别有没收违法所得的必填"),
    (GOOD, {"cf_cflb": "罚款、吊销许可证件"}, "cf_nr_zkdx", "处罚类别有暂扣、吊销的必填"),
    (GOOD, {"cf_jdrq": "2026/3/1"}, "cf_jdrq", "“2026/3/1”不是日期，请写成2026-03-02的样子。"),
    (GOOD, {"cf_jdrq": "2026-03-03"}, "cf_jdrq", "决定日期晚于今天"),
    (GOOD, {"cf_jdrq": "1926-03-01"}, "cf_jdrq", "年份1926太早"),
    (GOOD, {"cf_gsjzq": "2026-02-01"}, "cf_gsjzq", "公示截止期早于决定日期"),
    (GOOD, {"cf_xdr_zjhm": "650204199003072316"}, "cf_xdr_zjhm", "只有自然人填证件号码"),
    (GOOD, {"cf_sy": "当事人\t未经许可"}, "cf_sy", "有制表符等看不见的字符"),
    (GOOD, {"cf_cfjgdm": ""}, "cf_cfjgdm", "没有填写，此项必填。"),
    (PERSON, {"cf_xdr_mc": "木某某"}, "cf_xdr_mc", "名称是隐去以后的"),
    (PERSON, {"cf_xdr_zjhm": ""}, "cf_xdr_zjhm", "没有填写，相对人为自然人的必填。"),
    (PERSON, {"cf_xdr_zjhm": "650204199003072311"}, "cf_xdr_zjhm", "居民身份证号的校验码不对"),
    (PERSON, {"cf_xdr_shxym": COMPANY}, "cf_xdr_shxym", "自然人没有统一社会信用代码"),
]


@pytest.mark.parametrize(("base", "wrong", "code", "say"), MISTAKES)
def test_a_mistake_is_told_at_its_field(base: dict[str, str], wrong: dict[str, str], code: str, say: str) -> None:
    found = check(table(PENALTY), base | wrong, today=TODAY)
    assert [each.code for each in found] == [code]
    assert say in found[0].say


@pytest.mark.parametrize("row", [GOOD, PERSON], ids=["body", "person"])
def test_a_right_row_has_no_faults(row: dict[str, str]) -> None:
    assert check(table(PENALTY), row, today=TODAY) == ()


def test_no_number_of_a_person_is_repeated_in_what_is_said() -> None:
    found = check(table(PENALTY), PERSON | {"cf_xdr_zjhm": "650204199003072311"}, today=TODAY)
    assert all("650204" not in str(each) for each in found)


def test_rows_are_held_against_each_other() -> None:
    other = GOOD | {"cf_xdr_mc": "清和区顺达广告公司"}
    first, second = check_all(table(PENALTY), [GOOD, other], today=TODAY)
    assert first == ()
    assert [(each.code, each.say) for each in second] == [
        ("cf_wsh", "与第1行的文号相同，请核对是否重复。"),
        ("cf_xdr_shxym", "同一代码在前面登记为“清和区顺达广告有限公司”，请核对名称与代码。"),
    ]


def test_a_licence_runs_from_its_first_day_to_its_last() -> None:
    licence = {code.replace("cf_", "xk_", 1): text for code, text in GOOD.items()}
    licence = {code: text for code, text in licence.items() if code in table(LICENCE).fields} | {
        "xk_xkws": "准予行政许可决定书",
        "xk_xklb": "01",
        "xk_yxqz": "2026-03-01",
        "xk_yxqzi": "2031-02-28",
        "xk_xkjg": "清和区市场监督管理局",
        "xk_xkjgdm": GOOD["cf_cfjgdm"],
        "xk_zt": "1",
        "xk_lydw": "清和区市场监督管理局",
        "xk_lydwdm": GOOD["cf_cfjgdm"],
    }
    assert check(table(LICENCE), licence, today=TODAY) == ()
    found = check(table(LICENCE), licence | {"xk_yxqz": "2031-03-01", "xk_xklb": "普通"}, today=TODAY)
    assert [each.code for each in found] == ["xk_xklb", "xk_yxqz"]
