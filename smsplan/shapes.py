r"""The one shape that a value has in JSON, wherever it is handed out.

It is a struct of its own, from which the dict, the text and the JSON Schema are made,
so that the schema cannot lie.  Keys are spelled as the gateway spells its own
(``chars-count``).  Offsets count code points, and beside them UTF-16 code units, as
JavaScript does.

>>> from smsplan import plan
>>> planned = plan("😀 ç").to_dict()
>>> planned["non-gsm-characters"][1]["offset"], planned["non-gsm-characters"][1]["utf16-offset"]
(2, 3)
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import msgspec
from msgspec import Raw, Struct
from msgspec.json import schema_components

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema
    from pydantic_core.core_schema import SerializationInfo

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
"""Writes JSON; what costs is a number.  It refuses lone surrogates."""
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
"""A character of two UTF-16 code units."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SUFFIX: Final = "Shape"
"""Of the names of shapes; in JSON Schema a shape has the name of its value."""

Offset = Callable[[int], int]


class Shape(Struct, frozen=True):
    """What a value looks like in JSON."""

    @classmethod
    def of(cls, value: Any, /) -> Self:  # noqa: ANN401 - each has its own
        """Return the shape of a value, which has the same fields."""
        return cls.beside(value)

    @classmethod
    def beside(cls, value: Any, /, **others: Any) -> Self:  # noqa: ANN401 - each has its own
        """Return the shape of a value that has the same fields, but for those that are given."""
        names = (name for name in cls.__struct_fields__ if name not in others)
        return cls(**{name: _shape(getattr(value, name)) for name in names}, **others)


class Shaped(Struct, frozen=True):
    """A value that has one shape in JSON; pydantic and FastAPI give it in the same one.

    They write what costs as a float, of 15 digits at least, and half of a surrogate pair as
    U+FFFD, for UTF-8 lacks it; :meth:`to_json` writes all.
    """

    SHAPE: ClassVar[type[Shape] | None] = None
    """``None`` where the value's own fields are its shape."""

    def shape(self) -> Struct:
        """Return what JSON is written of."""
        return self if self.SHAPE is None else self.SHAPE.of(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the value as plain data: dicts, lists, strings and numbers.

        Keys are the gateway's (``chars-count``); what costs is a ``Decimal``.  A text may have
        half of a surrogate pair, which UTF-8 lacks: an application that answers with this dict
        can fail where it writes JSON without escapes, but not with :meth:`to_json`.
        """
        plain: dict[str, Any] = to_plain(self.shape())
        return plain

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON.

        What costs is a number with all its digits, a lone surrogate an escape.
        """
        return to_json(self.shape())

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        """Have pydantic take an instance, and give its shape."""
        from pydantic_core import core_schema  # noqa: PLC0415 - pydantic calls this

        serializer = core_schema.plain_serializer_function_ser_schema(_for_pydantic, info_arg=True)
        return core_schema.is_instance_schema(cls, serialization=serializer)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: "CoreSchema", _handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        """Show the shape in the OpenAPI document of an application."""
        (schema,), components = schemas([cls.SHAPE or cls], "{name}")
        inlined: dict[str, Any] = _inlined(schema, components)
        return inlined


def _shape(value: object) -> object:
    if isinstance(value, tuple):
        return [_shape(item) for item in value]
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    return value.shape() if isinstance(value, Shaped) else value


def to_plain(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Return a struct as dicts, lists, strings and numbers; a ``Decimal`` stays one."""
    return _changed(msgspec.to_builtins(value, builtin_types=(Decimal,)), lambda item: item)


def to_json(value: object) -> str:
    r"""Write a value as JSON: a ``Decimal`` as a number, a lone surrogate as an escape.

    >>> to_json(["\ud83d", Decimal("0.20")])
    '["\\ud83d",0.20]'
    """
    try:
        return ENCODER.encode(value).decode()
    except UnicodeEncodeError:
        return ENCODER.encode(_changed(to_plain(value), _escaped)).decode()


def utf16(text: str) -> Offset:
    """Return what turns code point offsets of a text into those of UTF-16 code units.

    >>> [utf16("a😀b")(offset) for offset in range(4)]
    [0, 1, 3, 4]
    """
    if text.isascii() or not _WIDE.search(text):
        return _same
    wide = [found.start() for found in _WIDE.finditer(text)]
    return lambda offset: offset + bisect_left(wide, offset)


def utf16_span(
    start: int | None, end: int | None, offset: Offset | None
) -> tuple[int | None, int | None]:
    """Turn a place into one in UTF-16 code units, as far as it and the text are known."""
    if offset is None or start is None or end is None:
        return None, None
    return offset(start), offset(end)


def schemas(types: Iterable[type], reference: str) -> tuple[list[Any], dict[str, Any]]:
    """Return the JSON Schema of each type, and the components that these refer to by name.

    ``reference`` is written with the ``name`` of a component: ``#/$defs/{name}``.
    """
    roots, components = schema_components(types, ref_template=reference)
    names = {
        reference.format(name=name): reference.format(name=_named(name)) for name in components
    }
    return (
        [_mended(root, names) for root in roots],
        {_named(name): _mended(schema, names) for name, schema in components.items()},
    )


def _named(name: str) -> str:
    return name.removesuffix(_SUFFIX)


def _mended(schema: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema with amounts as numbers and octets in hexadecimal, as they are written."""
    if isinstance(schema, list):
        return [_mended(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        return {"type": "number"}
    if schema.get("contentEncoding") == "base64":
        return {**schema, "contentEncoding": "base16"}
    mended = {name: _mended(value, names) for name, value in schema.items()}
    if isinstance(mended.get("$ref"), str):
        mended["$ref"] = names.get(mended["$ref"], mended["$ref"])
    if isinstance(mended.get("title"), str):
        mended["title"] = _named(mended["title"])
    return mended


def _inlined(schema: Any, components: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Write components where they are referred to: pydantic has a place for its own alone."""
    if isinstance(schema, list):
        return [_inlined(each, components) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return _inlined(components[schema["$ref"]], components)
    return {name: _inlined(value, components) for name, value in schema.items()}


def _for_pydantic(value: Shaped, info: "SerializationInfo") -> dict[str, Any]:
    """Return the shape of a value; in JSON pydantic would make strings of decimals."""
    plain = value.to_dict()
    return _changed(plain, _as_pydantic_writes) if info.mode_is_json() else plain


def _as_pydantic_writes(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    return float(value) if isinstance(value, Decimal) else value


def _escaped(value: object) -> object:
    from json import dumps  # noqa: PLC0415 - few texts have a lone surrogate

    return Raw(dumps(value)) if isinstance(value, str) and not value.isascii() else value


def _changed(value: Any, change: Callable[[Any], object]) -> Any:  # noqa: ANN401 - any JSON
    """Change what stands in dicts and lists; tuples become lists."""
    if isinstance(value, dict):
        return {name: _changed(item, change) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(item, change) for item in value]
    return change(value)


def _same(offset: int) -> int:
    return offset
