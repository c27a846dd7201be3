"""Names of streets, made of common words; which street gets which is drawn by the seed."""

from __future__ import annotations

import random

_WORDS = """
Alder Ash Aspen Barley Beacon Beech Birch Bramble Brook Cedar Chantry Chapel Cherry Chestnut
Clover Coppice Corn Cowslip Cygnet Dairy Damson Dove Elder Elm Fallow Farrier Fern Finch Foundry
Foxglove Furlong Garth Glebe Gorse Granary Hawthorn Hazel Heath Heron Hollin Holly Hop Ivy
Juniper Kiln Kingfisher Lapwing Larch Lark Laurel Lilac Lime Linden Linnet Lock Maple Mallow
Marsh Martin Meadow Mere Mill Millstone Moss Nettle Oak Orchard Osier Otter Paddock Partridge
Pear Pinfold Plover Plum Poplar Priory Quarry Quince Rectory Redwing Reed Ropery Rowan Rush
Saddler Sallow Sedge Sexton Skylark Sorrel Sparrow Spinney Spring Swallow Swift Sycamore Tanner
Teal Thistle Thorn Tithe Vetch Warren Weaver Wheat Willow Windmill Wren Yew
"""
FIRST = tuple(_WORDS.split())
BEFORE = ("", "", "", "", "Old ", "Upper ", "Lower ", "North ", "South ", "East ", "West ")
CENTRE = ("Street", "Street", "Lane", "Gate", "Row", "Yard", "Passage")
TERRACES = ("Street", "Street", "Street", "Road", "Terrace", "Road")
ESTATE = ("Close", "Avenue", "Drive", "Way", "Crescent", "Grove", "Court", "Gardens", "Rise")
VILLAGE = ("Lane", "Close", "Hill", "Croft", "Green", "End")
MAIN = ("Road", "Road", "Lane", "Way")
ENDINGS = {"centre": CENTRE, "terraces": TERRACES, "estate": ESTATE, "village": VILLAGE}


def street_name(style: str, dead_end: bool, chance: random.Random, taken: set[str]) -> str:
    """Give a name that is not taken yet in this settlement, after the manner of the quarter."""
    for _ in range(60):
        endings = ENDINGS.get(style, MAIN)
        ending = "Close" if dead_end and style == "estate" else chance.choice(endings)
        name = f"{chance.choice(BEFORE)}{chance.choice(FIRST)} {ending}"
        if name not in taken:
            break
    taken.add(name)
    return name
