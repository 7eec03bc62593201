"""What numbers in reports count: the units, and how each is written in what is read (个百分点 is 百分点)."""

from __future__ import annotations

from fazhi.plans.reading.quantities import Measures
from fazhi.plans.reading.wordlists import words

_TIMES = words(
    "个工作日 工作日 个自然日 自然日 个小时 小时 分钟 秒 个月 个学时 学时 个课时 课时 个季度 天 日 周 年",
)
_VISITS = words(
    "人次 批次 场次 户次 家次 件次 班次 车次 台次 卷次 人日 台套 门次 项次 份次 条次 艘次 批人次 轮次",
    "起次 宗次 辆次 架次 点次 村次 企次 篇次 处次 户家 人天",
)
_PHYSICAL = words(
    "平方公里 平方千米 平方米 立方米 万平方米 公里 千米 公顷 万亩 亩 公斤 千克 毫克 微克 克 吨 万吨 升 米",
    "㎡ m² km² m2 km2 km kg 厘米 毫米 瓦时 瓦 千瓦时 千瓦 兆瓦 斤 元 美元 港元 欧元 英镑 日元 度",
)
_COUNTS = words(
    "个 大类 小类 大项 小项 人 名 位 家 件 项 次 部 期 场 批 户 处 所 条 份 篇 册 本 卷 宗 起 例 类 种 支",
    "套 台 辆 座 间 张 块 门 节 堂 课 轮 分 倍 岁 字 幅 款 集 队 站 村 镇 县 笔 只 头 桩 面 封 则 趟 艘",
    "颗 列 标箱 羽 栋 幢 盏 组 对 枚 株 棵 把 版 页 段 口 桶 箱 瓶 袋 包 架 步 窗 校 单 项目 遍 回 档 路",
    "线 公益岗 匹 尾 期次",
)
MEASURES = Measures("个百分点", "百分点", "个千分点", "千分点", *_TIMES, *_VISITS, *_PHYSICAL, *_COUNTS)

RATES = frozenset({"%", "百分点", "个百分点", "千分点", "个千分点", "倍"})
DURATIONS = frozenset(_TIMES)
AMOUNTS = frozenset((*_PHYSICAL, "千瓦", "千米", "千克"))

_ONE_WORD = {
    "个百分点": "百分点",
    "个千分点": "千分点",
    "个小时": "小时",
    "大类": "类",
    "大项": "项",
    "小类": "类",
    "小项": "项",
}
_ONE_WORD |= {"个自然日": "自然日", "个学时": "学时", "个课时": "课时", "个季度": "季度"}


def named(unit: str) -> str:
    """The unit as a read figure says it."""
    return _ONE_WORD.get(unit, unit)
