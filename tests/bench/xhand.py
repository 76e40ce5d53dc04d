# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A finger and an eye on an X server: XTEST presses, DAMAGE tells when pixels have changed in the server's memory."""

import contextlib
import ctypes
import os
import select
import shutil
import subprocess
import time

from figures import Skipped

NON_EMPTY = 3  # XDamageReportNonEmpty


def libraries():
    try:
        x11, xtst, damage = (ctypes.CDLL(name) for name in ("libX11.so.6", "libXtst.so.6", "libXdamage.so.1"))
    except OSError as missing:
        raise Skipped(f"a library of X is missing: {missing}") from None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    for function in (x11.XDefaultRootWindow, x11.XFlush, x11.XPending, x11.XConnectionNumber, x11.XCloseDisplay):
        function.argtypes = [ctypes.c_void_p]
    x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
    x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    xtst.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong]
    xtst.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
    damage.XDamageQueryExtension.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)]
    damage.XDamageCreate.restype = ctypes.c_ulong
    damage.XDamageCreate.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int]
    damage.XDamageSubtract.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
    return x11, xtst, damage


@contextlib.contextmanager
def display(size):
    """An Xvfb of that size, as "1920x1080"; its name."""
    if shutil.which("Xvfb") is None:
        raise Skipped("Xvfb is not there")
    pipe, far = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(far), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[far], stderr=subprocess.DEVNULL)
    os.close(far)
    try:
        with os.fdopen(pipe) as file:
            yield ":" + file.readline().strip()
    finally:
        server.terminate()
        server.wait()


class Hand:
    def __init__(self, name):
        self.x11, self.xtst, self.xdamage = libraries()
        self.at = self.x11.XOpenDisplay(name.encode())
        base, error = ctypes.c_int(), ctypes.c_int()
        if not self.at or not self.xdamage.XDamageQueryExtension(self.at, base, error):
            raise Skipped(f"no display {name} with DAMAGE")
        self.notify = base.value
        self.damage = self.xdamage.XDamageCreate(self.at, self.x11.XDefaultRootWindow(self.at), NON_EMPTY)
        self.event = ctypes.create_string_buffer(192)
        self.forget()

    def close(self):
        self.x11.XCloseDisplay(self.at)

    def forget(self):
        """Whatever changed until now is not what comes next."""
        self.xdamage.XDamageSubtract(self.at, self.damage, 0, 0)
        self.x11.XSync(self.at, 0)
        while self.x11.XPending(self.at):
            self.x11.XNextEvent(self.at, self.event)

    def move(self, x, y):
        self.xtst.XTestFakeMotionEvent(self.at, -1, x, y, 0)
        self.x11.XSync(self.at, 0)

    def button(self, is_down):
        self.xtst.XTestFakeButtonEvent(self.at, 1, int(is_down), 0)
        self.x11.XFlush(self.at)

    def see(self, seconds):
        """Waits for the next change of pixels; True if one came."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.x11.XPending(self.at):
                select.select([self.x11.XConnectionNumber(self.at)], [], [], end - time.monotonic())
                continue
            self.x11.XNextEvent(self.at, self.event)
            if int.from_bytes(self.event.raw[:4], "little") == self.notify:
                return True
        return False

    def measure(self, is_down):
        """Milliseconds from a press or release of the button to changed pixels."""
        self.forget()
        begin = time.monotonic_ns()
        self.button(is_down)
        if not self.see(5):
            raise AssertionError("nothing changed on the screen within 5 s")
        return (time.monotonic_ns() - begin) / 1e6
