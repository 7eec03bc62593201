"""Division codes 行政区划代码 in the tree of jurisdictions; what a code is by itself is `procedures.division_codes`."""

from fazhi.procedures.division_codes import problem_with

__all__ = ["problem_with", "problem_with_parent"]


def problem_with_parent(code: str, parent_code: str) -> str:
    """Says in Chinese why a code cannot stand under another; empty when its leading digits agree."""
    digits = 2 if parent_code.endswith("0000") else 4
    if code[:digits] != parent_code[:digits] or code == parent_code:
        return f"行政区划代码 {code} 不属于上级 {parent_code}：前{digits}位应为 {parent_code[:digits]}。"
    return ""
