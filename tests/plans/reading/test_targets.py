import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans.reading.targets import Target, find_targets
from fazhi.plans.reading.wordlists import words
from tests.plans.reading.effort import calls_in

from .example_tables import Example, f1, load_examples

PIECES = [
    *words(
        "率 达到 不低于 100% 3 家 以上 、 和 均 分别 四成 三分之二 百分之 由 压减至 个工作日 的 开展 2024年 “ ” ( )",
        "全覆盖 实现 零新增 万元 一半 至 - , 。 每 次 十",
    ),
    " ",
    "\n",
]


def rows(text: str, title: str = "") -> list[tuple[str, str, float, str]]:
    return [(t.metric, t.op, t.value, t.unit) for t in find_targets(text, title=title)]


def same_measure(read: str, wanted: str) -> bool:
    """Whether half of the characters agree: what a measure is called leaves room."""
    return 2 * sum(min(read.count(c), wanted.count(c)) for c in set(wanted)) >= 0.5 * (len(read) + len(wanted))


def hits(example: Example) -> tuple[int, int]:
    """How many wanted targets were found, and how many of those with the right comparison."""
    left, found, right = rows(example.text), 0, 0
    for metric, op, value, unit in example.targets:
        for row in left:
            if row[2:] == (value, unit) and same_measure(row[0], metric):
                left.remove(row)
                found, right = found + 1, right + (row[1] == op)
                break
    return found, right


@pytest.mark.parametrize("example", load_examples("examples"), ids=lambda e: e.text[:24])
def test_targets_of_example(example: Example) -> None:
    assert [row[1:] for row in rows(example.text)] == [row[1:] for row in example.targets]
    assert hits(example) == (len(example.targets), len(example.targets))


@pytest.mark.parametrize("table", ["held_out_examples", "second_held_out_examples", "third_held_out_examples"])
def test_targets_of_held_out_examples_reach_the_aim(table: str) -> None:
    found = right = read = wanted = 0
    for example in load_examples(table):
        a, b = hits(example)
        found, right = found + a, right + b
        read, wanted = read + len(rows(example.text)), wanted + len(example.targets)
    assert f1(found, read, wanted) >= 0.92
    assert right >= 0.95 * found


def test_target_has_place_and_words_of_the_text_as_given() -> None:
    text = "年底前，公开率达到１００％。"
    assert find_targets(text) == [Target(4, 13, "公开率达到１００％", "公开率", ">=", 100.0, "%")]


def test_title_lends_its_noun_where_the_measure_is_left_out() -> None:
    assert rows("区司法局负责,年内不少于4期", "开展行政调解能力培训") == [("行政调解能力培训", ">=", 4.0, "期")]


def test_measure_of_the_clause_before_holds_for_both() -> None:
    assert rows("知晓率和满意率逐年提升,均达到90%以上。") == [("知晓率", ">=", 90.0, "%"), ("满意率", ">=", 90.0, "%")]


def test_each_measure_of_a_list_is_a_target_with_the_same_words() -> None:
    assert [(t.metric, t.text) for t in find_targets("案件移送率、信息录入率均达到100%。")] == [
        ("案件移送率", "案件移送率、信息录入率均达到100%"),
        ("信息录入率", "案件移送率、信息录入率均达到100%"),
    ]


def test_measures_and_numbers_of_a_distribution_pair_up() -> None:
    assert rows("受理率、成功率分别不低于98%、60%。") == [("受理率", ">=", 98.0, "%"), ("成功率", ">=", 60.0, "%")]


@pytest.mark.parametrize(
    ("text", "op", "value", "unit"),
    [
        ("抽查企业不少于200户。", ">=", 200, "户"),
        ("占比提高到45%。", ">=", 45, "%"),
        ("调解和解率力争超过四成。", ">=", 40, "%"),
        ("压缩70%以上。", ">=", 70, "%"),
        ("审结率百分之九十五。", "=", 95, "%"),
        ("办理时限压缩一半以上。", ">=", 50, "%"),
        ("至少培养3名法律明白人。", ">=", 3, "名"),
        ("审核人员不少于执法人员总数的5%。", ">=", 5, "%"),
        ("败诉率控制在5%以内。", "<=", 5, "%"),
        ("审批时限由20个工作日压减至5个工作日。", "<=", 5, "工作日"),
        ("跑动次数降到0.3次以下。", "<=", 0.3, "次"),
        ("按时办结率较去年提高5个百分点。", "=", 5, "个百分点"),
        ("培训骨干1.5万人次。", "=", 15_000, "人次"),
        ("安排经费不低于30万元。", ">=", 300_000, "元"),
        ("新增律师1,200余名。", "=", 1200, "名"),
        ("开展讲座3至5场。", ">=", 3, "场"),
        ("培育法治村二十五个。", "=", 25, "个"),
        ("公告期限不少于7个工作日。", ">=", 7, "工作日"),
        ("确保80%以上的村建成法治阵地。", ">=", 80, "%"),
        ("两个县区成为省级示范地区。", "=", 2, "个"),
        ("在现有基础上新增律师10名。", "=", 10, "名"),
        ("实现村居法律顾问全覆盖。", "=", 100, "%"),
        ("失信案件保持“零新增”。", "=", 0, ""),
    ],
)
def test_comparison_value_and_unit(text: str, op: str, value: float, unit: str) -> None:
    assert [row[1:] for row in rows(text)] == [(op, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "落实三项制度,推广“最多跑一次”,坚定“四个自信”。",
        "依托12348热线提供7×24小时服务,推广1+3+N模式,应用5G技术。",
        "某政办〔2019〕28号文件继续有效,落实《条例》第12条。",
        "已完成12项清理任务,累计培训3000人次。",
        "对全县52个执法主体、1360名执法人员进行清理。",
        "会同6个部门开展检查,由两名以上执法人员进行。",
        "对涉案金额10万元以上的案件开展复查,罚款超过5万元的集体讨论。",
        "打造一支高素质队伍,形成一批典型案例,实现三个转变。",
        "开展为期三个月的整治,任职满5年。",
        "对排名后3位的单位进行约谈,力争进入全省前三名。",
        "全面梳理8个重点领域、32个部门的执法事项。",
        "一级指标6个、二级指标20个的考核体系继续执行。",
        "标准更高的要求推动全覆盖的服务网络建设,服务零距离。",
        "15日内报送备案,2024年6月30日前完成。",
        "执法辅助人员与执法人员比例为1:1。",
    ],
)
def test_number_that_is_not_asked_for_is_no_target(text: str) -> None:
    assert find_targets(text) == []


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join), st.text(max_size=8))
def test_any_text_gives_ordered_spans_that_hold_their_words(text: str, title: str) -> None:
    found = find_targets(text, title=title)
    assert [t.text for t in found] == [text[t.start : t.end] for t in found]
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert [t.start for t in found] == sorted(t.start for t in found)
    assert all(t.op in {">=", "<=", "="} and t.value >= 0 for t in found)
    assert found == find_targets(text, title=title)


@pytest.mark.parametrize(
    "piece", ["1", "一", "十百", "“", "《", "(", "()", "1个", "率100%、", "率和", "全覆盖", "1-", "百分之", "实现"]
)
def test_work_grows_with_length_only(piece: str) -> None:
    def calls(length: int) -> int:
        text = (piece * length)[:length]
        return calls_in(lambda: find_targets(text, title="推进"))

    assert calls(8_000) < 5 * calls(2_000) + 100
