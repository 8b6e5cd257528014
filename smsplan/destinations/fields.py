"""Recipients and senders as fields of a pydantic model, which alone imports pydantic."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from smsplan.errors import InvalidValueError

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


_WRONG_TYPE: Final = "wrong_type"
_MESSAGE: Final = "{message}"
"""A template of pydantic's: braces in the message itself would be names of its context."""


def field_schema(
    read: Callable[[Any], object], write: Callable[[Any], str], *, takes_int: bool
) -> "CoreSchema":
    """Return what has pydantic read a value with one function, and write it with another.

    What is refused is an error of the model: its ``type`` is the code of the finding,
    its ``msg`` the message, and ``ctx`` has the place, if there is one.
    """
    from pydantic_core import core_schema  # noqa: PLC0415 - pydantic calls this

    text = core_schema.str_schema()
    written = core_schema.union_schema([text, core_schema.int_schema()]) if takes_int else text
    return core_schema.no_info_plain_validator_function(
        _refusing(read),
        json_schema_input_schema=written,
        serialization=core_schema.plain_serializer_function_ser_schema(write, return_schema=text),
    )


def _refusing(read: Callable[[Any], object]) -> Callable[[Any], object]:
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - as above

    def call(value: Any) -> object:  # noqa: ANN401 - whatever a model is given
        try:
            return read(value)
        except InvalidValueError as error:
            found = error.finding
            context = {"message": found.message, "start": found.start, "end": found.end}
            raise PydanticCustomError(found.code, _MESSAGE, context) from None
        except TypeError as error:
            context = {"message": str(error)}
            raise PydanticCustomError(_WRONG_TYPE, _MESSAGE, context) from None

    return call
