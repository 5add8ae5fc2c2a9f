"""Text of the component is Unicode. A lone surrogate, which a Python str can contain, is U+FFFD there."""


def whole(text: str) -> str:
    """Returns the text, with U+FFFD for each lone surrogate."""
    return str.encode(text, "utf-16", "surrogatepass").decode("utf-16", "replace")


class Diagnosed:
    """A diagnostic as text: `severity[code]: message`."""

    __slots__ = ()

    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity}[{self.code}]: {self.message}"
