"""Names of a package that are loaded when they are first used (PEP 562)."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def lazily(
    package: str,
    modules: Mapping[str, Sequence[str]],
    *,
    extra: str | None = None,
) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package: ``modules`` has the names of each module.

    A name that ends the name of its module is the module itself.

    What it returns raises :class:`~smsplan.errors.MissingExtraError` where a library
    of the ``extra`` cannot be imported.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        try:
            module = import_module(homes[name])
        except ImportError as error:
            if extra is None:
                raise
            from smsplan.errors import MissingExtraError  # noqa: PLC0415 - only where it is raised

            raise MissingExtraError(extra, package) from error
        value = module if homes[name].endswith(f".{name}") else getattr(module, name)
        setattr(sys.modules[package], name, value)
        return value

    return load
