"""Consultations of the sample district: one answered, one over and being answered, one open, one being prepared.

Through the ordinary verbs, dated back from the day of loading, so that the portal has something to say and to read
whenever the sample is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from fazhi.consultations import answering, consulting, speaking
from fazhi.consultations.consulting import Plan
from fazhi.consultations.models import Category, Channel, Consultation, Fate, Role
from fazhi.consultations.speaking import Heard, Voice
from fazhi.documents.official_docx import OfficialDocument, write_official_document
from fazhi.files.store import keep
from fazhi.sample.stage import Stage

Tell = Callable[[str], object]
MORNING, NOON = time(9, 30), time(12, 10)


@dataclass(frozen=True)
class Said:
    """An opinion and its answer; ``day`` counts from the announcement."""

    day: int
    category: str
    point: str
    text: str
    fate: str = ""
    reason: str = ""
    channel: str = Channel.PORTAL


@dataclass(frozen=True)
class Story:
    """One consultation. ``days_ago`` of its announcement; ``days`` it is open; ``summary`` once it is answered."""

    unit: str
    login: str
    kind: str
    title: str
    explanation: str
    asked: str
    draft: Sequence[str]
    days_ago: int
    days: int
    said: Sequence[Said] = field(default_factory=tuple)
    summary: str = ""


PARKING = (
    "第一条 为了规范公共停车管理，方便群众出行，改善停车秩序，根据有关法律、法规，结合本区实际，制定本办法。",
    "第二条 本区行政区域内公共停车场的规划、建设、使用和管理，适用本办法。",
    "第三条 公共停车场应当设置无障碍停车位，并保持通道畅通。",
    "第四条 具备条件的机关、事业单位停车场，在非工作时间向社会开放。",
    "第五条 夜间二十二时至次日六时，道路停车泊位免费停放。",
    "第六条 新建公共停车场应当按照规定比例配建充电设施。",
    "第七条 任何单位和个人不得擅自设置地锁、石墩等障碍物占用公共停车泊位。",
    "第八条 本办法自公布之日起三十日后施行。",
)
BUILDINGS = (
    "第一条 为了规范既有住宅增设电梯工作，方便居民生活，制定本办法。",
    "第二条 增设电梯遵循业主自愿、协商一致、兼顾各方、保障安全的原则。",
    "第三条 申请增设电梯，应当依法由业主共同决定，并就资金筹集、维护保养等签订协议。",
    "第四条 增设电梯不得影响建筑结构安全和消防通道，尽量减少对相邻业主通风、采光的影响。",
    "第五条 对困难家庭按照规定给予资金补助。",
    "第六条 街道办事处、社区居民委员会可以组织协调，推动业主达成一致。",
)
LUNCH = (
    "第一条 为了办好小学生校内午餐，保障学生身体健康，制定本方案。",
    "第二条 午餐由学校食堂供应；没有食堂的，由依法取得许可的单位集中配送。",
    "第三条 学校成立由家长代表参加的膳食委员会，参与供餐单位遴选和日常监督。",
    "第四条 实行负责人陪餐制度，陪餐记录每周公布。",
    "第五条 餐费单独建账，按学期公开收支，结余滚动使用。",
)
MARKET = (
    "第一条 为了方便群众早晚购买农副产品，规范便民摊点设置，制定本办法。",
    "第二条 便民摊点定点、定时、定品类设置，名单向社会公布。",
)

STORIES = (
    Story(
        unit="cgj",
        login="",
        kind="major_decision",
        title="示例区公共停车管理办法（征求意见稿）",
        explanation="全区机动车保有量增长快，老城区停车难、乱停车问题突出。现行办法施行已满五年，夜间停车、错时开放、"
        "充电配套等没有规定，需要重新制定。",
        asked="夜间免费停放的时段是否合适？机关停车场错时开放还有哪些困难？",
        draft=PARKING,
        days_ago=84,
        days=30,
        said=(
            Said(1, Category.CITIZEN, "第五条", "夜间免费建议延长到早上七点，六点太早，上夜班的人还没起。",
                 Fate.ADOPTED),
            Said(2, Category.CITIZEN, "第三条", "无障碍车位经常被占，建议写明谁来管、怎么处理。",
                 Fate.PARTLY, "增加管理单位的劝阻、报告义务；处罚按照有关法律、法规执行，本办法不另行设定。"),
            Said(4, Category.ENTERPRISE, "第六条", "充电设施比例请结合用电容量，老旧小区周边难以达到。",
                 Fate.PARTLY, "新建停车场执行规定比例，改建的根据用电条件合理确定。"),
            Said(6, Category.BODY, "第四条", "机关停车场开放后，车辆损坏、丢失责任建议明确。",
                 Fate.EXPLAINED, "车辆停放的权利义务由双方协议约定，示范文本将随办法一并公布。"),
            Said(9, Category.CITIZEN, "第七条", "支持清理地锁。我家楼下一排地锁，打13800138000反映过没人管。",
                 Fate.ADOPTED),
            Said(12, Category.DEPUTY, "", "建议同步公布全区停车泊位分布图，方便查找。",
                 Fate.ADOPTED, "", Channel.MEETING),
            Said(15, Category.CITIZEN, "", "停车应当全部免费。",
                 Fate.REJECTED, "停车收费有法规和价格管理依据，公共资源有偿使用有利于提高周转；夜间免费时段已经延长。"),
            Said(21, Category.CITIZEN, "", "停车应当全部免费！",
                 Fate.REJECTED, "停车收费有法规和价格管理依据，公共资源有偿使用有利于提高周转；夜间免费时段已经延长。"),
            Said(26, Category.ASSOCIATION, "第四条", "建议对开放车位多的单位给予通报表扬。",
                 Fate.ADOPTED, "", Channel.LETTER),
        ),
        summary="征求意见期间共收到意见 9 条，集中在夜间免费时段、错时开放、充电配套和收费。其中采纳 4 条、"
        "部分采纳 2 条、解释说明 1 条；要求全部免费的 2 条未采纳，理由逐条附后。根据意见，"
        "第五条的免费时段改为二十二时至次日七时，第四条增加鼓励开放的内容。",
    ),
    Story(
        unit="zjj",
        login="zou.jiajun",
        kind="normative_business",
        title="示例区既有住宅增设电梯实施办法（征求意见稿）",
        explanation="既有多层住宅多数没有电梯，老年人上下楼不便。为统一申请条件、协商程序和补助办法，起草本办法。",
        asked="业主协商不成时，您希望街道、社区做什么？",
        draft=BUILDINGS,
        days_ago=36,
        days=31,
        said=(
            Said(1, Category.CITIZEN, "第三条", "低层住户的补偿要写清楚，不然协商不下来。",
                 Fate.EXPLAINED, "补偿由业主自愿协商，本办法不作统一规定；协商指引将另行公布。"),
            Said(3, Category.ENTERPRISE, "第四条", "建议明确基坑施工的管线迁改由谁牵头。", Fate.ADOPTED),
            Said(8, Category.CITIZEN, "第五条", "困难家庭补助多少，怎么申请？"),
            Said(17, Category.COMMUNITY, "第六条", "社区人手少，建议由街道牵头组织协商。"),
            Said(22, Category.EXPERT, "第四条", "采光影响应当有评估方法，建议引用现行标准。"),
            Said(30, Category.CITIZEN, "", "支持，希望手续一个窗口办完。"),
        ),
    ),
    Story(
        unit="jtj",
        login="yu.wenbo",
        kind="major_decision",
        title="示例区小学生校内午餐实施方案（征求意见稿）",
        explanation="双职工家庭中午接送难，部分学校没有食堂。拟统一供餐方式、监督和收费公开，办好校内午餐。",
        asked="您更愿意学校食堂供餐，还是集中配送？家长怎样参加监督最方便？",
        draft=LUNCH,
        days_ago=11,
        days=30,
        said=(
            Said(1, Category.CITIZEN, "第三条", "膳食委员会的家长代表建议由班级推选，每年轮换。"),
            Said(2, Category.CITIZEN, "第四条", "陪餐记录请同时公布当天菜谱和照片。"),
            Said(5, Category.ENTERPRISE, "第二条", "配送距离和保温时间建议写明要求。"),
            Said(9, Category.CITIZEN, "第五条", "希望家长能在手机上查到餐费余额。"),
        ),
    ),
    Story(
        unit="cgj",
        login="",
        kind="other",
        title="示例区便民摊点设置办法（草案）",
        explanation="",
        asked="",
        draft=MARKET,
        days_ago=-1,
        days=0,
    ),
)  # fmt: skip


def load_consultations(*, stage: Stage, tell: Tell) -> None:
    """All stories; those whose period is over are closed and, where they have an account, answered."""
    made = [_told(story, stage) for story in STORIES]
    opinions = sum(Consultation.objects.get(pk=each.pk).said for each in made)
    tell(f"  征求意见 {len(made)} 件，意见 {opinions} 条")


def _told(story: Story, stage: Stage) -> Consultation:
    actor = stage.actor(story.login or _worker(stage, story.unit))
    at = stage.days_ago(max(story.days_ago, 0), MORNING)
    unit = stage.units[story.unit]
    plan = Plan(
        kind=story.kind,
        title=story.title,
        explanation=story.explanation,
        asked=story.asked,
        channels=(Channel.PORTAL, Channel.LETTER, Channel.MEETING),
        contact=f"{unit.name}法规科，办公电话 0990-5550100，示例区新苑大道8号（来信请在信封注明“征求意见”）",
    )
    made = consulting.make(actor=actor, organization=unit, plan=plan, at=at - timedelta(days=1))
    if story.days_ago < 0:
        return made
    data = write_official_document(OfficialDocument(title=story.title, body=story.draft))
    kept = keep(name=f"{story.title}.docx", data=data, jurisdiction=stage.jurisdiction, by=actor.person, at=at)
    consulting.attach(actor=actor, consultation=made, role=Role.DRAFT, kept=kept, at=at)
    closes_on = at.date() + timedelta(days=story.days)
    made = consulting.open_(actor=actor, consultation=made, closes_on=closes_on, at=at)
    seqs = [(_heard(story, said, made, stage), said) for said in story.said]
    end = stage.days_ago(max(story.days_ago - story.days - 1, 0), MORNING)
    if story.days_ago > story.days:
        consulting.close_passed(at=end)
    for seq, said in seqs:
        if said.fate:
            answering.answer(actor=actor, consultation=made, seqs=[seq], fate=said.fate, reason=said.reason, at=end)
    if story.summary:
        consulting.publish_answers(actor=actor, consultation=made, summary=story.summary, at=end + timedelta(days=9))
    return made


def _heard(story: Story, said: Said, made: Consultation, stage: Stage) -> int:
    """Says one opinion on its day; its number."""
    at: datetime = stage.days_ago(story.days_ago - said.day, NOON)
    voice = Voice(said.text, said.category, said.point)
    if said.channel == Channel.PORTAL:
        return speaking.say(consultation_id=made.pk, voice=voice, at=at).seq
    actor = stage.actor(story.login or _worker(stage, story.unit))
    heard = [Heard(voice, said.channel, at.date())]
    return speaking.record(actor=actor, consultation=made, heard=heard, at=at)[0].seq


def _worker(stage: Stage, unit: str) -> str:
    """Somebody of the unit who may do this."""
    for login, person in stage.people.items():
        seats = stage.actor(login).seats
        if any(seat.organization_id == stage.units[unit].pk and seat.roles & {"handler", "head"} for seat in seats):
            return person.login
    raise LookupError(f"nobody of {unit} handles cases")
