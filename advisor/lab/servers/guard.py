"""Runs a command and ends it, with all its children, when standard input ends.

Standard input is a pipe from the parent process, so even a crash of the parent leaves no server
behind. The file runs as ``python -I guard.py COMMAND ...`` in its own session and needs only the
standard library. It prints the process id of the command.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 5


def main(command: list[str]) -> int:
    """Run the command until it or standard input ends, and return its exit status."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # this process sends it to the whole group
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL),
    )
    print(child.pid, flush=True)
    threading.Thread(target=_end_with_input, args=(child,), daemon=True).start()
    status = child.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(0, signal.SIGTERM)  # children that are still running
    return status


def _end_with_input(child: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
