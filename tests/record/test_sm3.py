from fazhi.record.sm3 import is_sm3_hex, sm3

# GB/T 32905-2016, appendix A.1 and A.2
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
ABCD_SIXTEEN_TIMES = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_sm3_of_the_standard_examples() -> None:
    assert sm3(b"abc").hex() == ABC
    assert sm3(b"abcd" * 16).hex() == ABCD_SIXTEEN_TIMES


def test_sm3_of_parts_is_of_the_parts_joined() -> None:
    assert sm3(b"a", b"", b"bc").hex() == ABC


def test_is_sm3_hex_takes_one_way_of_writing() -> None:
    assert [is_sm3_hex(each) for each in (ABC, ABC.upper(), ABC[:-1], ABC + "0", ABC[:-1] + "g", ABC.encode())] == [
        True, False, False, False, False, False,
    ]  # fmt: skip
