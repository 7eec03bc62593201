"""Labels of units (牵头单位：, 责任部门：, 配合：) and the labels that end a list of them (完成时限：, 责任领导：)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fazhi.plans.reading.units.wordings import FIRST_IS_LEAD

Role = Literal["lead", "support", "guide", "named"]


@dataclass(frozen=True, slots=True)
class Label:
    """text[start:end] is the label with its colon; role is None for a label that holds no units."""

    start: int
    end: int
    role: Role | None


_WORD = (
    "牵头|主办|主责|主管|责任|配合|协办|协助|协同|协作|参与|参加|会同|支持|指导|督导|督办|联合|相关|有关|负责|落实|承办|承担|实施|组织|执行|完成|涉及|监督|监管|共同|主要|具体|"
    "总牵头|主抓|承接|抓总|第一|任务|分工|推进|工作|市级|县级|区级|省级|责任分工|督查"
)
_KIND = "单位|部门|机关|主体|机构|科室|处室|股室|处（科）室|地区"
_LABEL = re.compile(
    rf"(?:(?:{_WORD})+(?:\(科\))?(?:{_KIND})(?:(?:及|和|与|、|/|或|\()(?:{_WORD})*(?:{_KIND})?(?:{_WORD})?\)?)*|责任分工|任务分工|职责分工|(?<![\u4e00-\u9fff])(?:牵头|配合|协办|主办|主责|协同|责任|参与|参加|协助|承办|指导|督办|负责))$"
)
_STOP = re.compile(
    r"(?:(?:完成|办结|整改|落实|推进|工作|实施|计划)?(?:时限|时间|期限|节点|进度)(?:要求|安排|节点)?|(?:责任|牵头|分管|包抓|包保|督办|负责|挂钩|联系|督导)(?:领导|人|市领导|县领导|区领导)|联系(?:人|方式|电话)|电话|备注|(?:工作)?目标|"
    r"(?:工作)?成果(?:形式)?|预期成效|成效|(?:工作|任务|具体)?(?:要求|措施|标准|内容|任务|举措)|(?:量化|考核)?指标|频次|依据|考核|进展(?:情况)?|责任(?:科室|处室|股室)负责人|说明|注)$"
)
# 【责任单位】市司法局, 责任单位为市司法局, and 责任单位 市司法局 at the beginning of a line.
_WITHOUT_COLON = re.compile(
    r"[【\[〔(]\s?(?:(?:牵头|责任|配合|协办|主办|承办|参与|协同|协助|主责|相关)+(?:单位|部门)?)\s?[】\]〕)][:]?(?=\s*[\u4e00-\u9fff])"
    r"|(?:^|(?<=\n))(?:牵头|责任|配合|协办|主办|承办|参与|协同|协助|主责|相关)+(?:单位|部门)[ \t]+(?=[\u4e00-\u9fff])"
    r"|(?:^|(?<=[\n。;,( ]))(?:牵头|责任|配合|协办|主办|主责|承办|参与|协同|协助)+(?:单位|部门)(?:为|是)"
    r"(?=[省市县区镇乡各][^,。;、:\n]{1,16})(?![^。;\n]{0,24}(?:首|第一|前))"
)
_STOP_IN_BRACKET = re.compile(
    r"[【\[〔]\s?(?:(?:完成|办结|整改|落实|推进|工作)?(?:时限|时间|期限|节点)|(?:责任|牵头|分管)领导|责任人|责任编辑|来源|打印|关闭|成果|备注)"
    r"\s?[】\]〕]:?"
)
# The foot of a web page: 主办:某区人民政府 网站标识码…
_FOOTER = re.compile(r"[^\n]{0,60}?(?:版权所有|网站标识|网站地图|ICP|备案|技术支持|邮政?编码?|监督举报)")
_LEAD = re.compile("牵头|主办|主责|主抓|抓总|第一责任")
_SUPPORT = re.compile("配合|协办|协助|协同|协作|参与|参加|会同|支持|联合")
_GUIDE = re.compile("指导|督导|督办|监督|监管|督查")
WINDOW = 20
_LONGEST_REMARK = 40


def find_labels(text: str) -> list[Label]:
    """All labels of a folded text, in order."""
    labels = list(_labels_with_colon(text))
    others = [
        match
        for match in _WITHOUT_COLON.finditer(text)
        if not any(label.start < match.end() <= label.end for label in labels)
    ]
    stops = [match for match in _STOP_IN_BRACKET.finditer(text) if text[match.end() - 1] != ":"]
    if others or stops:
        labels += [Label(match.start(), match.end(), role_of(match.group())) for match in others]
        labels += [Label(match.start(), match.end(), None) for match in stops]
        labels.sort(key=lambda label: label.start)
    return labels


def _labels_with_colon(text: str) -> Iterator[Label]:
    place = text.find(":")
    while place >= 0:
        label = _label_before(text, place)
        if label:
            yield label
        place = text.find(":", place + 1)


def _label_before(text: str, colon: int) -> Label | None:
    begin = max(0, colon - WINDOW, text.rfind("\n", max(0, colon - WINDOW), colon) + 1)
    if text[colon - 1 : colon] == ")":
        # 责任单位(排在首位的牵头): the bracket is about the list.
        opening = text.rfind("(", max(0, colon - _LONGEST_REMARK), colon)
        remark = FIRST_IS_LEAD.search(text, opening, colon) if opening > 0 else None
        label = _label_before(text, opening) if remark else None
        if label:
            return Label(label.start, colon + 1, label.role)
    window = text[begin:colon]
    places = [begin + i for i, c in enumerate(window) if not c.isspace()]
    dense = "".join(window.split())
    match = _LABEL.search(dense)
    if match:
        of_page = match.group().startswith(("主办", "承办")) and _FOOTER.match(text, colon + 1)
        return Label(places[match.start()], colon + 1, None if of_page else role_of(match.group()))
    match = _STOP.search(dense)
    return Label(places[match.start()], colon + 1, None) if match else None


def role_of(label: str) -> Role:
    """The role that the words of a label or a column's head give."""
    if _LEAD.search(label):
        return "lead"
    if _SUPPORT.search(label):
        return "support"
    return "guide" if _GUIDE.search(label) else "named"
