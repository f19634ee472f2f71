"""A record: a class that is nothing but its fields, for what is made a few times in a run."""

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """What its fields say, in their order or by name; two with the same in them are not the same.

    A named tuple takes twenty times as long to define, and a command begins with defining some fifty kinds of things.
    It is still the right thing where many are made, or where they are compared, counted or taken apart.

    >>> class Stop(Record):
    ...     name: str
    ...     metres: int = 0
    >>> stop = Stop("Boden", metres=4)
    >>> stop.with_other(name="Luleå")
    Stop(name='Luleå', metres=4)
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = (*cls._fields, *cls.__annotations__)

    def __init__(self, *values: Any, **named: Any) -> None:
        self.__dict__.update(zip(self._fields, values, strict=False), **named)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"

    def with_other(self, **named: Any) -> Self:
        """Give the same with some fields otherwise."""
        return type(self)(**{name: getattr(self, name) for name in self._fields} | named)
