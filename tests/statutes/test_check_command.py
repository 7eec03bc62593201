"""`fazhi catalog check`: what it prints and the code it gives."""

from fazhi.cli import main


def test_catalog_that_ships_is_right(capsys):
    assert main(["catalog", "check"]) == 0
    *_, form, last = capsys.readouterr().out.splitlines()
    assert form.endswith("依据只核对了写法，没有核对法条原文；要核对原文，请加 --statutes 法规文件夹。")
    assert last == "内置资料全部合规。"


def test_unknown_words_are_refused(capsys):
    assert main(["catalog", "check", "--fast"]) == 2
    assert capsys.readouterr().err == "用法：fazhi catalog check [--statutes 法规文件夹]\n"


def test_folder_without_statutes_is_told(capsys, tmp_path):
    assert main(["catalog", "check", "--statutes", str(tmp_path)]) == 1
    assert "无法核对法条原文：" in capsys.readouterr().out
