"""`fazhi token create|list|revoke`: tokens of the interface, at the server's console."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fazhi import clock
from fazhi.api import tokens
from fazhi.api.models import Token
from fazhi.government.models import Person
from fazhi.government.refusals import Refused
from fazhi.procedures.pauses import PLACE


class Command(BaseCommand):
    help = "签发、列出、吊销数据接口的令牌"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="create|list|revoke")
        create = verbs.add_parser("create", help="为一个人签发令牌，只显示一次")
        create.add_argument("login", metavar="登录名")
        create.add_argument("--name", default="", help="用途，如 市监局业务系统")
        create.add_argument("--expires", type=date.fromisoformat, metavar="日期", help="有效期至（含），如 2026-12-31")
        listed = verbs.add_parser("list", help="列出令牌（不含令牌本身）")
        listed.add_argument("login", metavar="登录名", nargs="?")
        revoke = verbs.add_parser("revoke", help="吊销令牌")
        revoke.add_argument("prefix", metavar="前缀")

    def handle(self, *args: Any, **options: Any) -> None:
        run = {"create": self._create, "list": self._list, "revoke": self._revoke}[options["verb"]]
        try:
            run(options)
        except Refused as refused:
            raise CommandError(refused.say) from refused

    def _create(self, options: dict[str, Any]) -> None:
        person = Person.objects.filter(login=options["login"]).first()
        if person is None:
            raise CommandError(f"没有登录名为“{options['login']}”的人员，请核对。")
        issued = tokens.create(
            actor=None, person=person, name=options["name"], at=clock.now(), expires_on=options["expires"]
        )
        until = f"，有效期至{issued.token.expires_on}" if issued.token.expires_on else ""
        self.stderr.write(f"已为{person.name}（{person.login}）签发令牌{until}。只显示这一次，请妥善保存：")
        self.stdout.write(issued.secret)

    def _list(self, options: dict[str, Any]) -> None:
        found = Token.objects.select_related("person")
        if options["login"]:
            found = found.filter(person__login=options["login"])
        today = clock.today()
        for token in found:
            until = str(token.expires_on or "长期")
            issued = f"{token.created_at.astimezone(PLACE):%Y-%m-%d}"
            cells = (token.prefix, token.standing(today), token.person.login, issued, until, token.name)
            self.stdout.write("\t".join(cells))
        if not found:
            self.stderr.write("还没有令牌。")

    def _revoke(self, options: dict[str, Any]) -> None:
        token = tokens.revoke(actor=None, prefix=options["prefix"], at=clock.now())
        self.stdout.write(f"已吊销令牌 {token.prefix}（{token.person.login}）。")
