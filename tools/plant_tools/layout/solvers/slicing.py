"""What a slicing tree is made of, and a random one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.chance import Chance, below, shuffle
from plant_tools.layout.solvers.compiling import compiled

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


class Blocks(NamedTuple):
    """A problem. Centres 0 .. n-1 are those of the blocks, the ones that follow are fixed points."""

    areas: Numbers  # (n,)
    shortest: Numbers  # (n,): the least length of a block's shorter side
    first: Indices  # (flows,)
    second: Indices  # (flows,)
    flow: Numbers  # (flows,)
    points: Numbers  # (points, 2)
    hall: Numbers  # (2,): width and height
    straight: int  # 1 where distance is the straight line, 0 where it is along the walls
    wanted: int  # how many of the blocks are wanted; those after them only fill free space
    spare: float  # how much wider the hall is than the part that is cut up


class Tree(NamedTuple):
    """A slicing tree."""

    left: Indices
    right: Indices
    parent: Indices
    cut: Indices  # 0: side by side, 1: one above the other
    root: Indices  # (1,)


class Scene(NamedTuple):
    """A tree at work: where everything lies, and what is needed to take a move back."""

    tree: Tree
    area: Numbers  # (nodes,)
    box: Numbers  # (nodes, 4): x0, y0, x1, y1
    centre: Numbers  # (n + points, 2)
    lack: Numbers  # (n,): by what share the shorter side is too short
    seen: Indices  # (nodes,): the nodes worked out anew by this move
    before: Numbers  # (nodes, 4): their boxes before it
    marks: Indices  # (nodes + 1,): which nodes lie above; the last one counts the moves
    move: Indices  # (5,): what was done


@compiled
def plant(tree: Tree, state: Chance) -> None:
    """Make a random tree."""
    nodes = len(tree.left)
    n = (nodes + 1) // 2
    loose = np.arange(n)
    shuffle(state, loose)
    tree.parent[:] = -1
    for node in range(n, nodes):
        size = n - (node - n)
        one = below(state, size)
        tree.left[node] = loose[one]
        loose[one] = loose[size - 1]
        other = below(state, size - 1)
        tree.right[node] = loose[other]
        loose[other] = node
        tree.cut[node] = below(state, 2)
        tree.parent[tree.left[node]] = node
        tree.parent[tree.right[node]] = node
    tree.root[0] = nodes - 1
