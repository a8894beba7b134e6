"""The catalogue's format: version 1, the first one shipped."""

APPLICATION_ID = 0x46435741  # "FCWA"
VERSION = 1

SCHEMA = """
CREATE TABLE sources (
    sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT NOT NULL,
    language TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
    added TEXT NOT NULL, indexed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX sources_indexed ON sources (indexed);
CREATE TABLE paths (
    path TEXT NOT NULL, sha256 TEXT NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (path, sha256)) STRICT;
CREATE INDEX paths_sha256 ON paths (sha256);
CREATE TABLE pages (
    sha256 TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, layer TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, text TEXT NOT NULL, words BLOB NOT NULL,
    raw BLOB NOT NULL, PRIMARY KEY (sha256, number)) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL) STRICT;
CREATE INDEX passages_sha256 ON passages (sha256);
CREATE TABLE queue (path TEXT PRIMARY KEY, added TEXT NOT NULL) STRICT;
CREATE TABLE failures (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL,
    attempts INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
"""
