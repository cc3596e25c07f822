"""The programs behind ``make``: what they say when something is missing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path):
    """A machine with a PATH and a home of its own: ``machine.add(name, script)``, ``.run(…)``."""

    class Machine:
        bin = tmp_path / "bin"
        home = tmp_path / "home"

        def add(self, name, script):
            path = self.bin / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)

        def run(self, *command, cwd=ROOT, **environment):
            return subprocess.run(
                [str(self.bin / command[0]), *command[1:]],
                cwd=cwd,
                env={"PATH": str(self.bin), "HOME": str(self.home), **environment},
                capture_output=True,
                text=True,
                timeout=120,
            )

    machine = Machine()
    machine.bin.mkdir()
    machine.home.mkdir()
    for tool in ("sh", "dirname", "cat", "rm", "tr", "tail"):
        (machine.bin / tool).symlink_to(shutil.which(tool))
    return machine


def one_sentence(done) -> str:
    """Return what a program said in failing: one line, no traceback."""
    assert done.returncode == 1
    assert done.stdout == ""
    said = done.stderr.strip()
    assert "\n" not in said
    return said


def test_no_python_at_all(machine):
    said = one_sentence(machine.run("sh", "scripts/find-python.sh"))
    assert said.startswith("Python 3.11 or newer is needed; found: no Python at all.")


def test_an_old_python_is_named(machine):
    machine.add("python3", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')
    said = one_sentence(machine.run("sh", "scripts/find-python.sh"))
    assert "found: Python 3.9.2" in said


def test_a_shim_that_only_fails_is_passed_over(machine):
    machine.add("python3.12", 'echo "pyenv: python3.12: command not found" >&2; exit 127')
    (machine.bin / "python3").symlink_to(sys.executable)
    done = machine.run("sh", "scripts/find-python.sh")
    assert done.returncode == 0
    assert done.stdout.strip() == str(machine.bin / "python3")


def test_an_interpreter_off_the_path_is_found(machine):
    place = machine.home / ".pyenv/versions/3.12.1/bin"
    place.mkdir(parents=True)
    (place / "python").symlink_to(sys.executable)
    assert machine.run("sh", "scripts/find-python.sh").stdout.strip() == str(place / "python")


def test_a_named_interpreter_is_taken_or_refused(machine):
    machine.add("old", 'echo "Python 3.8.1"; exit 1')
    said = one_sentence(machine.run("sh", "scripts/find-python.sh", PYTHON="old"))
    assert said == "PYTHON=old is Python 3.8.1; Python 3.11 or newer is needed."
    said = one_sentence(machine.run("sh", "scripts/find-python.sh", PYTHON="nowhere"))
    assert said == "PYTHON=nowhere: there is no such program."
    done = machine.run("sh", "scripts/find-python.sh", PYTHON=sys.executable)
    assert done.stdout.strip() == sys.executable


def test_a_python_that_cannot_make_environments(machine, tmp_path):
    machine.add(
        "python3", f"""case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@" """
    )
    done = machine.run("sh", "scripts/ensure-env.sh", RKRES_VENV=str(tmp_path / "venv"))
    assert "no ensurepip" in one_sentence(done)
    assert "apt-get install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_broken_environment_is_named_not_repaired(machine, tmp_path):
    (tmp_path / "venv/bin").mkdir(parents=True)
    done = machine.run("sh", "scripts/ensure-env.sh", RKRES_VENV=str(tmp_path / "venv"))
    assert "remove that directory" in one_sentence(done)


def test_the_demo_says_that_its_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "scripts/demo.py", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert f"Port {port} is in use" in one_sentence(done)


@pytest.mark.parametrize("port", ["abc", "0", "70000", ""])
def test_the_demo_refuses_what_is_no_port(port):
    done = subprocess.run(
        [sys.executable, "scripts/demo.py", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "is not a port number" in one_sentence(done)


def test_the_pictures_need_a_browser_that_is_there():
    done = subprocess.run(
        [sys.executable, "scripts/screenshots.py", "--only", "home"],
        cwd=ROOT,
        env={**os.environ, "RKRES_CHROMIUM": "/no/such/chromium"},
        capture_output=True,
        text=True,
    )
    assert one_sentence(done).startswith("A Chromium is needed")


@pytest.mark.skipif(shutil.which("make") is None, reason="no make")
def test_every_target_has_a_line_of_help():
    done = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "LANG": "C"}
    )
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"demo", "test", "lint", "screenshots", "bench", "test-all", "help"} <= listed
