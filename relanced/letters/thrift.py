"""A Jinja environment in, one in which a template ends soon and stays small out. Pure.

A template is written by the owner or his designer, and a slip in it must cost its own letter, not minutes
of everybody's. So what repeats (loops, calls, includes) is counted, and what makes texts or numbers grow is
measured. What a single filter builds («replace», «join») is not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sized

from jinja2 import nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

MAX_STEPS = 100_000  # of one letter; one with a thousand invoices takes some twenty thousand
MAX_PIECE = 300_000  # characters of a text, items of a list
_MAX_BITS = 1_000
_MAX_POWER = 100
_WIDE = re.compile(r"%[^%A-Za-z]*(?:[0-9]{5}|\*)", re.ASCII)  # «%99999d»
_WIDE_BRACES = re.compile(r":[^:{}]*(?:[0-9]{5}|\{)", re.ASCII)  # «{:99999}», and «{:{}}»
_FILLS = frozenset({"zfill", "ljust", "rjust", "center", "expandtabs"})
_LOOSE = ("batch", "center", "slice")  # they build as much as a number says


class _Thrifty(NodeTransformer):
    """Puts the counting around what loops run over, and the measuring around texts put together."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        self.generic_visit(node)
        node.iter = _through("counted", node.iter, node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _through("measured", node, node.lineno)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.filter = _through("measured", node.filter, node.lineno)
        return node


def _through(name: str, node: nodes.Node | None, line: int) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=line)


class _Generator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        for loop in node.find_all(nodes.For):
            if loop.recursive:  # what it is called with would run uncounted
                self.fail("a letter has no recursive loops", loop.lineno)
        _Thrifty().visit(node)
        node.set_environment(self.environment)
        super().visit_Template(node, frame)


class ThriftyEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox with a budget of steps, which begins anew with `begin`. It raises ValueError where it ends."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    _left = MAX_STEPS

    def tighten(self) -> None:
        """The filters of a sandbox that counts and measures."""
        for name in _LOOSE:
            self.filters.pop(name)
        self.filters.update(counted=_counted, measured=_measured, format=_format)

    def begin(self) -> None:
        """A new letter."""
        self._left = MAX_STEPS

    def spend(self) -> None:
        """One step; raises ValueError where none is left."""
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"the template takes more than {MAX_STEPS} steps: does a loop run over loops?")

    def call(
        self, context: Context, called: Callable[..., object], /, *args: object, **named: object
    ) -> object:
        """A call is a step; what it gives is measured, and how far a text is filled up."""
        self.spend()
        text, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
        if isinstance(text, str) and name in _FILLS:
            _hold(not any(isinstance(arg, int) and arg > MAX_PIECE for arg in args))
        return _measure(super().call(context, called, *args, **named))

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """The sandbox asks for the form of «format» that is safe: how wide it fills up is in the text."""
        text = getattr(value, "__self__", None)
        if isinstance(text, str) and getattr(value, "__name__", "").startswith("format"):
            _hold(not _WIDE_BRACES.search(text))
        return super().wrap_str_format(value)

    def join_path(self, template: str, parent: str) -> str:
        """An include is a step."""
        self.spend()
        return super().join_path(template, parent)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """What makes a text or a number grow, as far as it may."""
        sized = isinstance(left, Sized), isinstance(right, Sized)
        if operator == "%" and isinstance(left, str):
            _hold(not _WIDE.search(left))
        elif operator == "**":
            _hold(isinstance(right, int | float) and abs(right) <= _MAX_POWER)
        elif operator == "*" and any(sized):
            many, times = (left, right) if sized[0] else (right, left)
            _hold(not isinstance(times, int) or _length(many) * times <= MAX_PIECE)
        elif operator == "+" and all(sized):
            _hold(_length(left) + _length(right) <= MAX_PIECE)
        return _measure(super().call_binop(context, operator, left, right))


def _hold(fits: bool) -> None:
    if not fits:
        raise ValueError("it would become too large")


def _length(made: object) -> int:
    return len(made) if isinstance(made, Sized) else 0


def _measure(made: object) -> object:
    if isinstance(made, str):
        _hold(len(made) <= MAX_PIECE)
    elif isinstance(made, int):
        _hold(made.bit_length() <= _MAX_BITS)
    return made


@pass_context
def _counted(context: Context, items: Iterable[object]) -> Iterator[object]:
    environment = context.environment
    assert isinstance(environment, ThriftyEnvironment)
    for item in items:
        environment.spend()
        yield item


@pass_context  # of a context: so that Jinja does not compute it while it compiles
def _measured(_: Context, text: str) -> object:
    return _measure(text)


@pass_context
def _format(context: Context, text: str, *args: object) -> object:
    """Jinja's filter of this name, by the operator that is measured."""
    environment = context.environment
    assert isinstance(environment, ThriftyEnvironment)
    return environment.call_binop(context, "%", str(text), args)
