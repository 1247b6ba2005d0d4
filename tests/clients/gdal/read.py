"""GDAL reads a service: `read.py ROOT KEY LAYER [WEST,SOUTH,EAST,NORTH]` writes a line of JSON."""

import json
import os
import sys

import pyogrio

root, key, layer, *box = sys.argv[1:]
os.environ["GDAL_HTTP_USERPWD"] = f"gdal:{key}"
bbox = tuple(map(float, box[0].split(","))) if box else None
layers = pyogrio.list_layers(f"OAPIF:{root}")
meta, _, geometries, fields = pyogrio.raw.read(f"OAPIF:{root}", layer=layer, bbox=bbox)
sys.stdout.write(
    json.dumps(
        {
            "gdal": pyogrio.__gdal_version_string__,
            "layers": sorted(str(each[0]) for each in layers),
            "rows": len(geometries),
            "places": sum(each is not None for each in geometries),
            "kind": meta["geometry_type"],
            "crs": meta["crs"],
            "types": dict(zip(map(str, meta["fields"]), map(str, meta["dtypes"]), strict=True)),
            "first": [str(each[0]) for each in fields],
        }
    )
)
