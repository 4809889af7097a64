"""Annealing of slicing trees: a hall cut in two again and again, every piece left over a block of its wanted area.

Leaves 0 .. n-1 are blocks, nodes n .. 2n-2 are cuts. A move takes a leaf or a whole branch elsewhere, exchanges two,
turns a cut, or exchanges the two sides of one. Only what lies below the lowest cut that changed is worked out anew,
and a move whose cost rises above what chance allows is given up while its cost is still being added up.
Wong and Liu, A new algorithm for floorplan design, DAC 1986; Scholz, Petrick and Domschke, STaTS, EJOR 197 (2009).
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from plant_tools.layout.solvers.chance import Chance, below, draw
from plant_tools.layout.solvers.compiling import compiled
from plant_tools.layout.solvers.slicing import Blocks, Numbers, Scene, Tree


@compiled
def copy(source: Tree, target: Tree) -> None:
    """Make ``target`` equal to ``source``."""
    target.left[:] = source.left
    target.right[:] = source.right
    target.parent[:] = source.parent
    target.cut[:] = source.cut
    target.root[:] = source.root


@compiled
def _place(blocks: Blocks, scene: Scene, leaf: int) -> None:
    """Work out the centre of a block, and what its shorter side lacks."""
    x0, y0, x1, y1 = scene.box[leaf, 0], scene.box[leaf, 1], scene.box[leaf, 2], scene.box[leaf, 3]
    scene.centre[leaf, 0] = (x0 + x1) / 2
    scene.centre[leaf, 1] = (y0 + y1) / 2
    scene.lack[leaf] = max(0.0, 1.0 - 1e-12 - min(x1 - x0, y1 - y0) / blocks.shortest[leaf])


@compiled
def _settle(blocks: Blocks, scene: Scene, top: int) -> int:
    """Work out the boxes below ``top``, whose own box stands; return how many nodes were looked at."""
    tree, box, seen = scene.tree, scene.box, scene.seen
    n = len(blocks.areas)
    seen[0] = top
    at, end = 0, 1
    while at < end:
        node = seen[at]
        at += 1
        if node < n:
            _place(blocks, scene, node)
            continue
        x0, y0, x1, y1 = box[node, 0], box[node, 1], box[node, 2], box[node, 3]
        one, other = tree.left[node], tree.right[node]
        seen[end], seen[end + 1] = one, other
        scene.before[end] = box[one]
        scene.before[end + 1] = box[other]
        end += 2
        share = scene.area[one] / scene.area[node]
        if tree.cut[node] == 0:
            middle = x0 + (x1 - x0) * share
            box[one, 0], box[one, 1], box[one, 2], box[one, 3] = x0, y0, middle, y1
            box[other, 0], box[other, 1], box[other, 2], box[other, 3] = middle, y0, x1, y1
        else:
            middle = y0 + (y1 - y0) * share
            box[one, 0], box[one, 1], box[one, 2], box[one, 3] = x0, y0, x1, middle
            box[other, 0], box[other, 1], box[other, 2], box[other, 3] = x0, middle, x1, y1
    return end


@compiled
def _unsettle(blocks: Blocks, scene: Scene, number: int) -> None:
    """Put the boxes of the ``number`` nodes seen last back to where they were."""
    n = len(blocks.areas)
    for at in range(number):
        node = scene.seen[at]
        scene.box[node] = scene.before[at]
        if node < n:
            _place(blocks, scene, node)


@compiled
def lay_out(blocks: Blocks, scene: Scene) -> None:
    """Work out areas and boxes of the whole tree."""
    tree, n = scene.tree, len(blocks.areas)
    root = tree.root[0]
    scene.area[:n] = blocks.areas
    scene.seen[0] = root
    at, end = 0, 1
    while at < end:
        node = scene.seen[at]
        at += 1
        if node >= n:
            scene.seen[end], scene.seen[end + 1] = tree.left[node], tree.right[node]
            end += 2
    for back in range(end - 1, -1, -1):
        node = scene.seen[back]
        if node >= n:
            scene.area[node] = scene.area[tree.left[node]] + scene.area[tree.right[node]]
    scene.box[root, 0], scene.box[root, 1] = 0.0, 0.0
    scene.box[root, 2], scene.box[root, 3] = blocks.hall[0], blocks.hall[1]
    scene.centre[n:] = blocks.points
    _settle(blocks, scene, root)


@compiled
def lacking(scene: Scene) -> float:
    """Return by how much sides are too short, over all blocks."""
    total = 0.0
    for lack in scene.lack:
        total += lack
    return total


@compiled
def flow_cost(blocks: Blocks, centre: Numbers, most: float) -> float:
    """Return the sum of flow times distance; something above ``most`` where it is above that."""
    total = 0.0
    for at in range(len(blocks.flow)):
        one, other = blocks.first[at], blocks.second[at]
        dx = abs(centre[one, 0] - centre[other, 0])
        dy = abs(centre[one, 1] - centre[other, 1])
        total += blocks.flow[at] * (sqrt(dx * dx + dy * dy) if blocks.straight else dx + dy)
        if total > most:
            return float(total)
    return float(total)


@compiled
def _replace(tree: Tree, parent: int, old: int, new: int) -> None:
    """Put ``new`` where ``old`` hangs."""
    tree.parent[new] = parent
    if parent < 0:
        tree.root[0] = new
    elif tree.left[parent] == old:
        tree.left[parent] = new
    else:
        tree.right[parent] = new


@compiled
def _above(tree: Tree, high: int, low: int) -> bool:
    """Tell whether ``low`` is ``high``, or hangs below it."""
    while low >= 0:
        if low == high:
            return True
        low = tree.parent[low]
    return False


@compiled
def _add_up(scene: Scene, one: int, other: int) -> int:
    """Add up areas from two cuts upwards, and return the lowest cut above both."""
    tree, marks = scene.tree, scene.marks
    marks[-1] += 1
    stamp = marks[-1]
    node = one
    while node >= 0:
        marks[node] = stamp
        node = tree.parent[node]
    node = other
    while marks[node] != stamp:
        scene.area[node] = scene.area[tree.left[node]] + scene.area[tree.right[node]]
        node = tree.parent[node]
    top, node = node, one
    while node != top:
        scene.area[node] = scene.area[tree.left[node]] + scene.area[tree.right[node]]
        node = tree.parent[node]
    scene.area[top] = scene.area[tree.left[top]] + scene.area[tree.right[top]]
    return top


@compiled
def _exchange(scene: Scene, a: int, b: int) -> int:
    """Exchange two branches, neither of which hangs below the other; return the lowest cut above both."""
    tree = scene.tree
    over_a, over_b = tree.parent[a], tree.parent[b]
    _replace(tree, over_a, a, b)
    _replace(tree, over_b, b, a)
    return _add_up(scene, over_a, over_b)


@compiled
def _regraft(scene: Scene, a: int, b: int, cut: int, before: int) -> int:
    """Take branch ``a`` with its cut away and put it beside ``b``; return the lowest cut above all that changed."""
    tree = scene.tree
    stem = tree.parent[a]
    sibling = tree.right[stem] if tree.left[stem] == a else tree.left[stem]
    above = tree.parent[stem]
    _replace(tree, above, stem, sibling)
    _replace(tree, tree.parent[b], b, stem)
    tree.left[stem] = a if before else b
    tree.right[stem] = b if before else a
    tree.parent[b] = stem
    tree.cut[stem] = cut
    if above < 0:
        above = tree.root[0]
    return _add_up(scene, stem, above)


@compiled
def _try_branches(scene: Scene, state: Chance, n: int) -> int:
    """Exchange two branches or regraft one, and note how to take it back; return the highest cut changed, or -1."""
    tree, move = scene.tree, scene.move
    kind = draw(state)
    whole = kind >= 0.33 and (kind < 0.53 or kind >= 0.83)
    a = below(state, 2 * n - 1) if whole else below(state, n)
    b = below(state, n) if kind < 0.33 else below(state, 2 * n - 1)
    if a == tree.root[0] or _above(tree, a, b):
        return -1
    stem = tree.parent[a]
    if kind < 0.53:
        if _above(tree, b, a) or stem == tree.parent[b]:
            return -1
        move[0], move[1], move[2] = 0, a, b
        return _exchange(scene, a, b)
    if b == stem:
        return -1
    left = tree.left[stem] == a
    move[0], move[1], move[2] = 1, a, tree.right[stem] if left else tree.left[stem]
    move[3], move[4] = tree.cut[stem], 1 if left else 0
    return _regraft(scene, a, b, below(state, 2), below(state, 2))


@compiled
def _try(scene: Scene, state: Chance, n: int) -> int:
    """Do a random move; return the highest cut whose pieces change, or -1 where there was nothing to do."""
    tree, move = scene.tree, scene.move
    if draw(state) < 0.75:
        return _try_branches(scene, state, n)
    node = n + below(state, n - 1)
    move[1] = node
    if draw(state) < 0.5:
        move[0] = 2
        tree.cut[node] = 1 - tree.cut[node]
    else:
        move[0] = 3
        tree.left[node], tree.right[node] = tree.right[node], tree.left[node]
    return node


@compiled
def _take_back(scene: Scene) -> None:
    """Take the last move back, but for the boxes."""
    tree, move = scene.tree, scene.move
    if move[0] == 0:
        _exchange(scene, move[1], move[2])
    elif move[0] == 1:
        _regraft(scene, move[1], move[2], move[3], move[4])
    elif move[0] == 2:
        tree.cut[move[1]] = 1 - tree.cut[move[1]]
    else:
        node = move[1]
        tree.left[node], tree.right[node] = tree.right[node], tree.left[node]


@compiled
def _frame(scene: Scene, top: int, old_root: int) -> None:
    """Give the highest cut that changed the box it has to divide now; all others get theirs from above."""
    tree, box = scene.tree, scene.box
    scene.before[0] = box[top]
    if tree.root[0] != old_root:
        box[tree.root[0]] = box[old_root]
    elif scene.move[0] == 1 and tree.parent[scene.move[1]] == top:
        beside = tree.right[top] if tree.left[top] == scene.move[1] else tree.left[top]
        if beside != scene.move[2]:  # it was not beside it before
            box[top] = box[beside]


@compiled
def anneal(
    blocks: Blocks, scene: Scene, best: Tree, state: Chance, rule: tuple[float, float, float], iterations: int
) -> tuple[float, float]:
    """Do so many moves; ``rule`` is (temperature, what a lack of 1 costs, the cost of ``best``).

    Returns the cost of the best tree without any lack, which is put into ``best``, and the present cost with lacks.
    """
    temperature, penalty, bar = rule
    n = len(blocks.areas)
    lay_out(blocks, scene)
    present = flow_cost(blocks, scene.centre, np.inf) + penalty * lacking(scene)
    for _ in range(iterations):
        allowed = present - temperature * np.log(draw(state))
        hall_root = scene.tree.root[0]
        top = _try(scene, state, n)
        if top < 0:
            continue
        _frame(scene, top, hall_root)
        number = _settle(blocks, scene, top)
        lack = lacking(scene)
        wanted = allowed - penalty * lack
        cost = flow_cost(blocks, scene.centre, wanted)
        if cost > wanted:
            _take_back(scene)
            _unsettle(blocks, scene, number)
            continue
        present = cost + penalty * lack
        if lack == 0.0 and cost < bar * (1 - 1e-10):
            bar = cost
            copy(scene.tree, best)
    return bar, present
