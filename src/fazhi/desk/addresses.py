"""Where a request comes from, behind a proxy: what limits count and the log of sign-ins keeps is the visitor's address.

A proxy puts the address it was asked from behind those already in ``X-Forwarded-For``; what stands further left anybody
can have written. So the list is read from the right, as long as those who wrote are proxies of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
MOST_HOPS = 20


class ClientAddressMiddleware:
    """Puts the visitor's address where everything else looks for it, before anything has looked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        networks(tuple(settings.TRUSTED_PROXIES))  # a mistake in the settings is told at the start

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if trusted := networks(tuple(settings.TRUSTED_PROXIES)):
            remote, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = client_address(remote, forwarded, trusted=trusted)
        return self.get_response(request)


def client_address(remote: str, forwarded: str, *, trusted: Sequence[Network]) -> str:
    """The last address on the way that is not one of ``trusted``; ``remote`` is who has connected to us.

    ``forwarded``: the header. Where it ends, or says something that is no address, the last proxy before counts.
    """
    found = _read(remote)
    if found is None:
        return remote
    for hop in reversed(forwarded.split(",")[-MOST_HOPS:]):
        before = _read(hop)
        if before is None or not any(found in network for network in trusted):
            break
        found = before
    return str(found)


@lru_cache(maxsize=8)
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks as they are written in the settings. Raises ImproperlyConfigured for one that is none."""
    try:
        return tuple(ip_network(each, strict=False) for each in written)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"FAZHI_TRUSTED_PROXIES 里有一项不是网段：{error}。写法如 10.0.0.0/8,127.0.0.1，用逗号隔开。"
        ) from None


def _read(text: str) -> Address | None:
    """An address, as proxies write it: ``1.2.3.4``, ``1.2.3.4:5678``, ``2001:db8::1``, ``[2001:db8::1]:5678``."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
