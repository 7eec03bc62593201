"""Whose address counts behind a proxy, and that nobody can claim another's."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from fazhi.desk.addresses import client_address, networks
from fazhi.intake.models import Rate
from tests.conftest import District

OURS = networks(("10.0.0.0/8", "192.0.2.7", "2001:db8::/64"))


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        # No proxy of ours in between: whatever the header says is the visitor's own invention.
        ("203.0.113.5", "1.2.3.4", "203.0.113.5"),
        ("203.0.113.5", "", "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5, 192.0.2.7", "203.0.113.5"),
        # What stands further left the visitor has sent along.
        ("10.0.0.1", "1.2.3.4, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.5, 10.9.9.9", "203.0.113.5"),
        ("10.0.0.1", "10.0.0.9, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nobody, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "203.0.113.5:4711", "203.0.113.5"),
        ("2001:db8::1", "[2001:db8:1::9]:4711", "2001:db8:1::9"),
        ("2001:db8::1", "2001:db8:1::9", "2001:db8:1::9"),
        ("::ffff:10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("", "203.0.113.5", ""),
    ],
)
def test_client_address(remote: str, forwarded: str, found: str) -> None:
    assert client_address(remote, forwarded, trusted=OURS) == found


def test_network_that_is_none() -> None:
    with pytest.raises(ImproperlyConfigured, match="FAZHI_TRUSTED_PROXIES 里有一项不是网段"):
        networks(("10.0.0.0/8", "proxy.example"))


def attempted(**headers: Any) -> str:
    """The address under which a wrong password is noted."""
    Client(**headers).post("/login/", {"username": "nobody", "password": "wrong"})
    return str(AccessAttempt.objects.latest("pk").ip_address)


def test_sign_ins_are_noted_under_the_visitors_address(district: District, settings: Any) -> None:
    said = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.5"}
    assert attempted(**said) == "10.0.0.1"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert attempted(**said) == "203.0.113.5"


def test_limits_count_the_visitors_not_the_proxy(district: District, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    for visitor in ("203.0.113.5", "203.0.113.6", "1.2.3.4, 203.0.113.6", "2001:db8::1", "2001:db8::2"):
        said: dict[str, Any] = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": visitor}
        Client(**said).post("/open/follow/", {"number": "2026000001", "code": "2222-2222-2222"})
    # Two visitors by IPv4, one of whom claimed to be another; one line by IPv6.
    assert sorted(Rate.objects.values_list("count", flat=True)) == [1, 2, 2]
