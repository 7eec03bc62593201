"""The one exception that reading a file may end in."""


class UnreadableDocument(Exception):  # noqa: N818 -- it says what the file is, as people do
    """A file that cannot be read, told so that the person who sent it can mend it.

    `code` is a stable slug for programs and tests; `say` (what is wrong) and `mend` (how to put it right) are Chinese
    sentences for the screen. str() is both of them.
    """

    def __init__(self, code: str, say: str, mend: str) -> None:
        # All three go to Exception so that the error survives pickling between a worker and the web process.
        super().__init__(code, say, mend)
        self.code = code
        self.say = say
        self.mend = mend

    def __str__(self) -> str:
        return self.say + self.mend


def damaged(what: str) -> UnreadableDocument:
    """The error for a file whose kind is known but whose inside is broken; `what` names the kind in Chinese."""
    return UnreadableDocument(
        "damaged",
        f"{what}已损坏或不完整，打不开。",
        "请在本机用办公软件打开它，另存一份再上传；如果本机也打不开，请向发文单位重新索取。",
    )
