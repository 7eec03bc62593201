"""查阅、复制 one's own data 个人信息保护法第四十五条: everything that an account keeps, in one file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fazhi.citizens import accounts, matters, personal
from fazhi.citizens.models import Account
from fazhi.intake.entering import about_field


def data_of(*, account: Account, password: str, address: str, at: datetime) -> dict[str, Any]:
    """Everything, with Chinese names. Raises FormRefused, TooMany."""
    accounts.confirm(account=account, password=password, address=address, at=at)
    about = personal.opened(account)
    return {
        "导出时间": at.isoformat(timespec="seconds"),
        "账号类别": account.get_kind_display(),
        "本人信息": {about_field(name, account.kind).title: each for name, each in about.items()},
        "开通时间": _local(account.opened_at, at),
        "设置密码时间": _local(account.password_at, at),
        "登录时间": [_local(each, at) for each in account.sign_ins.values_list("began_at", flat=True)],
        "我的事项": matters.described(account, at=at),
        "说明": "密码只存校验值，不能导出。各件事里的申请人信息和材料由办理单位按案卷保管，不在账号里。",
    }


def _local(moment: datetime, at: datetime) -> str:
    return moment.astimezone(at.tzinfo).isoformat(timespec="seconds")
