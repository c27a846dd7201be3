"""A loaded result in the words of its run: classes and labels of its minutes, and its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsRuleBasedRenderer, QgsSymbol, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from ..engine.bands import parse_bands
from ..engine.errors import InputError
from ..engine.made_with import read_made_with
from ..engine.network.modes import MODES
from .minutes_words import MinutesWords, plain_classes

if TYPE_CHECKING:
    from .job import Job

CLASSED = ("coverage", "coverage_points", "assignment")
CATCHMENTS = "catchments"
TRAVELLED = (
    *CLASSED, CATCHMENTS, "accessibility", "accessibility_points", "sites", "outreach",
    "outreach_assignment", "change", "change_points", "longer_journeys", "gap_clusters",
    "gap_cluster_points",
)  # fmt: skip
"""The styles of results that rest on journeys: their layers' names say how people travel."""


def words_of_job(job: Job) -> MinutesWords:
    """Read mode, direction and bands of a run, where its algorithm has them.

    With a table of times in the network's place mode and direction are not known.
    """

    def has(name: str) -> bool:
        return job.algorithm.parameterDefinition(name) is not None

    on_network = has("MODE") and not (has("TIMES") and not job.asked_for("NETWORK"))
    return MinutesWords(
        job.choice("MODE") if on_network else "",
        job.choice("DIRECTION") if on_network and has("DIRECTION") else "",
        job.bands() if has("BANDS") and job.text("BANDS") else (),
    )


def words_of_layer(layer: QgsVectorLayer) -> MinutesWords:
    """Read the same from a result's own columns; what they do not tell is not known."""
    names = layer.fields().names()
    told = [name for name in ("mode", "bands", "made_with", "minutes") if name in names]
    if "mode" not in told:
        return MinutesWords()
    request = QgsFeatureRequest().setLimit(1).setSubsetOfAttributes(told, layer.fields())
    first = next(layer.getFeatures(request), None)
    if first is None:
        return MinutesWords()
    texts = {name: str(first[name] or "") for name in told if name != "minutes"}
    made = read_made_with(texts["mode"], texts.get("bands", ""), texts.get("made_with", ""))
    bands = _bands(made.bands)
    if "made_with" not in told and "minutes" in told:  # catchments: each polygon is of a band
        values = layer.uniqueValues(layer.fields().indexOf("minutes"))
        bands = tuple(sorted(float(value) for value in values if isinstance(value, (int, float))))
    return MinutesWords(made.mode if made.mode in MODES else "", made.direction, bands)


def _bands(text: str) -> tuple[float, ...]:
    try:
        return parse_bands(text) if text else ()
    except InputError:
        return ()


def say(layer: QgsVectorLayer, style: str, words: MinutesWords) -> None:
    """Give a styled layer the classes and words of its run; styles without minutes stay."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsRuleBasedRenderer):
        return
    if style in CLASSED:
        _reclass(layer, words.classes(), beyond=True)
    elif style == CATCHMENTS and words.bands:
        bands = sorted(words.bands)
        _reclass(layer, [words.within(*pair) for pair in zip(bands, (0.0, *bands))], False)


def name_of_result(name: str, style: str, words: MinutesWords) -> str:
    """Give a layer's name with how people travel, where the result rests on it."""
    said = words.said() if style in TRAVELLED else ""
    return f"{name}: {said}" if said and said not in name else name


def _reclass(layer: QgsVectorLayer, classes: Sequence[tuple[str, str]], beyond: bool) -> None:
    """Put the run's classes in the place of those that the style was shipped with.

    `beyond` says that the last class is of what lies beyond the longest band.
    """
    plain = {condition for _, condition in plain_classes()}
    renderer = layer.renderer().clone()
    root = renderer.rootRule()
    old = [rule for rule in root.children() if rule.filterExpression() in plain]
    if len(old) != len(plain):
        return  # a style of the user's own
    *near, last = (rule.symbol().clone() for rule in old)
    for rule in old:
        root.removeChild(rule)
    looks = _looks(near, len(classes) - beyond)
    for (label, condition), symbol in zip(reversed(classes), reversed([*looks, *[last][:beyond]])):
        root.insertChild(0, QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label))
    layer.setRenderer(renderer)


def _looks(near: Sequence[QgsSymbol], wanted: int) -> list[QgsSymbol]:
    """Give so many symbols from near to far, the colours between those that the style has."""
    looks = [near[0].clone() for _ in range(wanted)]
    for symbol, colour in zip(looks, spread([_ink(one) for one in near], wanted)):
        symbol.symbolLayer(symbol.symbolLayerCount() - 1).setColor(colour)
    return looks


def _ink(symbol: QgsSymbol) -> QColor:
    """Give the colour that tells the class: that of the topmost part, over any casing."""
    return QColor(symbol.symbolLayer(symbol.symbolLayerCount() - 1).color())


def spread(colours: Sequence[QColor], wanted: int) -> list[QColor]:
    """Give so many colours along a ramp, its ends kept; one alone is the first."""
    if wanted <= 1:
        return list(colours[:wanted])
    places = [at * (len(colours) - 1) / (wanted - 1) for at in range(wanted)]
    return [_between(colours, place) for place in places]


def _between(colours: Sequence[QColor], place: float) -> QColor:
    low = min(int(place), len(colours) - 2)
    share = place - low
    pair = (colours[low], colours[low + 1])
    mixed: list[Any] = [round(a + share * (b - a)) for a, b in zip(*(c.getRgb()[:3] for c in pair))]
    return QColor(*mixed)
