"""Pass 6a, sections: which parts of the outline ask for action.

Background, achievements, guiding thought, goals, problems and notes hold no tasks. The words of a heading say so most
often; where they do not, the way of speaking does: what has been done is told with counts and 了, what is to be done
with 到…年底, 不低于, 责任单位.
"""

import re
from typing import Literal

Kind = Literal["action", "purpose", "goal", "background", "problem", "note", "neutral"]
NO_TASKS: frozenset[Kind] = frozenset({"purpose", "goal", "background", "problem", "note"})

_PREFIX = (
    r"(?:(?:“?[一二三四五六七八九十]{1,3}五”?|20\d\d(?:[—\-~至]20\d\d)?)(?:年度?|时期|期间|以来|上半年)?|今年|去年|"
    r"过去一年|上年度?|一年来|五年来|近年来|当前|本|我[省市县区州]|全[省市县区州]|"
    r"[\u3400-\u9fff]{2,4}[省市县区州]|法治政府建设|依法行政|法治建设|推进|开展|规划|方案|工作|编制|制定|实施|面临|"
    r"主要|总体|的|年度)*"
)
_PURPOSE = (
    r"(?:准确|全面|牢牢)?(?:把握)?(?:指导思想|总体要求)|工作主线|工作主题|工作方针|工作理念|总体思路|总要求|工作思路|基本思路|基本原则|工作原则|主要原则|遵循原则|实施原则|原则|基本要求|"
    r"(?:必须|应当?|要)?(?:坚持|遵循|把握|贯彻)(?:的|以下)?(?:基本|主要|工作)?原则|(?:基本)?遵循|总体考虑|主要考虑|(?:工作|功能|战略)定位|"
    r"重要意义|重大意义|必要性|意义|适用范围|适用对象|[\u3400-\u9fff]{0,6}范围(?:及|和|与)(?:形式|方式|对象|内容|期限)|(?:时间|规划|实施)范围|(?:规划|实施)期限|概念(?:界定|定义)|定义|"
    r"总则|(?:起草|政策|法律|文件)?依据"
)
_GOAL = (
    r"(?:(?!.{0,4}(?:明确|细化|分解|锁定|聚焦|完成|实现|强化|围绕|紧盯|落实|制定|量化|"
    r"坚持))[\u3400-\u9fff]{0,6}目标(?:要求|定位)?|目标愿景|主要指标|预期(?:成果|效果|成效)|(?:主要)?预期指标)"
)
_BACKGROUND = (
    r"[\u3400-\u9fff]{0,4}背景|典型(?:经验|案例)|亮点特色|特色亮点(?:工作)?|创新做法|工作特点|(?:工作)?回顾|(?:主要|工作|重点|取得)*(?:的)?(?:成效|成绩|成就|成果)|(?:主要|基本|工作)?(?:做法|"
    r"经验)(?:和成效|与成效)?|(?:发展|工作|现实|规划)?基础|(?:发展|现实|工作)?现状|(?:发展|外部)?环境|(?:面临|基本)?(?:的)?(?:形势|机遇|"
    r"挑战)|(?:面临的)?(?:新(?:形势|机遇|挑战|要求))+|"
    r"(?:工作|年度)?总结|(?:工作)?(?:开展|进展|完成|落实|推进|履职|建设|基本|总体|主要工作)情况|情况|"
    r"主要工作开展情况|(?:主要)?举措和成效|完成的?(?:主要)?工作|亮点(?:工作)?|进展"
)
_PROBLEM = (
    r"(?:存在|主要|面临|突出)+(?:的)?(?:主要|突出)?(?:问题|不足|短板|困难|薄弱环节|差距)|(?:存在|主要|面临|突出)*(?:的)?(?:问题|不足|短板|"
    r"困难)(?:和|与|及)(?:问题|不足|短板|困难|差距|原因)|短板弱项|薄弱环节|原因分析"
)
_NOTE = (
    r"附则|附件|其他事项|注意事项|报送(?:要求|事项|时间)|(?:材料|信息)报送(?:要求)?|填报(?:说明|要求)|组织机构|领导机构|"
    r"领导小组(?:组成|成员)|名词解释|(?:有关|相关|编制|起草|情况|其他)?说明|起草过程|联系方式|(?:领导小组|成员)?名单|组成人员|"
    r"意见(?:建议)?反馈|公开征求意见|考?核?评分(?:标准|细则|办法|表)|计分(?:办法|规则)|(?:考核|评价|评估)?指标(?:体系|解释|说明)|"
    r"(?:考核|评价|评估)指标|术语解释|有关概念|(?:申报|参评|评选|推荐|验收|认定|准入)(?:条件|材料|范围|对象|标准|名额)|(?:名词)?注释|附表|附录|参考文件|其他规定"
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("purpose", _PURPOSE), ("goal", _GOAL), ("problem", _PROBLEM), ("background", _BACKGROUND), ("note", _NOTE),
)  # fmt: skip
_ANY = "|".join(pattern for _, pattern in _KINDS)
_SUFFIX = r"(?:和|与|及|以及|、)"
_NON_ACTION = [
    (kind, re.compile(rf"{_PREFIX}(?:{pattern})(?:{_SUFFIX}{_PREFIX}(?:{_ANY}))*")) for kind, pattern in _KINDS
]
_ACTION = re.compile(
    r"任务|措施|重点工作|工作要求|保障|组织(?:实施|领导)|步骤|安排|计划|打算|部署|进度|下一步|职责分工|行动|举措$|"
    r"今后|下年度|工作重点|落实"
)
_WHY = re.compile(r"(?:充分|深刻|切实)?(?:认识|提高认识|统一思想|领会).{0,50}(?:意义|重要性|必要性|紧迫性)")
_ACHIEVED_HEAD = re.compile(
    r"(?:取得|主要)(?:了)?.{0,10}(?:成效|成绩|进展)|.{0,24}(?:工作|开展|进展|完成|建设|推进|主要|履行|履职|落实|执行|贯彻)(?:的)?(?:情况|成效|"
    r"回顾|成绩)$|^回顾"
)
_TELLS = re.compile(
    r"(?:定期|按时|按期|及时|主动|按要求|依法|如实|\S{0,8}每(?:年|季度|半年|月))?(?:向\S{1,10})?(?:报告|报送|通报|公布|公开(?!工作)|听取|上报)|"
    r"(?:督促|督[查察]|检查|跟踪|掌握|评估|考核|调度|了解|监督|汇总|梳理|反馈)(?!工作|开展|情况|完成)"
)
"""To report on something is a task: 定期报告依法行政工作情况."""
_DRAWS_UP = re.compile(r"(?:制定|编制|推进|开展|实施)(?!.*(?:说明|过程)$)")
_LEADS_TO_BACKGROUND = re.compile(
    r"(?:取得|主要)(?:了)?[^。]{0,16}(?:成效|成绩|进展|突破)|主要(?:做了|抓了|开展了|完成了)|回顾|(?:过去|去年|上年|"
    r"以来|期间)[^。]{0,60}(?:完成|取得|成效|提升|了)|存在[^。]{0,20}(?:问题|不足|短板|差距|困难)|(?:问题|不足|"
    r"差距)(?:主要)?(?:有|是|表现|如下)"
)
_PROBLEM_BEFORE = re.compile(
    r"原因(?:来?看|分析|在于|有|是)|(?:存在|还有|仍有|不少|一些|突出|主要)[^。]{0,24}(?:问题|不足|短板|差距|困难|薄弱环节)|主要表现(?:在|为)"
)
_LEADS_TO_AIMS = re.compile(r"(?:原则|理念|(?<!任务)目标|总体要求|总体思路|基本思路)(?:是|为|有|如下)?:$")
_REFERENCE = re.compile(
    r"^[^。,]{2,40}[,:(]?\s?(?:是指|系指|指的是|即指)|:\s?[是即系]?指(?!标|导|定|引|挥|派)|计算(?:方法|公式|方式):|"
    r"指标(?:说明|解释|含义|释义):|(?:考核|评分|计分|测评)(?:内容|标准|办法|方法):|[得扣记计加]\d+(?:\.\d)?分|\(\d+(?:\.\d)?分\)|"
    r"^.{0,8}(?:副?组长|成员(?:单位)?|副?主任|副?召集人|联系人|联络员)\s?:"
)
_ANNEX_NOTE = re.compile(
    r"(?:指标(?:体系)?|评分(?:标准|细则|表)|名词解释|填[报表]说明|(?:成员|人员)?名单|联系方式|注释|通讯录|汇总表|统计表|报名表)"
    r"(?:\([^()]*\))?$"
)
_NO_PLAN = re.compile(
    r"(?:指标(?:体系)?|评分(?:标准|细则|表)|名词解释|解读|答记者问|问答|起草说明|编制说明)(?:\([^()]*\))?$|^(?:Q|问)[:]"
)
_DRAFTING = re.compile(
    r"(?:《[^》]+》)?(?:政策)?(?:起草|出台|编制|修订|制定)(?:的)?(?:背景|依据|过程|目的|必要性)(?:[和与及、].{2,8})?"
)
_FORMALITY = re.compile(
    r"本[^。,]{2,12}(?:由[^。]{2,30}解释|自[^。]{2,30}(?:施行|实施|执行|生效)|未尽|印发后)|未尽事[宜项]|此前[^。]{2,20}不一致"
)
_CONTENTS = re.compile(r"(?:主要|核心|重点)内容|(?:主要|突出)特[点色]|框架结构|创新[点举]措?")
_DEMANDS = re.compile(r"(?:工作|有关|几点|相关|具体)要求")
_TO_COME = re.compile(r"打算|计划|安排|下一步|下步|部署|任务和|措施")
_SURELY_ACTION = re.compile(r"任务|措施|重点|要求|计划|打算|安排|部署|下一步|步骤|进度|今后|20\d\d年")
_AIMS = re.compile(rf"(?:准确|全面|牢牢|进一步)?(?:把握|明确)?(?:{_PURPOSE})")
_SETS_TO_WORK = re.compile(r"针对|解决|整改|围绕|聚焦|破解|补齐|要(?:抓好|做好)|重点(?:抓好|做好)")
_PAST_SURE = re.compile(
    r"(?:完成|制[发定]|印发|出台|建立|开展|举办|组织|实现|取得|召开|推进|得到|形成|修订|发布|建成|成立|聘任|选聘|办理|受理|审查|清理|进行)了|"
    r"共(?:计)?(?:办理|受理|审[查核结理]|完成|开展|接待|调解|清理|收到|组织|举办|确认|梳理|发放|制定|调处|核发)|累计|截至|目前,|荣获|获评|"
    r"被评为|同比(?:增长|下降|上升)|由[^,。]{0,12}(?:提高|下降|增加|上升|压缩)(?:到|至)|先后|已(?:经|全部|基本)?[\u4e00-\u9fff]|有力有效|年来|去年"
)
_PAST_HINT = re.compile(
    r"(?:受理|办理|审结|组织|举办|调解|培训|抽查|清理|制定|出台|修订|开展|排查|公开|接听|审查|聘请|建成|调整|发放|化解|纠正|取消|评查)"
    r"[^。,;]{0,22}?\d+(?:\.\d+)?万?余?(?:件|次|场|部|人次|人|项|个|名|份|起|家|场次)|率(?:达|为|达到)?\d|稳步|显著|进一步(?:提升|增强)$"
)
_FUTURE_SURE = re.compile(
    r"不少于|不低于|不超过|到20\d\d年|(?:年|月|季度)(?:底|末)?前|力争|确保|时限|单位:|牵头|负责\)|探索|要(?!求)|将|应当|须|逐步|年内"
)
_FUTURE_HINT = re.compile(r"以上|以内|加快|争取|每(?:年|月|季|半年)")


def kind_of_heading(heading: str) -> Kind:
    """What the words of a heading (without its number) say of its section."""
    dense = re.sub(r"[\s“”\"·.]", "", heading).strip("。:;,、")
    dense = re.sub(r"\([^()]*\)$", "", dense) or dense
    for kind, pattern in _NON_ACTION:
        if pattern.fullmatch(dense):
            acts = (kind == "goal" and _ACTION.search(dense)) or (kind == "note" and _DRAWS_UP.match(dense))
            return "neutral" if acts else kind
    if _WHY.fullmatch(dense):
        return "purpose"
    if len(dense) <= 40 and _ACHIEVED_HEAD.search(dense) and not (_TO_COME.search(dense) or _TELLS.match(dense)):
        return "background"
    if _ACTION.search(dense):
        return "action"
    last = re.split("[,，]", dense)[-1]
    return "purpose" if last != dense and _AIMS.fullmatch(last) else "neutral"


def names_a_past_year(heading: str, years: tuple[int, ...]) -> bool:
    """Whether a heading speaks of a year before the plan's own: 2023年主要工作 in a plan for 2024."""
    named = [int(year) for year in re.findall(r"(20\d\d)年", heading)]
    return bool(named and years) and max(named) < min(years) and not _TO_COME.search(heading)


def may_report(kind: Kind, heading: str) -> bool:
    """Whether a section may turn out to report what was done although its heading does not say so."""
    return kind == "neutral" or (kind == "action" and not _SURELY_ACTION.search(heading))


def kind_of_annex(text: str) -> Kind:
    """What the first lines of an annex, 附件2 and its title, say of it: indicators and forms hold no tasks."""
    lines = [line.strip() for line in text.split("\n")[:3]]
    return "note" if any(len(line) <= 50 and _ANNEX_NOTE.search(line) for line in lines) else "neutral"


def is_formality(text: str) -> bool:
    """Whether an item only says who interprets the document and from when it holds."""
    return bool(_FORMALITY.match(text.lstrip()))


def tells_contents(heading: str) -> bool:
    """Whether a chapter is headed 主要内容 or the like."""
    return bool(_CONTENTS.fullmatch("".join(heading.split())))


def explains_plan(headings: list[str]) -> bool:
    """Whether chapters are those of an explanation of a plan: 起草背景, 主要内容, 主要特点."""
    return any(_DRAFTING.fullmatch("".join(heading.split())) for heading in headings)


def is_no_plan(title: str) -> bool:
    """Whether a document calls itself a set of indicators or an explanation of a plan, not a plan."""
    return bool(_NO_PLAN.search(title))


def is_reference(text: str) -> bool:
    """Whether an item explains a term (…，是指…) or tells how something is measured or scored."""
    return bool(_REFERENCE.search(text))


def only_demands(heading: str) -> bool:
    """Whether a chapter is headed 工作要求 or the like."""
    return bool(_DEMANDS.fullmatch("".join(heading.split()).strip("、.。:")))


def kind_of_lead_in(text: str) -> Kind:
    """What the last words before a list say of it: 还存在一些不足：一是… is no list of tasks."""
    sentences = [part for part in re.split(r"[。\n]", text) if part.strip()]
    if not sentences:
        return "neutral"
    last = sentences[-1]
    if _SETS_TO_WORK.search(last):
        return "neutral"
    if _PROBLEM_BEFORE.search(last):
        return "problem"
    if last.rstrip().endswith(":") and _LEADS_TO_BACKGROUND.search(last):
        return "background"
    if _LEADS_TO_AIMS.search(last.rstrip()):
        return "purpose"
    return "neutral"


def tells_of_the_past(text: str) -> Literal["surely", "perhaps", "no"]:
    """Whether an item reports what was done: with 了, 共, 累计 surely, with bare counts perhaps (评查案卷200件)."""
    if _FUTURE_SURE.search(text):
        return "no"
    if _PAST_SURE.search(text):
        return "surely"
    return "perhaps" if _PAST_HINT.search(text) and not _FUTURE_HINT.search(text) else "no"
