"""Text of the component is Unicode: half a character, which Python's text may hold, is U+FFFD there."""


def encoded(text: str) -> bytes:
    """The text in UTF-8."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def whole(text: str) -> str:
    """The text without half characters."""
    return encoded(text).decode()


class Diagnosed:
    """A diagnostic as text: `severity[code]: message`."""

    __slots__ = ()

    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity}[{self.code}]: {self.message}"
