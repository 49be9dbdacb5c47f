"""Runs a command and ends it, with all its children, when standard input ends.

Standard input is a pipe from whoever started it, so even a crash of that process leaves no server
behind. Run as a file, so that it needs nothing but the standard library:
``python -I guard.py COMMAND ...`` in a session of its own. Prints the command's process id.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 5


def main(command: list[str]) -> int:
    """Run the command until it ends or standard input does; return its exit status."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # ours is sent to the whole group
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
        os.killpg(0, signal.SIGTERM)  # children that outlived their parent
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
