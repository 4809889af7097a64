"""The process that searches beside another: ``python -m plant_tools.layout.solvers.child CONNECTION``."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from multiprocessing.connection import Connection

from plant_tools.layout.solvers.mates import News, Task
from plant_tools.layout.solvers.search import pursue

# A process that is asked for nothing for so long ends, and gives its memory back.
_IDLE_SECONDS = 120.0


def serve(connection: Connection) -> None:
    """Do one task after the other until the other side is gone, or silent for two minutes."""
    try:
        while connection.poll(_IDLE_SECONDS):
            task: Task | None = connection.recv()
            if task is not None:
                _do(connection, task)
    except (EOFError, ConnectionError):
        return


def _do(connection: Connection, task: Task) -> None:
    """Search, tell every better plan, and end when told to."""
    search, budget, told = task.search, task.budget, float("inf")
    began = task.began if budget.clock == "wall" else budget.now()

    def better(seconds: float) -> bool:
        nonlocal told
        if search.cost < told:
            told = search.cost
            connection.send(News(seconds, search.cost, search.plan, search.iterations, ended=False))
        return not connection.poll()

    pursue(search, budget, began, better)
    connection.send(News(budget.now() - began, search.cost, search.plan, search.iterations, ended=True))


def main(arguments: list[str]) -> None:
    """Serve the connection whose number is given. Ctrl-C is for the process that asked: it hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with closing(Connection(int(arguments[0]))) as connection:
        serve(connection)


if __name__ == "__main__":
    main(sys.argv[1:])
