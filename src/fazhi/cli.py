"""The `fazhi` command. Each verb imports only what it needs: reading a plan starts no Django and no database."""

import os
import sys
from collections.abc import Callable, Sequence

USAGE = """用法：fazhi 命令 [参数]

  fazhi plan read 文件 [--json] [--explain]   读规划计划文件，列出任务、单位、时限、指标
  fazhi report read 文件 [--json]             读法治政府建设报告，列出其中的数字和所指事项
  fazhi report check 文件 --year 年度 [--area 辖区代码] [--json]
                                              核对报告：文内是否自相矛盾，与平台记录的数据是否一致
  fazhi limit count --from 日期 --within 期限 [--rolls] [--pause 起:止]… [--extend 期限]… [--json]
                                              计算期限并逐日说明
  fazhi limit explain 程序 期限 --from 日期 [--pause 起:止]… [--extend N]… [--json]
                                              按程序的规定计算期限，说明逐日计法和依据条款
  fazhi catalog check [--statutes 法规文件夹]  检查内置资料（规则、名称、样例、程序）是否合规，并核对法条原文
  fazhi catalog show 程序或者清单 [--edition 日期] [--svg 文件]
                                              用文字（和流程图）说明一项程序，或者一个清单
  fazhi catalog schema [--registers]          输出程序（清单）文件的 JSON Schema，供编辑器提示
  fazhi statutes import 文件夹                 导入法规（Markdown 文本），全部成功或全部不导
  fazhi record verify [--case 案号 | --register 清单] [--strict] [--json]
                                              核验全部（或一件）办理记录和公开日志，指出第一处断裂
  fazhi record verify --export 文件.zip [--fingerprint 公钥指纹]
                                              核验导出的案卷，不需要数据库
  fazhi record export 案号 [--to 文件.zip]      导出一件案件的记录、附件和证明，可交他人自行核验
  fazhi record export --register 清单 [--to 文件.zip]
                                              导出一个清单的全部修订和证明
  fazhi record checkpoint                     立即为公开日志作检查点（每夜自动进行）
  fazhi draw replay 结果文件.json [--digest 名单摘要]
                                              按公布的文件重新抽取一次，核对双随机结果，不需要数据库
  fazhi server [--port 8000] [--no-sample]    建库、装载样例、启动网站
  fazhi worker                                只启动后台任务
  fazhi sample                                装载样例区（已有数据时不改动）
  fazhi token create 登录名 [--name 用途] [--expires 日期]
                                              签发数据接口的令牌，只显示一次
  fazhi token list [登录名]                    列出令牌（不含令牌本身）
  fazhi token revoke 前缀                      吊销令牌
  fazhi simulate [--cases 件数] [--seed 种子] [--until 日期]
                                              在示例区模拟各类案件，供试用和压力测试
  fazhi tick                                  立即执行每日检查：开月报、催办提醒、依法视为办理的步骤
  fazhi manage …                              Django 管理命令
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code (0 done, 1 found wrong, 2 not understood or not readable)."""
    words = list(sys.argv[1:] if argv is None else argv)
    for name, run in COMMANDS.items():
        head = name.split()
        if words[: len(head)] == head:
            return run(words[len(head) :])
    sys.stderr.write(USAGE)
    return 0 if words in ([], ["-h"], ["--help"], ["help"]) else 2


def _plan_read(words: list[str]) -> int:
    from fazhi.plans.reading.command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _report_read(words: list[str]) -> int:
    from fazhi.figures.reading.command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _report_check(words: list[str]) -> int:
    from fazhi.scrutiny.command import Records, run  # noqa: PLC0415 -- without --area no Django is started

    def records(area: str) -> Records:
        _set_up()
        from fazhi import clock  # noqa: PLC0415 -- needs Django
        from fazhi.scrutiny.queries import records_of  # noqa: PLC0415 -- needs Django

        return records_of(area, today=clock.today())

    return run(words, records=records)


def _limit_count(words: list[str]) -> int:
    from fazhi.procedures.count_command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _limit_explain(words: list[str]) -> int:
    from fazhi.procedures.explain_command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _catalog_check(words: list[str]) -> int:
    from fazhi.catalog_checks import check_further, resting_on_law  # noqa: PLC0415 -- starts no Django
    from fazhi.statutes.check_command import run  # noqa: PLC0415 -- starts no Django

    return run(words, [check_further], resting_on_law)


def _catalog_show(words: list[str]) -> int:
    from fazhi.procedures.show_command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _catalog_schema(words: list[str]) -> int:
    from fazhi.procedures.schema_command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _record_verify(words: list[str]) -> int:
    from fazhi.record.command import Site, run  # noqa: PLC0415 -- an exported file is verified without Django

    def site() -> Site:
        _set_up()
        from fazhi.cases.record_commands import site as here  # noqa: PLC0415 -- needs Django

        return here()

    return run(words, site=site)


def _record_export(words: list[str]) -> int:
    _set_up()
    from fazhi.cases.record_commands import export  # noqa: PLC0415 -- needs Django

    return export(words)


def _record_checkpoint(words: list[str]) -> int:
    _set_up()
    from fazhi.cases.record_commands import checkpoint  # noqa: PLC0415 -- needs Django

    return checkpoint(words)


def _draw_replay(words: list[str]) -> int:
    from fazhi.inspections.draw_command import run  # noqa: PLC0415 -- starts no Django

    return run(words)


def _worker(words: list[str]) -> int:
    os.environ.setdefault("FAZHI_DATABASE_ROLE", "web")
    return _manage(["work", *words])


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")
    import django  # noqa: PLC0415 -- slow, and not for every verb

    django.setup()


def _with_django(name: str) -> Callable[[list[str]], int]:
    def run(words: list[str]) -> int:
        return _manage([name, *words])

    return run


def _manage(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow, and not for every verb

    execute_from_command_line(["fazhi manage", *words])
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "plan read": _plan_read,
    "report read": _report_read,
    "report check": _report_check,
    "limit count": _limit_count,
    "limit explain": _limit_explain,
    "catalog check": _catalog_check,
    "catalog show": _catalog_show,
    "catalog schema": _catalog_schema,
    "statutes import": _with_django("import_statutes"),
    "record verify": _record_verify,
    "record export": _record_export,
    "record checkpoint": _record_checkpoint,
    "draw replay": _draw_replay,
    "server": _with_django("serve"),
    "worker": _worker,
    "sample": _with_django("load_sample"),
    "simulate": _with_django("simulate"),
    "token": _with_django("token"),
    "tick": _with_django("tick"),
    "manage": _manage,
}

if __name__ == "__main__":
    sys.exit(main())
