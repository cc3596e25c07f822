"""Serve the example site with the Lubuskie region: what ``make demo`` runs.

Migrates, loads (both change nothing the second time), says where to look, serves.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = ROOT / "example_site" / "manage.py"


def port_is_free(port: int) -> bool:
    """Say whether nothing listens on ``port`` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def manage(*arguments: str) -> None:
    """Run a management command of the example site; stop when it fails."""
    done = subprocess.run([sys.executable, str(MANAGE), *arguments], cwd=ROOT)
    if done.returncode:
        sys.exit(f"`manage.py {' '.join(arguments)}` failed; see above.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", default="8000")
    parser.add_argument("--no-serve", action="store_true", help="prepare only")
    options = parser.parse_args()

    if not options.port.isdigit() or not 0 < int(options.port) < 65536:
        sys.exit(f"PORT={options.port} is not a port number (1 to 65535).")
    port = int(options.port)
    if not options.no_serve and not port_is_free(port):
        sys.exit(f"Port {port} is in use; choose another one: make demo PORT={port + 1}")

    os.environ.setdefault("WAGTAILADMIN_BASE_URL", f"http://127.0.0.1:{port}")
    print("Preparing the database …", flush=True)
    manage("migrate", "--verbosity", "0")
    manage("demo", "--port", str(port))
    if options.no_serve:
        return

    server = subprocess.Popen(
        [sys.executable, str(MANAGE), "runserver", "--noreload", f"127.0.0.1:{port}"], cwd=ROOT
    )
    # The server gets Ctrl-C from the terminal itself; a `kill` of this program is passed on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    sys.exit(server.wait())


if __name__ == "__main__":
    main()
