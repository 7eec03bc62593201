"""Word lists of the reader, written as text: a list of Chinese words reads better in a line than one word a line."""


def words(*lines: str) -> tuple[str, ...]:
    """The words of the lines, which spaces part, in order."""
    return tuple(word for line in lines for word in line.split())
