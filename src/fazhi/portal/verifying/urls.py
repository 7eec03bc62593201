"""Addresses."""

from django.urls import path

from fazhi.portal.verifying import log, verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("log/", log.history, name="log"),
    path("log/checkpoints.jsonl", log.checkpoints, name="log-checkpoints"),
    path("log/key.pem", log.key, name="log-key"),
    path("log/proof.json", log.proof, name="log-proof"),
    path("log/consistency.json", log.consistency, name="log-consistency"),
]
