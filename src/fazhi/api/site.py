"""The interface put together: its operations, its authentication, its description."""

from typing import Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from fazhi.api import problems
from fazhi.api.authentication import PerMinute, TokenAuth
from fazhi.api.reading import ExactParser
from fazhi.api.routes import acts, cases, files, procedures

ABOUT = """其他业务系统由此读取程序和案件、立案、办理。

- **身份**：每个请求带 `Authorization: Bearer 令牌`。令牌代表一个人，能做的事随此人当日的角色，与网页上相同。
- **办理**：`GET /cases/{id}` 的 `options` 列出每一步现在能否办理；`POST /cases/{id}/acts` 办理。不合法的返回 409，
  `reasons` 逐条写明代码、说明和依据条款。
- **出错**：一律 `application/problem+json`（RFC 9457）。`code` 和 `type` 供程序判断，`detail` 和 `say` 供人阅读。
- **日期**：`2026-03-02`；时刻带时区：`2026-03-02T09:30:00+08:00`；金额写文字或者数字，单位元，最多两位小数。
- **稳定**：本版本内只增加字段，不改名、不删除。
"""


class ChineseRenderer(JSONRenderer):
    """JSON with Chinese as it is: a third of the size, and readable in a log."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Says of every answer from 400 on that it is a problem."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"] = dict(sorted(operation["responses"].items(), key=lambda each: int(each[0])))
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[problems.MEDIA_TYPE] = content.pop("application/json")
                    answer["description"] = problems.TITLES.get(int(status), _DONE.get(int(status), ""))
        return schema


_DONE = {200: "结果", 201: "已办理并写入"}


def _made() -> Api:
    made = Api(
        title="法治 Fazhi 数据接口",
        version="1",
        description=ABOUT,
        docs_url=None,
        urls_namespace="api",
        auth=TokenAuth(),
        throttle=PerMinute(),
        parser=ExactParser(),
        renderer=ChineseRenderer(),
    )
    problems.handle(made)
    for each in (procedures, cases, acts, files):
        made.add_router("", each.router)
    return made


api = _made()
