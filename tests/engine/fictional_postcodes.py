"""A fictional postcode directory under the literal headings of ONSPD, old and new: seeded."""

from __future__ import annotations

import random

_OLD_HEADER = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,"
    "osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,"
    "casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua11,buasd11,"
    "ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
)
_NEW_HEADER = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,"
    "lad25cd,wd25cd,nhser24cd,ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,"
    "msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,"
    "imd20ind,icb23cd"
)
OLD, NEW = _OLD_HEADER.split(","), _NEW_HEADER.split(",")
AUTHORITIES = ("E06000017", "E06000016")
_ONE_OF = {
    "authority": ("oslaua", "lad25cd"),
    "ward": ("osward", "wd25cd"),
    "x": ("oseast1m", "east1m"),
    "y": ("osnrth1m", "north1m"),
    "quality": ("osgrdind", "gridind"),
    "output_area": ("oa21", "oa21cd"),
    "lsoa": ("lsoa21", "lsoa21cd"),
}


def directory(headings, count=60, seed=4):
    """Give rows of text and, of the live ones of Great Britain, what a reader should find."""
    rng = random.Random(seed)
    place = 0 if "oslaua" in headings else 1
    rows, live = [list(headings)], []
    for number in range(count):
        area = "BT" if number % 20 == 7 else "ZZ"
        outward, inward = f"{area}{1 + number // 10}", f"{number % 10}AB"
        terminated = "202001" if number % 6 == 1 else ""
        quality = "9" if number % 10 == 3 else "1"
        values = {
            "authority": AUTHORITIES[number % 2],
            "ward": f"E0500{number:04d}",
            "x": str(480_000 + rng.randrange(9_000)),
            "y": str(300_000 + rng.randrange(9_000)),
            "quality": quality,
            "output_area": f"E0000{number:04d}",
            "lsoa": f"E0101{number // 3:04d}",
        }
        if number % 20 == 3:
            values["x"] = values["y"] = ""
        cells = dict.fromkeys(headings, "")
        cells[headings[0]] = f"{outward:<4}{inward}"
        cells["pcds"], cells["doterm"] = f"{outward} {inward}", terminated
        for name, value in values.items():
            cells[_ONE_OF[name][place]] = value
        rows.append([cells[heading] for heading in headings])
        if not terminated and area != "BT" and quality != "9":
            live.append({"postcode": f"{outward} {inward}", **values})
    return rows, live
