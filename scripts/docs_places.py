"""Pictures of where a laptop, a phone or a tablet stands: for lying, on hands and knees, standing. Without words.

The person is the project's own figure; the room is seen by the same far viewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely.geometry import MultiPoint

from backcoach.figure.colours import PALETTE, edge_of, fill_of, mixed
from backcoach.figure.film import mat_under
from backcoach.figure.picture import order, picture
from backcoach.figure.view import FarView
from backcoach.mannequin.body import Body
from backcoach.mannequin.positions import position
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints
from backcoach.pose.frame import Array

FOLDER = Path(__file__).resolve().parents[1] / "src" / "backcoach" / "web" / "static" / "places"
VIEW = FarView(24.0)
UNITS = 250
"""Units of the pictures in a metre."""

HEADING_DEG = 24.0
INK = ("#38464a", "#c9d4d2")
SIGHT = ("#2f8f94", "#5fc0c4")


@dataclass(frozen=True)
class Place:
    """A position, and where a device sees it.

    Attributes
    ----------
    position : str
        Of the mannequin.
    away_m : float
        From the middle of the mat to the device.
    high_m : float
        Of what it stands on.
    says : str
        The distance.
    """

    position: str
    away_m: float
    high_m: float
    says: str


PLACES = {
    "lying": Place("supine_bent", 2.3, 0.12, "2–3 m"),
    "all-fours": Place("all_fours", 2.3, 0.45, "2–3 m"),
    "standing": Place("standing", 3.4, 0.75, "3–4 m"),
}
DEVICES = ("laptop", "phone", "tablet")


def render() -> dict[Path, str]:
    """Return every picture, by its file."""
    return {
        FOLDER / f"{device}-{name}.svg": _drawn(device, place)
        for name, place in PLACES.items()
        for device in DEVICES
    }


def _drawn(device: str, place: Place) -> str:
    body = Body()
    posture = position(place.position, body).copy()
    posture[AT["heading"]] += HEADING_DEG
    points = joints(posture[None], body)[0]
    lying = position("supine_bent", body).copy()
    lying[AT["heading"]] += HEADING_DEG
    mat = mat_under(joints(lying[None], body), HEADING_DEG)
    middle = mat.mean(0)
    towards = _unit((mat[2] + mat[3]) / 2 - (mat[0] + mat[1]) / 2)
    foot = middle + towards * place.away_m
    parts, lens = _device(device, foot, -towards, place.high_m)
    seen = _sight(lens, points, mat)
    distance = _distance(middle + towards * 0.38, foot - towards * 0.42, place.says)
    low, high = _extent(points, mat, foot, place.high_m)
    content = [_plane(mat, "mat"), *_person(posture, body), seen, distance, *parts]
    left, top = np.floor(low * UNITS).astype(int)
    width, height = np.ceil((high - low) * UNITS).astype(int)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" role="img">'
        f"<style>{_style()}</style>"
        f'<g stroke-linejoin="round" stroke-linecap="round">{"".join(content)}</g></svg>\n'
    )


def _style() -> str:
    """Return the colours; in the dark they are others."""
    rules = []
    for i, colours in enumerate((PALETTE.light, PALETTE.dark)):
        worn = {
            wears: fill_of(colours, wears)
            for wears in ("shirt", "sleeve", "trousers", "skin", "hand", "foot")
        }
        worn |= {
            wears: fill_of(colours, wears) for wears in ("ear", "lip", "eye", "hair", "brow", "shadow", "mat")
        }
        wood = ("#d9c4a3", "#8d795b")[i]
        device = ("#46545c", "#9fb0b8")[i]
        found = [f".{wears}{{fill:{fill};stroke:{edge_of(fill)}}}" for wears, fill in worn.items()]
        found += [f".mat,.shadow{{stroke:none}}.sight{{fill:{SIGHT[i]};stroke:{SIGHT[i]}}}"]
        for name, fill in (("wood", wood), ("device", device), ("screen", ("#cfe6e7", "#24484b")[i])):
            for tone, part in (("top", 0.0), ("front", 0.12), ("side", 0.24)):
                shade = mixed(fill, "#10181c", part)
                found.append(f".{name}-{tone}{{fill:{shade};stroke:{edge_of(fill)}}}")
        found.append(f".ink{{stroke:{INK[i]}}}.word{{fill:{INK[i]};stroke:none}}")
        rules.append("".join(found))
    return f"{rules[0]}@media (prefers-color-scheme:dark){{{rules[1]}}}"


def _person(posture: Array, body: Body) -> Iterator[str]:
    shown = picture(posture, body, VIEW)
    for name in order([shown]):
        layer = shown.layers[name]
        line = "" if layer.wears == "shadow" else ' stroke-width="1.4"'
        if 0 < layer.edge < 1:
            line += f' pathLength="100" stroke-dasharray="{100 * layer.edge:.0f} 100"'
        yield f'<path class="{layer.wears}" d="{_path(layer.outline)}"{line}/>'


# --- the room ---------------------------------------------------------------------------------------------------


def _placed(points: Array) -> Array:
    placed: Array = VIEW.place(np.asarray(points, float))[0][..., :2]
    return placed


def _path(outline: Array, closed: bool = True) -> str:
    whole = np.round(outline * UNITS, 1)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in whole.tolist()) + ("Z" if closed else "")


def _plane(corners: Array, kind: str, width: float = 1.2) -> str:
    return f'<path class="{kind}" d="{_path(_placed(corners))}" stroke-width="{width}"/>'


def _box(centre: Array, size: Sequence[float], facing: Array, kind: str, lean: float = 0.0) -> list[str]:
    """Return a box that stands at a place: its width, height and depth, its front towards ``facing``.

    ``lean`` moves its upper end back, in metres.
    """
    width, height, depth = size
    across = np.array([facing[2], 0.0, -facing[0]])
    up = np.array([0.0, height, 0.0]) - facing * lean
    base = [
        centre + across * (s * width / 2) + facing * (t * depth / 2)
        for s, t in ((-1, 1), (1, 1), (1, -1), (-1, -1))
    ]
    top = [corner + up for corner in base]
    sides = [[base[i], base[(i + 1) % 4], top[(i + 1) % 4], top[i]] for i in range(4)]
    tones = ("front", "side", "front", "side")
    shown = [
        (tone, np.array(face)) for tone, face in zip(tones, sides, strict=True) if _looks_here(np.array(face))
    ]
    shown.sort(key=lambda side: side[1][:, 2].mean())
    return [*(_plane(face, f"{kind}-{tone}") for tone, face in shown), _plane(np.array(top), f"{kind}-top")]


def _looks_here(face: Array) -> bool:
    """Whether an upright face shows the viewer its outer side."""
    ring = _placed(face)
    turned = np.roll(ring, -1, 0)
    return bool(np.sum(ring[:, 0] * turned[:, 1] - turned[:, 0] * ring[:, 1]) < 0)


def _device(device: str, foot: Array, facing: Array, high_m: float) -> tuple[list[str], Array]:
    """Return a device on what carries it, and where it looks from."""
    floor = np.array([foot[0], 0.0, foot[2]])
    on = floor + np.array([0.0, high_m, 0.0])
    parts = list(_stand(floor, facing, high_m))
    if device == "laptop":
        parts += _box(on + facing * 0.03, (0.34, 0.02, 0.23), facing, "device")
        back = on - facing * 0.08 + np.array([0.0, 0.02, 0.0])
        parts += _box(back, (0.34, 0.22, 0.012), facing, "device", lean=0.05)
        return parts, back + np.array([0.0, 0.21, 0.0])
    if device == "phone":
        for i, width in enumerate((0.2, 0.18, 0.19)):
            book = on - facing * 0.05 + np.array([0.0, 0.035 * i, 0.0])
            parts += _box(book, (width, 0.035, 0.12), facing, "wood")
        leaning = _box(on + facing * 0.04, (0.16, 0.08, 0.012), facing, "device", lean=0.03)
        return [*parts, *leaning], on + np.array([0.0, 0.08, 0.0])
    stand = _box(on - facing * 0.06, (0.1, 0.1, 0.02), facing, "wood", lean=-0.05)
    tablet = _box(on, (0.26, 0.18, 0.012), facing, "device", lean=0.05)
    return [*parts, *tablet, *stand], on + np.array([0.0, 0.18, 0.0])


def _stand(floor: Array, facing: Array, high_m: float) -> Iterator[str]:
    """Give a pile of books, a stool or a table."""
    if high_m < 0.2:
        for i, width in enumerate((0.36, 0.34, 0.35)):
            yield from _box(
                floor + np.array([0, i * high_m / 3, 0]), (width, high_m / 3, 0.28), facing, "wood"
            )
        return
    across = np.array([facing[2], 0.0, -facing[0]])
    half = 0.19 if high_m < 0.6 else 0.34
    legs = [floor + across * (s * half) + facing * (t * 0.15) for s in (-1, 1) for t in (-1, 1)]
    for leg in sorted(legs, key=lambda leg: leg[2]):
        yield from _box(leg, (0.035, high_m - 0.03, 0.035), facing, "wood")
    yield from _box(floor + np.array([0, high_m - 0.03, 0]), (2 * half + 0.06, 0.03, 0.38), facing, "wood")


def _sight(lens: Array, points: Array, mat: Array) -> str:
    """Return what the device sees: from it to the mat and the whole person."""
    hull = MultiPoint([tuple(point) for point in _placed(np.vstack([lens, points, mat]))]).convex_hull.buffer(
        0.05
    )
    whole = MultiPoint([*hull.exterior.coords, tuple(_placed(lens))]).convex_hull
    ring = np.array(whole.exterior.coords)[:-1]
    line = 'fill-opacity="0.13" stroke-opacity="0.55" stroke-width="2" stroke-dasharray="7 7"'
    return f'<path class="sight" d="{_path(ring)}" {line}/>'


def _distance(first: Array, last: Array, says: str) -> str:
    """Return a line on the floor with an arrow at both ends and a number."""
    a, b = _placed(first), _placed(last)
    along = (b - a) / np.linalg.norm(b - a)
    aside = np.array([along[1], -along[0]])
    heads = [
        np.array(
            [end + sign * (along * 0.09) + aside * 0.045, end, end + sign * (along * 0.09) - aside * 0.045]
        )
        for end, sign in ((a, 1), (b, -1))
    ]
    lines = "".join(_path(line, closed=False) for line in (np.array([a, b]), *heads))
    x, y = (((a + b) / 2 - aside * 0.36) * UNITS).round(1).tolist()
    word = 'font-family="system-ui,sans-serif" font-size="44" font-weight="700" text-anchor="middle"'
    return (
        f'<path class="ink" d="{lines}" fill="none" stroke-width="4"/>'
        f'<text class="word" x="{x:g}" y="{y + 14:g}" {word}>{says}</text>'
    )


def _extent(points: Array, mat: Array, foot: Array, high_m: float) -> tuple[Array, Array]:
    """Return the upper left and the lower right corner of a picture that holds everything."""
    around = [
        foot + np.array([x, y, z]) for x in (-0.45, 0.45) for y in (0, high_m + 0.25) for z in (-0.25, 0.25)
    ]
    placed = _placed(np.vstack([points + np.array([0, 0.12, 0]), points, mat, around]))
    return placed.min(0) - 0.12, placed.max(0) + 0.12


def _unit(vector: Array) -> Array:
    length: Array = vector / np.linalg.norm(vector)
    return length


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in render().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
