"""The charts of the engine that stands in for Excel: they remember what they were told."""

from types import SimpleNamespace
from typing import Any

from xlwings.base_classes import _UNSET


class Axis:
    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self.api = SimpleNamespace()

    def set(self, **settings: Any) -> None:
        self.settings |= {name: value for name, value in settings.items() if value is not _UNSET}


class Series:
    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self.api = SimpleNamespace(InvertIfNegative=True)

    def set(self, **settings: Any) -> None:
        self.settings |= {name: value for name, value in settings.items() if value is not _UNSET}


class SeriesList:
    api = True

    def __init__(self, series: list[Series]) -> None:
        self.all = series

    def __iter__(self) -> Any:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __call__(self, key: int) -> Series:
        return self.all[key - 1]


class Chart:
    title: str | None = None

    def __init__(self, charts: "Charts", name: str, source: Any, place: tuple[float, ...]) -> None:
        self.charts, self.name, self.place = charts, name, place
        self.source = source.address.replace("$", "")
        self.legend = SimpleNamespace(position="right", visible=True)
        self.category_axis, self.value_axis = Axis(), Axis()
        self.series = SeriesList([Series() for _ in range(source.shape[1] - 1)])
        group = SimpleNamespace(GapWidth=150)
        self.api = (SimpleNamespace(), SimpleNamespace(ChartGroups=lambda _number: group))

    def delete(self) -> None:
        self.charts.all.remove(self)


class Charts:
    api = True

    def __init__(self, sheet: Any) -> None:
        self.parent = sheet
        self.all: list[Chart] = []

    def __iter__(self) -> Any:
        return iter(list(self.all))

    def __len__(self) -> int:
        return len(self.all)

    def __call__(self, key: int | str) -> Chart:
        return self.all[key - 1] if isinstance(key, int) else next(chart for chart in self.all if chart.name == key)

    def contains(self, key: str) -> bool:
        return any(chart.name == key for chart in self.all)

    def add(self, left: float, top: float, width: float, height: float, **settings: Any) -> Chart:
        assert (settings["chart_type"], settings["plot_by"]) == ("bar_clustered", "columns")
        chart = Chart(self, settings["name"], settings["source"], (left, top, width, height))
        self.all.append(chart)
        return chart
