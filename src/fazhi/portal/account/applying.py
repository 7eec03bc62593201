"""What an account does for the forms: who applies is filled in, what is sent is kept. Nothing else changes."""

from __future__ import annotations

from fazhi.citizens import matters, personal, signing_in
from fazhi.portal.account.session import account_of, signed_in
from fazhi.portal.pages import PublicRequest


def known_about(request: PublicRequest, kind: str) -> dict[str, str]:
    """What the account that is signed in knows of an applicant of that kind; {} for nothing."""
    account = account_of(request)
    return personal.opened(account) if account is not None and account.kind == kind else {}


def known_kind(request: PublicRequest) -> str:
    """The kind of applicant that the account is; "" where nobody is signed in."""
    account = account_of(request)
    return account.kind if account else ""


def is_signed_in(request: PublicRequest) -> bool:
    """Whether somebody is."""
    return account_of(request) is not None


def remember(request: PublicRequest, key: str) -> None:
    """Notes that a form holds what the account filled in: it goes when one signs out."""
    if (held := signed_in(request)) is not None:
        signing_in.remember_draft(held=held, key=key)


def claim(request: PublicRequest, key: str) -> None:
    """Keeps what is being sent with the account, by the key of its form; it may be handed in at once or later."""
    remember(request, key)
    matters.claim(account=account_of(request), key=key, at=request.now)
