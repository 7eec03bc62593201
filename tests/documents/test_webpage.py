import pytest

from fazhi.documents.document import Document
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes


def page(body: str, head: str = "") -> Document:
    return read_bytes("a.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def test_only_what_a_reader_sees_is_kept() -> None:
    document = page(
        "<header>站名</header><nav>首页</nav><script>var a='脚本'</script><style>p{}</style><!-- 注释 -->"
        "<div hidden>藏</div><div style='DISPLAY : none'>藏</div><div aria-hidden=true>藏</div>"
        "<div role=navigation>栏</div><button>打印</button><p>正<!-- 中 -->文</p>后文<footer>版权</footer>",
        "<title>题</title>",
    )
    assert document.text == "正文\n后文"


def test_header_of_an_article_holds_its_title() -> None:
    assert (
        page("<header>站名</header><article><header><h1>工作要点</h1></header><p>正文</p></article>").text
        == "工作要点\n正文"
    )


def test_lines_end_at_blocks_and_breaks_and_white_space_collapses() -> None:
    document = page(
        "<div>一、总体<br>要求</div><ul><li>甲</li><li>乙&nbsp; &amp;\t丙</li></ul>深入\n  推进 <b>A\nB</b>"
    )
    assert document.text == "一、总体\n要求\n甲\n乙 & 丙\n深入推进 A B"


def test_preformatted_text_keeps_its_lines() -> None:
    assert page("<pre>甲\n乙\n</pre>").text == "甲\n乙"


def test_headings_are_headings() -> None:
    document = page("<h1>规划</h1><p>前言</p><h2><span>一、背景</span></h2>")
    assert [(document.text[block.start : block.end], block.kind) for block in document.blocks] == [
        ("规划", "heading"),
        ("前言", "paragraph"),
        ("一、背景", "heading"),
    ]


def test_table_rows_are_lines_and_merged_cells_written_once() -> None:
    document = page(
        "<table><caption>分工表</caption>"
        "<thead><tr><th rowspan=2>序号<th colspan=2>单位</tr><tr><th>牵头<th>配合</tr></thead>"
        "<tbody><tr><td>1</td><td>司法|局</td><td><p>公安局</p><p>民政局</p></td></tr>"
        "<tr style='display:none'><td>x<td>y<td>z</tr><tr><td colspan=3>合计</td></tr></tbody></table>尾"
    )
    assert document.text.split("\n") == [
        "分工表",
        "| 序号 | 单位 |  |",
        "|  | 牵头 | 配合 |",
        "| 1 | 司法｜局 | 公安局 民政局 |",
        "| 合计 |",
        "尾",
    ]
    assert [block.kind for block in document.blocks] == ["paragraph", *["table_row"] * 4, "paragraph"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>一</p><p>二</p></td></tr></table>",
        "<table role=presentation><tr><td>一</td><td>二</td></tr></table>",
        "<table><tr><td>一</td><td><table><tr><td>二</td></tr></table></td></tr></table>",
    ],
)
def test_table_that_only_arranges_the_page_is_running_text(table: str) -> None:
    document = page(table)
    assert (document.text, {block.kind for block in document.blocks}) == ("一\n二", {"paragraph"})


def test_article_inside_a_layout_table_is_running_text() -> None:
    article = "".join(f"<p>{'深入推进依法行政。' * 12}{at}</p>" for at in range(6))
    assert len(page(f"<table><tr><td>栏目</td><td>{article}</td></tr></table>").blocks) == 7


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", ""),
        ("big5", "big5"),
        ("utf-16", ""),
    ],
)
def test_encoding_is_found_even_if_declared_wrongly(encoding: str, declared: str) -> None:
    meta = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>"
    html = f"<html><head>{meta}</head><body>依法行政</body></html>"
    assert read_bytes("a.html", html.encode(encoding)).text == "依法行政"


def test_xhtml_with_a_declaration_is_read() -> None:
    html = '<?xml version="1.0" encoding="GBK"?>\n<!DOCTYPE html PUBLIC "x" "y"><html><body><p>正文</p></body></html>'
    assert read_bytes("a.txt", html.encode("gbk")).text == "正文"


def test_deep_nesting_is_read() -> None:
    assert page("<div>" * 1500 + "正文" + "</div>" * 1500).text == "正文"


def test_nesting_beyond_the_parser_is_refused_not_cut_off() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        page("正文" + "<div>" * 3000 + "深处")
    assert refused.value.code == "damaged"


def test_endless_spans_do_not_matter() -> None:
    document = page("<table><tr><td colspan=99999999999 rowspan=99999999999>甲</td><td>乙</td></tr></table>")
    assert document.text.startswith("| 甲 |")


def test_entity_definitions_are_not_expanded() -> None:
    html = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body>&b;x</body></html>'
    assert len(read_bytes("a.html", html).text) < 80


def test_page_of_menus_only_is_empty() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        page("<nav>首页</nav>")
    assert refused.value.code == "empty"
