"""A few of the requests that benchmarks/fuzz.py sends by the ten thousand: whatever comes, nothing of ours breaks."""

import json
from pathlib import Path

from tests.portal.fuzzing import description, send

API = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_public_pages_answer_whatever_is_sent(district):
    statuses = send(description({}), each=4)
    assert set(statuses) <= {200, 301, 302, 303, 400, 403, 404, 405, 410, 413, 422, 429}
    assert statuses[200] > statuses[404] / 10


def test_api_answers_whatever_is_sent(district):
    statuses = send(json.loads(API.read_text(encoding="utf-8")), each=5)
    assert set(statuses) <= {400, 401, 403, 404, 405, 413, 415, 422, 429}
