"""The page of an exported case that a court can read: one HTML file in Chinese, nothing loaded, prints on A4."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

_STYLE = """
:root{font:15px/1.7 "Noto Serif CJK SC","Source Han Serif SC","SimSun","Songti SC",serif;color:#111;background:#fff}
body{max-width:60rem;margin:2rem auto;padding:0 1.2rem}
h1{font-size:1.5rem;text-align:center;margin:0 0 .2rem}h2{font-size:1.15rem;
  margin:2rem 0 .5rem;border-bottom:2px solid #1d4e89}
.number{text-align:center;margin:0 0 1.5rem}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #888;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f1f4f8;font-weight:600;white-space:nowrap}
.act{margin:1rem 0;break-inside:avoid-page}.act table th{width:6.5em}
.act caption{text-align:left;font-weight:600;padding:.2rem 0;break-after:avoid}
code{font:.82em/1.5 "Noto Sans Mono CJK SC",Consolas,monospace;overflow-wrap:anywhere}
.plain{margin:0;padding-left:1.2em}.none{color:#555}
@page{size:A4;margin:20mm 18mm}
@media print{:root{font-size:10.5pt}body{max-width:none;margin:0;padding:0}a{color:inherit;text-decoration:none}}
"""
_DEEPEST_SHOWN = 6


@dataclass(frozen=True)
class Page:
    """What the page shows. acts: (hash in hex, body); logged: the last act that a signed checkpoint covers, or -1."""

    number: str
    title: str
    organization: str
    procedure: str
    header: Mapping[str, Any]
    acts: tuple[tuple[str, Mapping[str, Any]], ...]
    words: Mapping[str, str]
    checkpoints: tuple[Mapping[str, Any], ...]
    fingerprint: str
    logged: int


def page(shown: Page) -> str:
    """index.html."""
    acts = "\n".join(_act(digest, body, shown.words) for digest, body in shown.acts)
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(shown.title)}</title>
<style>{_STYLE}</style></head>
<body>
<h1>{escape(shown.title)}</h1>
<p class="number">{escape(shown.number)}</p>
<h2>一、案件</h2>
{_table(_case_rows(shown))}
<h2>二、办理过程一览</h2>
{_summary(shown)}
<h2>三、办理记录</h2>
<p>每条记录一经写入即不可更改；有误的，由其后的更正记录说明。“办理日期”是依法计算期限的日期，“录入时间”由系统记下。</p>
{acts}
<h2>四、公开日志</h2>
{_log(shown)}
<h2>五、怎样核验</h2>
{_how(shown)}
</body>
</html>
"""


def readme(shown: Page) -> str:
    """README.txt."""
    steps = "\n".join(f"{place}. {step}" for place, step in enumerate(_steps(shown), 1))
    return f"""{shown.title}
{shown.number}

本压缩包是一件案件的完整办理记录，内容如下：
index.html      供阅读、打印的页面（据 acts.jsonl 生成，以 acts.jsonl 为准）
case.json       案件首部
acts.jsonl      办理记录，每行一条，逐字节就是计算摘要的内容
hashes.txt      首部、各条记录的链式摘要，以及其他文件的 SM3 摘要
attachments/    附件，文件名即其 SM3 摘要；原名见 acts.jsonl
proofs.json     公开日志的检查点、签名与证明
public-key.pem  日志公钥（有检查点或签名时）
signature.txt   对 hashes.txt 的 Ed25519 签名（导出时已签名的才有）

怎样核验
{steps}
"""


def _case_rows(shown: Page) -> list[tuple[str, str]]:
    header = shown.header
    papers = {paper["sm3"] for _, body in shown.acts for paper in body["attachments"]}
    return [
        ("案号", escape(shown.number)),
        ("办理单位", escape(shown.organization)),
        ("办理程序", f"{escape(shown.procedure)}（{escape(header['procedure'])}，{_day(header['edition'])}版）"),
        ("立卷时间", _moment(header["opened_at"])),
        ("案件标识", f"<code>{escape(header['case'])}</code>"),
        ("办理记录", f"{len(shown.acts)} 条，附件 {len(papers)} 件"),
    ]


def _summary(shown: Page) -> str:
    rows = "".join(
        f'<tr><td><a href="#act-{body["seq"]}">{body["seq"]}</a></td><td>{_day(body["performed_on"])}</td>'
        f"<td>{_what(body, shown.words)}</td><td>{_who(body, shown.words)}</td>"
        f"<td>{len(body['attachments']) or ''}</td></tr>\n"
        for _, body in shown.acts
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("序号", "办理日期", "事项", "办理人", "附件"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table>"


def _act(digest: str, body: Mapping[str, Any], words: Mapping[str, str]) -> str:
    rows = [
        ("办理日期", _day(body["performed_on"])),
        ("录入时间", _moment(body["recorded_at"])),
        ("办理人", _who(body, words)),
    ]
    if body.get("data"):
        rows.append(("内容", _value(body["data"], words, 1)))
    if body["attachments"]:
        rows.append(("附件", _papers(body["attachments"])))
    rows.append(("本条摘要", f"<code>{digest}</code>"))
    caption = f"第{body['seq']}条　{_what(body, words)}"
    return f'<div class="act" id="act-{body["seq"]}">{_table(rows, caption)}</div>'


def _what(body: Mapping[str, Any], words: Mapping[str, str]) -> str:
    kinds = [(kind, body.get(kind)) for kind in ("step", "result")]
    said = [_word(words, kind, slug) for kind, slug in kinds if isinstance(slug, str) and slug]
    return "：".join(said) or _word(words, "kind", str(body.get("kind") or "")) or "记录"


def _who(body: Mapping[str, Any], words: Mapping[str, str]) -> str:
    person = body.get("person")
    name = escape(str(person.get("name") or "")) if isinstance(person, Mapping) else ""
    role = body.get("role")
    roles = role.split("、") if isinstance(role, str) and role else []
    return (name or "系统") + (f"（{'、'.join(_word(words, 'role', each) for each in roles)}）" if roles else "")


def _day(written: str) -> str:
    day = date.fromisoformat(written)
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(written: str) -> str:
    """As it is written in the record, with its distance to UTC: the page changes no clock."""
    moment = datetime.fromisoformat(written)
    return f"{_day(moment.date().isoformat())} {moment:%H:%M:%S}（UTC{moment.isoformat()[-6:]}）"


def _word(words: Mapping[str, str], kind: str, slug: str) -> str:
    return escape(words.get(f"{kind}:{slug}", slug))


def _value(value: Any, words: Mapping[str, str], depth: int) -> str:
    if value is None or value in ("", [], {}):
        return '<span class="none">（空）</span>'
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping | list) and depth > _DEEPEST_SHOWN:
        return "（层次过深，见 acts.jsonl）"
    if isinstance(value, Mapping):
        items = (
            f"<li>{_word(words, 'field', key)}：{_value(item, words, depth + 1)}</li>" for key, item in value.items()
        )
    elif isinstance(value, list):
        items = (f"<li>{_value(item, words, depth + 1)}</li>" for item in value)
    else:
        return "<br>".join(escape(line) for line in str(value).splitlines()) or escape(str(value))
    return f'<ul class="plain">{"".join(items)}</ul>'


def _papers(papers: list[Mapping[str, Any]]) -> str:
    items = (
        f'<li><a href="attachments/{paper["sm3"]}" download="{escape(paper["name"])}">{escape(paper["name"])}</a>'
        f"（{paper['size']} 字节）<br><code>SM3 {paper['sm3']}</code></li>"
        for paper in papers
    )
    return f'<ul class="plain">{"".join(items)}</ul>'


def _log(shown: Page) -> str:
    if shown.logged < 0:
        return "<p>本案尚未进入公开日志的检查点。</p>"
    rows = "".join(
        f"<tr><td>{_moment(each['at'])}</td><td>{each['size']}</td><td><code>{escape(each['root'])}</code></td></tr>\n"
        for each in shown.checkpoints
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("签名时间", "条目数", "根摘要"))
    return (
        f"<p>公开日志“{escape(str(shown.checkpoints[-1]['log']))}”的检查点证明：第{shown.logged}条及其以前的记录"
        f"在检查点签名时即已存在，此后未作改动。</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table>"
        f"<p>签名公钥的 SM3 指纹：<code>{shown.fingerprint}</code></p>"
    )


def _how(shown: Page) -> str:
    steps = "".join(f"<li>{escape(step)}</li>\n" for step in _steps(shown))
    return f"<ol>\n{steps}</ol>"


def _steps(shown: Page) -> list[str]:
    steps = [
        "在装有法治平台的机器上执行：fazhi record verify --export 本文件.zip，即核验全部内容，"
        "并指出第一处被改动的记录。",
        "自行核验：首部摘要 = SM3(“fazhi-case-1”加换行符，接 case.json 的全部字节)；"
        "第 n 条摘要 = SM3(上一摘要的32个字节，接 acts.jsonl 第 n 行的全部字节，不含换行符)；"
        "第1条的上一摘要是首部摘要。"
        "逐条算出的摘要须与 hashes.txt 相同。",
        "附件的 SM3 摘要须等于其文件名，并在 acts.jsonl 中列明。",
    ]
    if shown.fingerprint:
        steps.append(
            f"公钥指纹（公钥 DER 编码的 SM3）是 {shown.fingerprint}，须与办理单位公布的一致；"
            "检查点和 hashes.txt 的签名用它核验（Ed25519）。"
        )
    return steps


def _table(rows: list[tuple[str, str]], caption: str = "") -> str:
    lines = "".join(f'<tr><th scope="row">{head}</th><td>{cell}</td></tr>\n' for head, cell in rows)
    top = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{top}<tbody>\n{lines}</tbody></table>"
