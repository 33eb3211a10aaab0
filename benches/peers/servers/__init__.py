"""The servers that are asked: one a file, all of one shape (asking/peer.py). The first one is the baseline of ratios."""

from .jiantu import Jiantu
from .mapserver import MapServer
from .martin import Martin
from .postgis import Documents, Rows
from .pygeoapi import Pygeoapi
from .tipg import Tipg

ALL = (Jiantu, Rows, Documents, MapServer, Martin, Tipg, Pygeoapi)
