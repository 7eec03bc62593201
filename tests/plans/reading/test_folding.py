"""Pass 1: folding."""

from fazhi.plans.reading.folding import fold


def test_width_is_folded_and_shown_as_written() -> None:
    folded = fold("（１．５％）：，；")
    assert (folded.shown, folded.folded) == ("（１．５％）：，；", "(1.5%):,;")


def test_traditional_script_is_folded_character_by_character() -> None:
    folded = fold("牽頭單位：縣財政局、鄉鎮人民政府")
    assert (folded.folded, len(folded.shown)) == (
        "牵头单位:县财政局、乡镇人民政府",
        len("牽頭單位：縣財政局、鄉鎮人民政府"),
    )


def test_pinyin_garble_is_dropped_and_offsets_kept() -> None:
    folded = fold("依法行政（zhèng）工作(zuo)")
    assert (folded.shown, list(folded.at)[-2:]) == ("依法行政工作", [11, 12])


def test_bracketed_letter_is_no_pinyin() -> None:
    assert fold("如下(a)甲").folded == "如下(a)甲"


def test_radicals_become_characters() -> None:
    assert fold("⺠⽣").shown[0] + fold("⺠⽣").folded == "民民生"


def test_invisible_characters_and_carriage_returns_go() -> None:
    folded = fold("\ufeff一、\u200b甲\r\n二、乙")
    assert (folded.folded, folded.at[0]) == ("一、甲\n二、乙", 1)


def test_enumerators_are_not_taken_for_digits() -> None:
    assert fold("①⑴⒈㈠").folded == "①⑴⒈㈠"


def test_page_number_inside_a_line_is_dropped() -> None:
    assert fold("开展评查 — 12 — 工作").folded == "开展评查  工作"
