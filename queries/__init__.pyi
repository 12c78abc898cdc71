# SPDX-License-Identifier: GPL-3.0-or-later
from .framework.discovery import ask as ask
from .framework.discovery import get_query as get_query
from .framework.discovery import query_names as query_names
from .framework.query import Query as Query
from .framework.result import Result as Result

__all__ = [
    "Query",
    "Result",
    "ask",
    "get_query",
    "query_names",
]
