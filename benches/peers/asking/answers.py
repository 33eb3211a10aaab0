"""What an answer holds, to see whether servers answer the same: names of sites, or how many a tile has."""

import json


def names(body):
    """Of a feature collection, or of one feature."""
    told = json.loads(body)
    features = told["features"] if "features" in told else [told]
    return frozenset(feature["properties"]["name_zh"] for feature in features)


def tile_features(body):
    """How many features a vector tile has, in all its layers."""
    layers = (layer for number, layer in fields(body) if number == 3)
    return sum(1 for layer in layers for number, _ in fields(layer) if number == 2)


def fields(message):
    """Number and content of the fields of a protocol buffer's message that have a length; others are skipped."""
    at, end = 0, len(message)
    while at < end:
        key, at = varint(message, at)
        if key & 7 == 2:
            length, at = varint(message, at)
            yield key >> 3, message[at : at + length]
            at += length
        elif key & 7 == 0:
            _, at = varint(message, at)
        else:
            at += {1: 8, 5: 4}[key & 7]


def varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
