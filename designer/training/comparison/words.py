"""Values and names of settings in words."""

from designer.catalog.values import Expr, KerasObject, Value

_PLAIN = {None: "none", True: "yes", False: "no"}


def value_text(value: Value) -> str:
    """A parameter's value as Python would write it, without what only Python needs."""
    if value is None or isinstance(value, bool):
        return _PLAIN[value]
    match value:
        case float():
            return f"{value:g}"
        case Expr(text=text):
            return text
        case KerasObject(type=name, params=params):
            inner = ", ".join(f"{key}={value_text(item)}" for key, item in params.items())
            return f"{name}({inner})" if inner else name
        case tuple() | list():
            return (" × " if _is_size(value) else ", ").join(map(value_text, value))
    return str(value)


def _is_size(value: tuple[Value, ...] | list[Value]) -> bool:
    return 1 < len(value) <= 3 and all(type(item) is int for item in value)
