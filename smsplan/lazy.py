"""Names of a package that are loaded when they are first used (PEP 562)."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

from smsplan.errors import MissingExtra


def lazily(
    package: str,
    modules: Mapping[str, Sequence[str]],
    *,
    extra: str | None = None,
    libraries: Sequence[str] = (),
) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package: ``modules`` has the names of each module.

    Raises :class:`~smsplan.errors.MissingExtra` where one of the ``libraries`` of
    an extra is not installed, or, once a name is used, cannot be imported.
    """
    for library in libraries:
        if find_spec(library) is None:
            cause = ModuleNotFoundError(f"No module named {library!r}", name=library)
            raise MissingExtra(extra or "", package) from cause
    homes = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> object:
        if name not in homes:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        try:
            module = import_module(homes[name])
        except ImportError as error:
            if extra is None:
                raise
            raise MissingExtra(extra, package) from error
        value = getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return load
