"""Run one function over many items: here, in worker processes, or on a cluster.

    serial(function, items)
    processes(function, items, workers, preload)
    cluster(function, items, workers, preload, scheduler)

An executor knows a function and items, nothing of documents. It takes items as it needs them and yields `(item, result)` as results
come, in any order; an item whose worker ended without an answer (killed, out of memory, out of time, crashed in native code) yields
`(item, Died)` and costs no other item. An exception of the function stops the run and is raised where the results are read.
"""

from pipeline.executors.cluster import ClusterError, cluster
from pipeline.executors.here import cores, serial
from pipeline.executors.limits import Limits, TooLong, limited
from pipeline.executors.processes import Died, processes

__all__ = ["ClusterError", "Died", "Limits", "TooLong", "cluster", "cores", "limited", "processes", "serial"]
