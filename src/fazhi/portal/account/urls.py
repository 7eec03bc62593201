"""Addresses of accounts. None says who, or which matter."""

from django.urls import URLPattern, path

from fazhi.portal.account import entering, matters, me, opening

urlpatterns: list[URLPattern] = [
    path("account/", matters.home, name="account"),
    path("account/in/", entering.enter, name="account-in"),
    path("account/out/", entering.leave, name="account-out"),
    path("account/new/", opening.open_account, name="account-new"),
    path("account/forgotten/", entering.forgotten, name="account-forgotten"),
    path("account/open/", matters.open_matter, name="account-open"),
    path("account/attach/", matters.attach, name="account-attach"),
    path("account/me/", me.me, name="account-me"),
    path("account/me/details/", me.details, name="account-details"),
    path("account/me/phone/", me.phone, name="account-phone"),
    path("account/me/password/", me.password, name="account-password"),
    path("account/me/data/", me.data, name="account-data"),
    path("account/me/close/", me.close, name="account-close"),
    path("follow/keep/", matters.keep, name="follow-keep"),
    path("follow/remove/", matters.remove, name="follow-remove"),
]
"""``follow/``: the cookie of the matter that is open goes there alone."""
