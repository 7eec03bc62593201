"""The password of the sample accounts: made for each installation, kept beside its data, printed at each start."""

import secrets
import unicodedata
from pathlib import Path

from django.conf import settings

from fazhi.catalog.sample_district import SamplePeople
from fazhi.catalog.sample_files import load_sample_file
from fazhi.government.models import Person


def password() -> str:
    """This installation's sample password, made when first asked for. It follows the site's own password rules."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"Shili-{secrets.token_hex(3)}-{secrets.randbelow(90) + 10}", encoding="utf-8")
    return path.read_text(encoding="utf-8")


def table() -> str:
    """A table of the sample logins in Chinese; empty where no sample is loaded."""
    people = load_sample_file("people", SamplePeople).value
    logins = [sample.login for sample in people.sample_logins]
    if not _path().exists() or not Person.objects.filter(login__in=logins).exists():
        return ""
    names = dict(Person.objects.filter(login__in=logins).values_list("login", "name"))
    rows = [("登录名", "姓名", "身份")]
    rows += [(sample.login, names.get(sample.login, ""), sample.title) for sample in people.sample_logins]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, (18, 8, 0), strict=True)) for row in rows]
    return "示例账号（虚构人员，密码都是 " + password() + "）：\n" + "\n".join(lines) + "\n"


def _padded(text: str, width: int) -> str:
    """Fills with blanks to a width in screen columns: a Chinese character takes two."""
    shown = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - shown)


def _path() -> Path:
    return Path(settings.HOME) / "sample-password"
