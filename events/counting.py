"""Numbers with what they count, as pages say them."""


def count(number: int, one: str, several: str) -> str:
    """1 person, 1,200 people."""
    return f"{number:,} {one if number == 1 else several}"
