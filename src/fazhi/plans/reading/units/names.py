"""The grammar of unit names: what a name may look like, and where a list of names is cut.

A list is cut at 、，；/ and blanks, never inside brackets (各县（市、区）政府), and at 和, 及, 与 only where both sides
are names by themselves: 市文化广电和旅游局 is one unit, 市司法局和市财政局 are two.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_ENDINGS = (
    "局 委 办 厅 院 部 署 府 街道 街 镇 乡 中心 公司 协会 单位 部门 机构 机关 联 会 队 处 所 站 团 行 校 司 台 馆 厂 "
    "集团 大学 学院 党校 县 区 市 街 "
    "科 室 组 专班 法庭 支队 大队 总队 工委 州 旗 盟 社 海关 政协 人大 纪委 监委 中法 中院 高院 高法 检察院 法院 "
    "科协 文联 侨联 妇联 残联 工商联 "
    "公积金 开发区 园区 新区 高新区 管委 委员会 庭 税务 军分区 消防 交警 组织 企业 主体 行业 协 会员 成员 网 园 "
    "代表处 政数 医保 村 社区 地 域 级 基地 "
    "共青团中央 团委 指挥部 联席会议 仲裁 法学会 律协 银保监 人行 邮政 烟草 气象 通管 城管 城投 供销"
)
_ENDING = re.compile(r"(?:" + "|".join(sorted(_ENDINGS.split(), key=len, reverse=True)) + r")(?:\([^()]{1,24}\))?$")
_STRONG = re.compile(
    r"(?:局|委|办|厅|院|府|部门|单位|机关|中心|办公室|街道|委员会|[市县区省]委|联|队|集团|公司|镇|乡|管委会|法院|"
    r"总工会|政协|人大|纪委|部|署|室|协会|支行|分行|海关|公室|党校|会|所|站|队|科|庭|镇街|街镇|县区|"
    r"乡镇)(?:\([^()]{1,24}\))?$"
)
_LEVEL = re.compile(
    r"^(?:各|全|市|县|区|省|州|旗|盟|镇|乡|国家|中央|自治|本|有关|相关|人民|公安|检察|法院|司法|财政|国务院|党委|"
    r"政府|街道|[^,。;:]{1,6}?[市县区省州旗盟镇乡])"
)
_NOT_IN_NAME = re.compile(
    r"[。;:!?“”\"%]|负责人|责任人|负责同志|领导干部|\d{6,}|加强|推进|开展|落实|完善|建立|健全|严格|坚持|深入|提高|"
    r"做好|制定(?!机关|单位|部门)|组织实施|认真|按照|依法(?!治|行政办)|及时|切实|统筹|实现|确保|强化|推动|应当|必须|不得|"
    r"根据|结合|对于|通过|"
    r"人员|群众(?!来访|工作|信访|接待)|公民|企业家(?!协会|联合会)|情况|制度|机制|工作(?!委员会|委|局|部|办|组|站|专班|领导小组|中心|协会|者|单位|部门|机构|"
    r"队|处|室|科|联席)|履行|[谁我你]|(?<!其)[他它]|其(?![他它余])"
)
# 市行政审批制度改革工作领导小组办公室: an office of a body is named for what the body does.
_OFFICE_OF_BODY = re.compile(
    r"(?!健全|建立|完善|成立|设立|加强)[^。;:!?,、\d]{2,32}(?:领导小组|协调小组|工作小组|委员会|联席会议|指挥部|专班|工作组)(?:办公室|办)?"
)
_VERBS = (
    r"等|按|依(?!法)|根据|结合|共同|牵头|负责|配合|协助|协办|参与|参加|分别|"
    r"各[负司]其|承担|办理|落实|组织(?!部)|实施|指导(?!组)"
)
_GLUE = re.compile(r"(?<=[局厅办院])(?=[省市县区州])")
_BRANCHES = ("分局", "支局", "支队", "大队", "中队", "所", "站", "科", "室", "处", "股")
_AND_OTHERS = re.compile(r"(?<=[局委办院厅部会门位府心])等$")
_CONJUNCTION = re.compile(r"以及|[和及与]")
_SEPARATOR = frozenset("、,;/ \n\t|。，·")
# A piece that is no name by itself but begins the next one: 市、县（区）政府; 中央、省驻市单位; 各乡镇、街道.
_LEVEL_ALONE = re.compile(
    r"(?:各|全)?(?:中央|国家|省|自治区|市|县|区|州|旗|盟|乡|镇|部|省级|市级|县级|区级|省属|市属|县属|区属|省直|市直|"
    r"县直|区直|中|驻市|驻县|驻区)"
)
_BARE_GROUND = re.compile(
    r"(?:镇|乡|街道|街道办|街道办事处|街|社区|村|开发区|园区|区|县|市|农场|林场|管理区|办事处)"
    r"(?:(?:党委|党工委|人民政府|政府|办事处)(?:[和、](?:人民政府|政府))?)?"
)
_EACH = re.compile(r"(?:^|.*[局委办院府厅部门位会等](?:以及|[和及与]))各[县市区乡镇街道州旗()、/]{1,8}$")


def _says_something(text: str) -> bool:
    """Whether a text holds words that are in sentences, and in no name."""
    return bool(_NOT_IN_NAME.search(text)) and not (text.endswith(("办公室", "办")) and _OFFICE_OF_BODY.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether a text without context is a unit's name: it has a unit's ending and no word that names never hold."""
    text = "".join(text.split())
    return 2 <= len(text) <= 40 and bool(_ENDING.search(text)) and not _says_something(text)


def is_sure_name(text: str) -> bool:
    """A stricter test for running text: the name also begins like one (市…, 各…, 区…) and ends in a unit's own word."""
    text = "".join(text.split())
    if text.startswith("各") and len(text) <= 16 and is_name(text):
        return True
    return 3 <= len(text) <= 26 and bool(_STRONG.search(text) and _LEVEL.match(text)) and not _says_something(text)


def may_be_listed(text: str) -> bool:
    """Whether something in a labelled list of units can pass as one: almost anything short that says no sentence."""
    text = "".join(text.split())
    return 2 <= len(text) <= 40 and any("\u3400" <= c <= "\u9fff" for c in text) and not _says_something(text)


def split_list(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a list of names in text[start:end], cut at separators outside brackets."""
    pieces = list(_pieces(text, start, end))
    merged: list[tuple[int, int]] = []
    for piece in pieces:
        if merged and _belongs_together(text, merged[-1], piece):
            merged[-1] = (merged[-1][0], piece[1])
        else:
            merged.append(piece)
    for piece in merged:
        yield from _split_at_conjunctions(text, *piece)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = 0
    begin = start
    for place in range(start, end):
        sign = text[place]
        if sign in "(〔[【":
            depth += 1
        elif sign in ")〕]】":
            depth = max(0, depth - 1)
        elif (sign in _SEPARATOR and depth == 0) or (sign in ";。" and depth):
            if begin < place:
                yield begin, place
            begin = place + 1
    if begin < end:
        yield begin, end


def _belongs_together(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two pieces with one sign between them are one name."""
    before, after = text[left[0] : left[1]].strip(), text[right[0] : right[1]].strip()
    between = text[left[1] : right[0]]
    if between == " ":
        return not (is_name(before) and (is_name(after) or len(after) > 6))
    if between != "、" and between != "/":
        return False
    if after in ("单位", "部门", "机构") and before.endswith(("单位", "部门", "机构")):
        return True
    if _LEVEL_ALONE.fullmatch(before):
        return True
    return bool(_EACH.fullmatch(before)) and bool(_BARE_GROUND.fullmatch(after) or after.startswith(("区)", "县)")))


def _split_at_conjunctions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _CONJUNCTION.finditer(text, start, end):
        left, right = text[start : match.start()], text[match.end() : end]
        left = _AND_OTHERS.sub("", left)
        if match.start() == start or ("(" in left and ")" not in left):
            continue
        if is_name(left) and len(right) >= 3 and _stands_alone(right):
            yield start, match.start()
            yield from _split_at_conjunctions(text, match.end(), end)
            return
    yield from _unglued(text, start, end)


def _unglued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two names that a lost line break has joined, 市司法局市政府办; 市公安局市中分局 is one."""
    for match in _GLUE.finditer(text, start + 2, end - 2):
        left, right = text[start : match.start()], text[match.start() : end]
        if left[0] == right[0] and is_sure_name(left) and is_sure_name(right) and not right.endswith(_BRANCHES):
            yield start, match.start()
            start = match.start()
    yield start, end


def _stands_alone(right: str) -> bool:
    """Whether what follows 和 is a name by itself: 党委和政府 is one phrase, 市委和市政府 two."""
    bare = re.split(_VERBS, right, maxsplit=1)[0]
    first = re.split(r"以及|[和及与]", bare, maxsplit=1)[0]
    return (
        len(first) >= 3
        and is_name(first)
        and not first.startswith(("旅游", "信息", "社会", "改革", "建设", "计划", "综合", "自然", "政府", "革命"))
    )
