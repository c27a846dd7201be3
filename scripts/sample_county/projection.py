"""British National Grid to longitude and latitude, written out so that no PROJ version matters.

PROJ gives other last digits with the OSTN15 grid at hand than without; a file that must come out
byte for byte the same cannot depend on that. Formulas: Ordnance Survey, "A guide to coordinate
systems in Great Britain", annexes B and C (transverse Mercator) and section 6.6 (Helmert).
"""

from __future__ import annotations

import math

AIRY_A, AIRY_B = 6377563.396, 6356256.909
WGS_A, WGS_B = 6378137.0, 6356752.314245
F0, LAT0, LON0, E0, N0 = 0.9996012717, math.radians(49), math.radians(-2), 400000.0, -100000.0
SHIFT_M = (446.448, -125.157, 542.060)
TURN_RAD = tuple(math.radians(s / 3600) for s in (0.1502, 0.2470, 0.8421))
SCALE = -20.4894e-6


def lon_lat(easting: float, northing: float) -> tuple[float, float]:
    """Give WGS 84 longitude and latitude in degrees of an EPSG:27700 position in metres."""
    lon, lat = _airy(easting, northing)
    x, y, z = _cartesian(lon, lat)
    (tx, ty, tz), (rx, ry, rz), s = SHIFT_M, TURN_RAD, 1 + SCALE
    lon, lat = _geographic(
        tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    )
    return math.degrees(lon), math.degrees(lat)


def _meridian_arc(lat: float) -> float:
    n = (AIRY_A - AIRY_B) / (AIRY_A + AIRY_B)
    d, s = lat - LAT0, lat + LAT0
    return (
        AIRY_B
        * F0
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * d
            - (3 * n + 3 * n**2 + 2.625 * n**3) * math.sin(d) * math.cos(s)
            + (1.875 * n**2 + 1.875 * n**3) * math.sin(2 * d) * math.cos(2 * s)
            - 35 / 24 * n**3 * math.sin(3 * d) * math.cos(3 * s)
        )
    )


def _airy(easting: float, northing: float) -> tuple[float, float]:
    lat = LAT0
    for _ in range(8):
        lat += (northing - N0 - _meridian_arc(lat)) / (AIRY_A * F0)
    e2 = 1 - (AIRY_B / AIRY_A) ** 2
    nu = AIRY_A * F0 / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    rho = AIRY_A * F0 * (1 - e2) / (1 - e2 * math.sin(lat) ** 2) ** 1.5
    eta2, t, sec, d = nu / rho - 1, math.tan(lat), 1 / math.cos(lat), easting - E0
    lat_out = (
        lat
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    lon = (
        LON0
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return lon, lat_out


def _cartesian(lon: float, lat: float) -> tuple[float, float, float]:
    e2 = 1 - (AIRY_B / AIRY_A) ** 2
    nu = AIRY_A / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    return (
        nu * math.cos(lat) * math.cos(lon),
        nu * math.cos(lat) * math.sin(lon),
        (1 - e2) * nu * math.sin(lat),
    )


def _geographic(x: float, y: float, z: float) -> tuple[float, float]:
    e2 = 1 - (WGS_B / WGS_A) ** 2
    p = math.hypot(x, y)
    lat = math.atan2(z, p * (1 - e2))
    for _ in range(8):
        nu = WGS_A / math.sqrt(1 - e2 * math.sin(lat) ** 2)
        lat = math.atan2(z + e2 * nu * math.sin(lat), p)
    return math.atan2(y, x), lat
