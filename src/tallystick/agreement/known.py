"""Which names the format knows at a place: found by walking the models, for «did you mean …?»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

Path = tuple[str | int, ...]


def names_known(model: type[BaseModel], path: Path) -> list[str]:
    """The names of the fields at a path below a model; none where names are free or the path is unknown."""
    reached: list[Any] = [model]
    for part in path:
        reached = [below for annotation in reached for below in _below(annotation, part)]
    return [name for each in reached for ways in _ways(each) if _is_model(ways) for name in _fields(ways)]


def _ways(annotation: Any) -> Iterator[Any]:
    """An annotation without its marks; a union is each of its members."""
    if get_origin(annotation) is Annotated:
        yield from _ways(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from _ways(member)
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _fields(model: type[BaseModel]) -> Mapping[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _below(annotation: Any, part: str | int) -> Iterator[Any]:
    for way in _ways(annotation):
        inner = get_args(way)
        if _is_model(way):
            fields = _fields(way)
            if part in fields:
                yield fields[str(part)]
        elif get_origin(way) is dict:
            yield inner[1]
        elif get_origin(way) in (tuple, list):
            yield inner[0]
