"""The tables that faces keep: declared here, below them, so that a backup and a move know of them."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

CHANNELS = MetaData()
"""Of the channels: what was delivered, which conversation belongs to a place, which answer to a message."""

DELIVERY = Table(
    "delivery",
    CHANNELS,
    Column("channel", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("taken", Float, nullable=False),
    Column("place", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)
CONVERSATION = Table(
    "conversation",
    CHANNELS,
    Column("channel", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("used", Float, nullable=False),
)
SHOWN = Table(
    "shown",
    CHANNELS,
    Column("token", Text, primary_key=True),
    Column("shown", Float, nullable=False),
    Column("person", Text, nullable=False),
    Column("answer", Text, nullable=False),
)

REPLIES = MetaData()
"""Of the HTTP API: replies by the key of their request."""

REPLY = Table(
    "reply",
    REPLIES,
    Column("key", Text, primary_key=True),
    Column("asked", Text, nullable=False),
    Column("taken", Float, nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
)
