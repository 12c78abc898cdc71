# SPDX-License-Identifier: GPL-3.0-or-later
"""What the commands have in common: how arguments are read, and options that several of them take."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from graph.errors import BadParameter


class Once(click.Command):
    """A command that refuses an option that is given twice, where it could mean only one of them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Count the options before click keeps the last of them."""
        _, _, given = self.make_parser(ctx).parse_args(list(args))
        for parameter, times in Counter(given).items():
            if isinstance(parameter, click.Option) and times > 1 and not parameter.is_flag:
                raise click.UsageError(f"{parameter.opts[0]} is given {times} times. Give it once.", ctx)
        return super().parse_args(ctx, args)


class Group(Once, click.Group):
    """All commands; each refuses an option that is given twice."""

    command_class = Once


class PathArgument(click.Path):
    """A path; an empty text is none, though Python takes it for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as in click
        """Return the path."""
        if value == "":
            self.fail("An empty text names no file.", param, ctx)
        return super().convert(value, param, ctx)


class Utf8(click.types.StringParamType):
    """A text that can be stored and printed."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - as in click
        """Refuse an empty text, and bytes that are no UTF-8: the system hands them over as halves of characters."""
        if not str(value).strip():
            self.fail("The text is empty.", param, ctx)
        try:
            str(value).encode()
        except UnicodeEncodeError:
            self.fail(f"{str(value).encode('utf-8', 'backslashreplace').decode()} is no UTF-8.", param, ctx)
        return str(value)


def language_code(_context: click.Context, _parameter: click.Parameter, code: str | None) -> str | None:
    """Refuse what is no language; one without translations falls back as on the site."""
    if code in {None, "en"}:
        return code
    from web.wording.render import is_language  # noqa: PLC0415 - help appears without it

    if not is_language(str(code)):
        message = f"“{code}” is no language code."
        raise BadParameter(message, "Give one such as en, fr or ar; what has no translation is said in English.")
    return code


def given_options(context: click.Context, *names: str) -> list[str]:
    """Return those of these options that were typed."""
    typed = click.core.ParameterSource.COMMANDLINE
    options = [option for option in context.command.params if isinstance(option, click.Option)]
    return [o.opts[0] for o in options if o.name in names and context.get_parameter_source(o.name) is typed]


def refuse(context: click.Context, *names: str, because: str) -> None:
    """Refuse options that would be ignored."""
    for option in given_options(context, *names):
        raise click.UsageError(f"{option} does nothing here: {because}", context)


FILE = PathArgument(path_type=Path)
TEXT = Utf8()
PORT = click.IntRange(1, 65535)
JOIN = click.option(
    "--join",
    type=click.Choice(["name", "none"]),
    default="name",
    show_default=True,
    help="Whether what has one name in several sources is one: organisations, themes, projects, events, and people "
    "of whom one more fact agrees.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
ACCEPT = click.option(
    "--accept", is_flag=True, help="Make also what looks odd as a name; without it such names are listed only."
)
USELANG = click.option(
    "--uselang", "language", default="en", show_default=True, callback=language_code, help="Language of the sentences."
)
OUTPUT = click.option("--output", type=FILE, help="Write to this file instead of the terminal.")
