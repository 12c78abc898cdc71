# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which a file can be broken in one single place, for `scripts/mutants.py`.

A comparison turned, a condition negated, a number raised, a statement left
out, a result forgotten. What only describes stays: annotations,
docstrings and sentences.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_TURNED: dict[type[ast.AST], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_OTHER: dict[type[ast.AST], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A place in a file and what stands there instead."""

    file: str
    line: int
    start: int
    stop: int
    before: str
    after: str
    code: str = ""
    """The line of code, by which a survivor is told from others of the same change."""
    at_import: bool = False
    """Whether the place is passed when the file is imported, by no test of its own."""

    def applied_to(self, whole: bytes) -> bytes:
        """Return the file with this place broken."""
        return whole[: self.start] + self.after.encode() + whole[self.stop :]

    def __str__(self) -> str:
        """Say place and change in one line."""
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.file}:{self.line}: {before} -> {after}"


def mutants(file: str, text: str) -> list[Mutant]:
    """Return every way to break a file, in the order of its lines."""
    found: list[Mutant] = []
    lines = text.encode().split(b"\n")
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return begins[line - 1] + column

    tree = ast.parse(text)
    inside = _lines_of_functions(tree)

    def add(node: ast.expr | ast.stmt, after: str) -> None:
        start = offset(node.lineno, node.col_offset)
        stop = offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        before = text.encode()[start:stop].decode()
        code = lines[node.lineno - 1].decode().strip()
        found.append(Mutant(file, node.lineno, start, stop, before, after, code, node.lineno not in inside))

    for node in _behaviour(tree):
        for target, after in _broken(node):
            add(target, after)
    return sorted(found, key=lambda mutant: (mutant.start, mutant.stop, mutant.after))


def _lines_of_functions(tree: ast.AST) -> set[int]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    ranges = (range(node.body[0].lineno, (node.end_lineno or 0) + 1) for node in functions)
    return {line for lines in ranges for line in lines}


def _behaviour(node: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes that do something: no annotations, docstrings, texts and imports for type checkers."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_description(child):
                yield from _behaviour(child)


def _is_description(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Text", "Field", "cast"}:
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # of `zip`: a check, which never fails where both are equally long by construction
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    # Inside an f-string older versions of Python do not say where a part stands.
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _broken(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Give what is replaced and by what: in a condition, in a calculation, or as a whole statement."""
    if isinstance(node, ast.Compare):
        operands = [f"({ast.unparse(operand)})" for operand in (node.left, *node.comparators)]
        for number, operator in enumerate(node.ops):
            signs = [_sign(each) for each in node.ops]
            signs[number] = _TURNED[type(operator)]
            rest = "".join(f" {sign} {operand}" for sign, operand in zip(signs, operands[1:], strict=True))
            yield node, f"({operands[0]}{rest})"
    elif isinstance(node, ast.BoolOp):
        word = " and " if isinstance(node.op, ast.Or) else " or "
        yield node, "(" + word.join(f"({ast.unparse(value)})" for value in node.values) + ")"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"bool({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and type(node.op) in _OTHER and not _joins_texts(node):
        yield node, f"(({ast.unparse(node.left)}) {_OTHER[type(node.op)]} ({ast.unparse(node.right)}))"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node, repr(node.value + 1)
    else:
        yield from _broken_statement(node)


def _broken_statement(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield test, f"(not ({ast.unparse(test)}))"
    elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield node, "pass"
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield node, "return None"


def _joins_texts(node: ast.BinOp) -> bool:
    ends = (node.left, node.right)
    return any(
        isinstance(end, ast.JoinedStr) or (isinstance(end, ast.Constant) and isinstance(end.value, str)) for end in ends
    )


def _sign(operator: ast.cmpop) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]
