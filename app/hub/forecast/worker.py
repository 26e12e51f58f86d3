"""A forecast worker: one process that answers jobs one after the other until the hub is gone.

Its standard output is the pipe to the hub, so anything that prints is sent to the error output.
"""

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from ctypes import CDLL
from typing import BinaryIO

import psutil

from app.hub.forecast.posterior import Make, Posteriors
from app.hub.forecast.wire import Begin, Done, Job, Ready, framed, read
from twin.errors import EmberwallError

NICE = 2  # the hub decides about alarms first
PR_SET_PDEATHSIG = 1
Load = Callable[[Begin], Make]


def serve(load: Load) -> int:
    """Talk to the hub over the standard pipes until it closes them; the exit code.

    load: brings the model into memory and runs it once, which may take seconds.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _die_with_the_hub()
    if sys.platform != "win32":
        os.nice(NICE)
    words: queue.SimpleQueue[Begin | Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, words), daemon=True).start()
    began, begin = time.perf_counter(), words.get()
    if not isinstance(begin, Begin):
        return 2
    posteriors = Posteriors(begin, load(begin))
    _say(answers, Ready(took_s=time.perf_counter() - began))
    while True:
        job = words.get()
        if isinstance(job, Job):
            _say(answers, _answer(posteriors, job))


def _answer(posteriors: Posteriors, job: Job) -> Done:
    """The door of a job: whatever fails in the model is an answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        forecasts, what, remedy = posteriors.forecast(job), "", ""
    except EmberwallError as error:
        if not job.pulls:  # a lever that this site lacks says nothing about what is known of it
            posteriors.forget(job.site)
        forecasts, what, remedy = (), error.what, error.remedy
    except Exception as error:
        posteriors.forget(job.site)
        forecasts, what = (), f"the model failed ({type(error).__name__}: {error})"
        remedy = "It is tried again; report this with the hub's log"
    return Done(
        job=job.id,
        forecasts=forecasts,
        what=what,
        remedy=remedy,
        took_s=time.perf_counter() - wall,
        cpu_s=time.process_time() - cpu,
        rss_mb=psutil.Process().memory_info().rss / 2**20,
    )


def _say(pipe: BinaryIO, word: Ready | Done) -> None:
    try:
        pipe.write(framed(word))
        pipe.flush()
    except BrokenPipeError:
        os._exit(0)


def _listen(pipe: BinaryIO, words: "queue.SimpleQueue[Begin | Job]") -> None:
    """Reads beside the model, so that the end of the hub ends a long computation too."""
    while (word := read(pipe)) is not None:
        words.put(word)
    os._exit(0)


def _die_with_the_hub() -> None:
    """Even a computation that never comes back goes when the hub is killed."""
    if sys.platform == "linux":
        CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
