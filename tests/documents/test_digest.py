from pathlib import Path

from fazhi.documents.digest import sm3_hex, sm3_of_file


def test_sm3_of_the_standard_example() -> None:
    # GB/T 32905-2016, A.1
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_of_a_file_longer_than_one_piece(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    assert sm3_of_file(path) == sm3_hex(data)
