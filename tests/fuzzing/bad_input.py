"""What comes that nobody meant: texts, files, JSON and headers, each in a list from which the fuzz takes by chance."""

from __future__ import annotations

import json
import struct
import zlib
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

MARK = "<fz onload=1>"
"""Shown unescaped, it would be a tag: nobody else's page has it."""
DIGITS = ("0", "-1", "1", "2147483648", "9223372036854775808", "99999999999999999999", "9" * 400, "9" * 5000)
NUMBERS = (
    *("0000", "0001", "1900", "2026", "9999"),
    "1e400",
    "1e9",
    "-0",
    "NaN",
    "Infinity",
    "0x10",
    "1_0",
    "1.5",
    "0.001",
    "١٢٣",
    "²",
    "１２",
    "〇",
    "1,000",
    "+1",
)
DATES = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-2-3", "99991231", "2026年2月30日"),
    *("1949-01-01", "2100-12-31", "2026-13-01", "2026-W01", "2026-03-02T25:61", "2026-03-02T09:30", "9999-12-31T23:59"),
)
WORDS = (
    *(
        "",
        " ",
        "\t\r\n",
        "\x00",
        "a\x00b",
        "\x1b[31m",
        "\ufeff",
        "\u202e反",
        "\u200b",
        "a" * 300,
        "法" * 5001,
        "\r\nX: 1",
    ),
    *(
        "'",
        "\"'><",
        "%",
        "%%",
        "_",
        "\\",
        "\\x",
        "{{7*7}}",
        "{0}",
        "%s%n",
        "../../../etc/passwd",
        "..",
        "/",
        "//x.invalid/",
    ),
    *("null", "None", "undefined", "true", "on", "[]", "{}", "[[", '{"a":', "javascript:alert(1)", f'">{MARK}', MARK),
    *(
        "' OR '1'='1",
        "1;SELECT 1",
        "(|(a=*))",
        "*",
        "a & b",
        "!",
        "a | ",
        "((",
        "\U0001f600",
        "👨‍👩‍👧",
        "e\u0301",
        "Ａ",
        "ﷺ",
    ),
    *(
        "\ud800",
        "00000000-0000-0000-0000-000000000000",
        "not-a-uuid",
        "()",
        "-",
        "--",
        "=1+1",
        "@SUM(1)",
        "newest",
        "-pk",
    ),
)
TEXTS = (*DIGITS, *NUMBERS, *DATES, *WORDS)


def text(chance: Random) -> str:
    """One of the texts, or some characters from anywhere."""
    if chance.random() < 0.85:
        return chance.choice(TEXTS)
    return "".join(chr(chance.choice((chance.randrange(1, 256), chance.randrange(0x4E00, 0x9FFF)))) for _ in range(12))


@dataclass(frozen=True)
class Upload:
    """A file as a browser, or something else, hands it in."""

    name: str
    kind: str
    data: bytes


@cache
def files() -> tuple[Upload, ...]:
    """Whole, broken and double-faced files, with names as they come."""
    png, docx, xlsx, pdf = _png(), _office("word/document.xml"), _office("xl/workbook.xml"), _pdf()
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    made = [
        *(("照片.png", png), ("说明.pdf", pdf), ("材料.docx", docx), ("表.xlsx", xlsx), ("书.txt", "说明".encode())),
        *(("空.pdf", b""), ("空.png", b""), ("空.docx", b""), ("空.xlsx", b""), ("空.ofd", b""), ("空.json", b"")),
        *(("半.png", png[: len(png) // 2]), ("半.pdf", pdf[:40]), ("半.docx", docx[:60]), ("半.xlsx", xlsx[:-30])),
        *(
            ("错.png", pdf),
            ("错.pdf", png),
            ("错.docx", xlsx),
            ("错.xlsx", docx),
            ("错.jpg", b"GIF89a" + png),
            ("错.ofd", pdf),
        ),
        *(("双.pdf", pdf + docx), ("双.png", png + docx), ("双.html.pdf", b"<html><script>1</script>" + pdf)),
        ("大.docx", bomb.getvalue()),
        ("大.png", _png(60_000, 60_000, b"")),
        ("零.png", _png(0, 0, b"")),
        *(("x.exe", b"MZ" + bytes(200)), ("x.svg", b"<svg onload='1'/>"), ("x.doc", b"\xd0\xcf\x11\xe0" + bytes(600))),
        *(("字.csv", "名称,日期\n\x00,0000-00-00\n".encode()), ("国.csv", "名称,日期\n清和,2026".encode("gb18030"))),
        *(
            ("x.json", b'{"a":' * 5000),
            ("x.jsonl", b"\xff\xfe\n{}\n"),
            ("x.zip", docx),
            ("x.zip", b"PK\x05\x06" + bytes(18)),
        ),
        *(("", pdf), (".pdf", pdf), ("..", pdf), ("../../x.pdf", pdf), ("a\x00.pdf", pdf), ("法" * 200 + ".pdf", pdf)),
        *(('"; filename="y.pdf', pdf), ("CON.pdf", pdf), ("a\r\nb.pdf", pdf), ("\u202efdp.exe", pdf), ("x.PDF ", pdf)),
    ]
    kinds = ("application/octet-stream", "image/png", "text/html", "", "application/pdf; charset=bogus")
    return tuple(Upload(name, kinds[at % len(kinds)], data) for at, (name, data) in enumerate(made))


@cache
def json_texts() -> tuple[bytes, ...]:
    """Bodies that are no JSON, or JSON that nothing can hold."""
    return (
        *(b"", b" ", b"{", b"}", b"[]", b"null", b"1", b'"x"', b"NaN", b"-Infinity", b"\xff\xfe", b"\xef\xbb\xbf{}"),
        *(b"[" * 100_000, b'{"a":' * 50_000, b'{"a":1,"a":2}', b'{"step":"\\ud800"}', b'{"step":"\\u0000"}'),
        *(b'{"n":' + b"9" * 5000 + b"}", b'{"n":1e999999999}', b'{"n":-1e-999999999}', b'{"data":' + b"1" * 400 + b"}"),
        *("{“step”:1}".encode(), "{}".encode("utf-16"), b"{}\x00", b'{"__proto__":{}}', b"a=1&b=2", b"<x/>"),
    )


JSON_VALUES = (
    *(None, True, 0, -1, 2**31, 2**63, 10**30, 1.5, 1e300, "", " ", "x", "法" * 5001, "\x00", "\ud800", [], [[]], {}),
    *([None], {"a": None}, {"": ""}, {"kind": 1}, {"name": {}}, [{}] * 3, ["x"] * 200, "2026-02-30", "9999-12-31"),
    *("0001-01-01", "1e400", "NaN", "0.001", "-5", "99999999999999999999", MARK, "1", "person", False, {"a": [[[[]]]]}),
)

HEADERS: tuple[dict[str, str], ...] = (
    *({"Host": each} for each in ("", "evil.invalid", "localhost:99999", "a b", "[::1", "127.0.0.1\x00", "x" * 300)),
    *({"Accept-Language": each} for each in ("xx", "zh;q=9", "*", "a" * 5000, ";;;,,", "zh-Hans-CN-u-nu-hanidec")),
    *({"X-Forwarded-For": each} for each in ("", "x", "::1, 999.1.1.1", "a" * 5000, "127.0.0.1\r\nX: 1")),
    *({"X-Forwarded-Proto": "ftp", "X-Forwarded-Host": each} for each in ("evil.invalid", "x" * 3000)),
    *(
        {"If-Modified-Since": each}
        for each in ("x", "0", "Thu, 99 Foo 2026 99:99:99 GMT", "Sun, 06 Nov 9999 08:49:37 GMT")
    ),
    *({"If-None-Match": each} for each in ("*", "x", '"', 'W/"', '"' + "a" * 4000, "\xff")),
    *(
        {"Range": each}
        for each in ("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=x", "bytes=0-99999999999999999999", "x=1")
    ),
    *({"Accept": each} for each in ("", "application/json", "image/*", "a" * 3000)),
    *({"Accept-Encoding": each} for each in ("gzip;q=x", "br, *;q=0", "")),
    *({"HX-Request": "true", "HX-Target": each, "HX-Current-URL": each} for each in ("x", "http://[", "\xff", "%ff")),
    *(
        {"Authorization": each}
        for each in ("Bearer", "Bearer ", "Basic eDp4", "Bearer fz_\xff", "x" * 9000, "bearer fz_x")
    ),
    *(
        {"Cookie": each}
        for each in ("sessionid=x; csrftoken=\xff", "fazhi_draft=x; fazhi_follow=WzFd:x:y", "=;=;", "a" * 9000)
    ),
    *({"Cookie": f"text={each}; messages={each}"} for each in ("x", "large", "W10:x", '"\\"')),
    *({"Referer": each, "Origin": each} for each in ("null", "http://[", "x", "https://evil.invalid")),
    *(
        {"Content-Type": each}
        for each in ("", "x", "multipart/form-data", "multipart/form-data; boundary=", "text/plain")
    ),
    *(
        {"Content-Type": each}
        for each in ("application/json; charset=bogus", "application/x-www-form-urlencoded; charset=utf-7")
    ),
    *(
        {"Content-Encoding": "gzip"},
        {"Transfer-Encoding": "chunked"},
        {"Expect": "100-continue"},
        {"Upgrade": "websocket"},
    ),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X")


def query(chance: Random, names: list[str]) -> list[tuple[str, str]]:
    """A query string of names that a page knows, spoilt: odd values, repeated, and one that it does not know."""
    known = [*names, "q", "page", "sort", "area", "x"]
    return [(chance.choice(known), text(chance)) for _ in range(chance.randint(1, 3))]


def json_value(chance: Random) -> object:
    """A JSON value that fits nowhere, or into the wrong place."""
    return deepcopy(chance.choice(JSON_VALUES))


def dumped(value: object) -> bytes:
    """As JSON, with escapes for what UTF-8 cannot hold."""
    return json.dumps(value, default=str).encode()


def _png(width: int = 8, height: int = 8, pixels: bytes | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * width * 3) * height if pixels is None else pixels
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _office(part: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
    return out.getvalue()


def _pdf() -> bytes:
    objects = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    return b"%PDF-1.4\n" + objects + b"\ntrailer<</Root 1 0 R>>\n%%EOF"
