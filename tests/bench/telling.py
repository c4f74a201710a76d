"""A measurement -> a line that says whether it keeps its bound."""

from __future__ import annotations


def tell(what: str, value: float, *, least: float | None = None, most: float | None = None) -> bool:
    """Print a measurement with its bound; False where it is missed."""
    good = (least is None or value >= least) and (most is None or value <= most)
    bound = f"at least {least:g}" if least is not None else f"at most {most:g}"
    print(f"{'ok  ' if good else 'MISS'}  {value:8.2f}  ({bound})  {what}", flush=True)
    return good
