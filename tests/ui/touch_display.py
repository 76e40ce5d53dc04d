# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""A display with a touch panel: Xorg with its own dummy screen and its own inputtest driver, so that no kernel device is
needed. SDL sees a real touch device. One panel for each server: inputtest takes one connection in a server's life.
"""

import contextlib
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
  Option "BlankTime" "0"
EndSection
Section "Device"
  Identifier "screen"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1-2000
  VertRefresh 1-2000
  Modeline "{width}x{height}" 200 {width} {h1} {h2} {h3} {height} {v1} {v2} {v3}
EndSection
Section "Screen"
  Identifier "screen"
  Device "screen"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "{width}x{height}"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "panel"
  Driver "inputtest"
  Option "DeviceType" "Touch"
  Option "SocketPath" "{socket}"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "panel"
EndSection
"""

# The driver's protocol: /usr/include/xorg/xf86-input-inputtest-protocol.h, version 1.1.
CLIENT_VERSION, WAIT_FOR_SYNC, TOUCH = 0, 1, 6
BEGIN, UPDATE, END = 18, 19, 20  # XI_TouchBegin …
VALUATORS = 64
FULL = 65535
PATIENCE = 30  # seconds for a server to start
CAPABILITIES = ("Xorg", "/usr/lib/xorg/modules/input/inputtest_drv.so", "/usr/lib/xorg/modules/drivers/dummy_drv.so")


def is_possible():
    """Whether this machine has what it needs."""
    return shutil.which(CAPABILITIES[0]) is not None and all(os.path.exists(path) for path in CAPABILITIES[1:])


class Panel:
    """Fingers on the glass, in window pixels of a display of that size."""

    def __init__(self, path, width, height):
        self.width, self.height = width, height
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(10)
        self.socket.sendall(struct.pack("=IIHH", 12, CLIENT_VERSION, 1, 1))
        self.answer()  # the server's version

    def answer(self):
        size, kind = struct.unpack("=II", self.socket.recv(8, socket.MSG_WAITALL))
        self.socket.recv(size - 8, socket.MSG_WAITALL) if size > 8 else None
        return kind

    def send(self, finger, kind, x, y):
        values = [0.0] * VALUATORS
        values[0], values[1] = x * FULL / self.width, y * FULL / self.height
        mask = bytes([3]) + bytes(7)
        body = struct.pack("=IIIII8s4x", 1056, TOUCH, finger, kind, 0, mask) + struct.pack(f"={2 * VALUATORS}d", *values, *values)
        self.socket.sendall(body)
        self.socket.sendall(struct.pack("=II", 8, WAIT_FOR_SYNC))
        self.answer()

    def down(self, x, y, finger=1):
        self.send(finger, BEGIN, x, y)

    def move(self, x, y, finger=1):
        self.send(finger, UPDATE, x, y)

    def up(self, x, y, finger=1):
        self.send(finger, END, x, y)

    def tap(self, x, y, finger=1, hold=0.03):
        self.down(x, y, finger)
        time.sleep(hold)
        self.up(x, y, finger)

    def close(self):
        self.socket.close()


def number_from(pipe, log):
    """What the server writes once it and its panel listen: the display that it found free."""
    number = pipe.readline().strip() if select.select([pipe], [], [], PATIENCE)[0] else ""
    if not number:
        with contextlib.suppress(OSError), open(log, encoding="utf-8", errors="replace") as file:
            print(file.read()[-3000:])
        raise AssertionError("Xorg did not start")
    return number


@contextlib.contextmanager
def touch_display(size):
    """(name of the display, function that connects the panel, the server). Connect when the program shows its first frame."""
    width, height = (int(part) for part in size.split("x"))
    folder = tempfile.mkdtemp(prefix="buurtstem-touch-")
    path, log = os.path.join(folder, "panel"), os.path.join(folder, "log")
    with open(os.path.join(folder, "xorg.conf"), "w", encoding="ascii") as file:
        file.write(CONFIG.format(width=width, height=height, socket=path, h1=width + 48, h2=width + 96, h3=width + 160,
                                 v1=height + 3, v2=height + 8, v3=height + 20))
    pipe, far = os.pipe()
    server = subprocess.Popen(["Xorg", "-displayfd", str(far), "-config", os.path.join(folder, "xorg.conf"), "-noreset",
                               "-novtswitch", "-sharevts", "vt20", "-nolisten", "tcp", "-logfile", log, "-quiet"],
                              pass_fds=[far], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(far)
    panels = []

    def connect():
        panels.append(Panel(path, width, height))
        return panels[-1]

    try:
        with os.fdopen(pipe) as said:
            number = number_from(said, log)
        yield f":{number}", connect, server
    finally:
        for panel in panels:
            panel.close()
        server.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
