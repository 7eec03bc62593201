"""A small plan of our own for the tests of plans, as a document and brought in."""

from collections.abc import Callable
from datetime import datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.plans.intake import intakes
from fazhi.plans.models import Intake, Plan, Task

PLAN_TEXT = """清和区2026年法治政府建设工作要点

为做好2026年法治政府建设工作，结合我区实际，制定本工作要点。

一、依法全面履行政府职能
（一）规范涉企行政检查。制定年度涉企行政检查计划并向社会公布，2026年6月底前完成。（牵头单位：区市场监管局；配合单位：区城管局、东街街道）
（二）优化政务服务。政务服务事项网上可办率达到95%以上，2026年12月底前完成。（牵头单位：区司法局；配合单位：区市场监管局）

二、严格规范公正文明执法
（三）加强行政执法培训。每季度组织一次行政执法培训。（责任单位：区城管局、区市场监管局）
（四）开展案卷评查。2026年9月底前完成案卷评查，案卷合格率不低于98%。（责任单位：区司法局）
"""

ADJUSTED_TEXT = """清和区2026年法治政府建设工作要点（调整稿）

根据上级新要求，对工作要点作如下调整。

一、依法全面履行政府职能
（一）规范涉企行政检查。制定年度涉企行政检查计划并向社会公布，2026年8月底前完成。（牵头单位：区市场监管局；配合单位：区城管局、东街街道）
（二）优化政务服务。政务服务事项网上可办率达到95%以上，2026年12月底前完成。（牵头单位：区司法局；配合单位：区市场监管局）
（三）推进基层综合执法改革。2026年11月底前完成街道赋权事项评估。（牵头单位：区城管局；配合单位：东街街道）

二、严格规范公正文明执法
（四）加强行政执法培训。每季度组织一次行政执法培训。（责任单位：区城管局、区市场监管局）
"""

FIVE_YEAR_TEXT = """清和区法治政府建设实施方案（2026—2030年）

为深入推进法治政府建设，制定本实施方案。

一、健全政府机构职能体系
（一）完善权责清单制度。编制街道权责清单，2027年6月底前完成。（牵头单位：区司法局；配合单位：东街街道）
（二）优化营商环境。企业开办时间压缩至1个工作日以内，2030年底前完成。（牵头单位：区市场监管局）
"""


@pytest.fixture
def receive(coordinator: Actor, at: datetime) -> Callable[..., Intake]:
    """Brings a text in as the coordinator: ``receive(text, kind="annual", adjusts=plan)``."""

    def bring(text: str = PLAN_TEXT, *, name: str = "工作要点.txt", kind: str = "annual", **options: object) -> Intake:
        return intakes.receive(actor=coordinator, name=name, data=text.encode(), kind=kind, at=at, **options)

    return bring


@pytest.fixture
def plan(receive: Callable[..., Intake], coordinator: Actor, at: datetime) -> Plan:
    """The sample plan, brought in and confirmed."""
    intake = receive()
    return intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)


@pytest.fixture
def five_year(receive: Callable[..., Intake], coordinator: Actor, at: datetime) -> Plan:
    """A plan of five years, brought in and confirmed."""
    intake = receive(FIVE_YEAR_TEXT, name="实施方案.txt", kind="five_year")
    return intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)


@pytest.fixture
def task(plan: Plan) -> Task:
    """规范涉企行政检查: led by market, supported by urban and street, due 2026-06-30."""
    return plan.tasks.get(title="规范涉企行政检查")


@pytest.fixture
def measured(plan: Plan) -> Task:
    """优化政务服务: led by justice, supported by market, with a target of 95%."""
    return plan.tasks.get(title="优化政务服务")


@pytest.fixture
def quarterly(plan: Plan) -> Task:
    """加强行政执法培训: urban and market are each responsible, every quarter."""
    return plan.tasks.get(title="加强行政执法培训")
