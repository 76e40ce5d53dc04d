# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""What is mounted when a stick is put in, how, and what is left alone: assets/systemd/stick-mount.sh on tools that note what
they are asked; and with the real ones on a disk in a file, where the machine has such."""

import os
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = f"{os.environ['BS_SOURCE_DIR']}/assets/systemd/stick-mount.sh"
PLACE = "/media/buurtstem"
# In a mount namespace of its own, with a /media that nobody else sees.
REAL = """
mount -t tmpfs none /media && mkdir {place}
{script} put-in {name} && findmnt --noheadings --output FSTYPE,OPTIONS --mountpoint {place}
grep ^errors= /proc/fs/ext4/{name}/options
{script} put-in {name} && echo mounted twice
{script} pull-out {other} && findmnt --noheadings --output SOURCE --mountpoint {place}
exec 9>{place}/open
{script} pull-out {name} && {script} pull-out {name} && echo pulled out
findmnt --mountpoint {place} || echo nothing there
"""


class Tools(unittest.TestCase):
    """The script sees these tools and no others that matter."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-mount-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.tool("lsblk", 'case "$*" in *PKNAME*) echo sdb ;; esac')
        self.tool("mountpoint", "exit 1")
        self.tool("blkid", "echo vfat")
        self.tool("id", 'case $1 in -u) echo 990 ;; *) echo 991 ;; esac')
        self.tool("findmnt", "echo /dev/sdb1")
        self.tool("mount", ":")
        self.tool("umount", ":")

    def tool(self, name, body):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="ascii") as file:
            file.write(f'#!/bin/sh\necho "{name} $*" >>{self.folder}/calls\n{body}\n')
        os.chmod(path, 0o755)

    def run_script(self, *arguments, expected=0):
        result = subprocess.run(["sh", SCRIPT, *arguments], capture_output=True, text=True, check=False,
                                env={"PATH": f"{self.folder}:/usr/bin:/bin"})
        self.assertEqual(result.returncode, expected, result.stderr)
        return result.stderr

    def calls(self, tool):
        with open(f"{self.folder}/calls", encoding="ascii") as file:
            return [line.strip() for line in file if line.startswith(tool + " ")]

    def test_what_knows_no_users_belongs_to_syncd_alone(self):
        for kind in ("vfat", "exfat"):
            with self.subTest(kind=kind):
                self.tool("blkid", f"echo {kind}")
                self.run_script("put-in", "sdb1")
                self.assertEqual(self.calls("mount")[-1],
                                 f"mount -t {kind} -o nosuid,nodev,noexec,noatime,uid=990,gid=991,umask=077 -- /dev/sdb1 {PLACE}")
        self.assertIn("id -u buurtstem-syncd", self.calls("id"))

    def test_what_knows_users_is_mounted_as_it_is(self):
        self.tool("blkid", "echo ext4")
        self.run_script("put-in", "sdb1")
        self.assertEqual(self.calls("mount"),
                         [f"mount -t ext4 -o nosuid,nodev,noexec,noatime,errors=remount-ro -- /dev/sdb1 {PLACE}"])

    def test_no_other_file_system_is_mounted(self):
        for kind in ("ntfs", "btrfs", "iso9660", "crypto_LUKS", "vfat -o suid", ""):
            self.tool("blkid", f"echo '{kind}'")
            self.assertIn("no sticks with", self.run_script("put-in", "sdb1", expected=1))
        self.tool("blkid", "exit 2")
        self.assertIn("no file system", self.run_script("put-in", "sdb1", expected=1))
        self.assertEqual(self.calls("mount"), [])

    def test_the_disk_that_the_machine_runs_from_is_left_alone(self):
        self.tool("lsblk", 'case "$*" in *PKNAME*) echo sdb ;; *) printf "\\n/boot/efi\\n/\\n" ;; esac')
        self.assertIn("in use", self.run_script("put-in", "sdb1", expected=1))
        self.assertEqual(self.calls("lsblk")[-1].split()[-1], "/dev/sdb")
        self.assertEqual(self.calls("mount"), [])

    def test_a_stick_without_partitions_is_its_own_disk(self):
        self.tool("lsblk", ":")
        self.run_script("put-in", "sdb")
        self.assertEqual(self.calls("lsblk")[-1].split()[-1], "/dev/sdb")
        self.assertEqual(len(self.calls("mount")), 1)

    def test_a_second_stick_waits_for_the_first(self):
        self.tool("mountpoint", ":")
        self.assertIn("another stick", self.run_script("put-in", "sdc1", expected=1))
        self.assertEqual(self.calls("mount"), [])

    def test_without_its_user_nothing_is_mounted(self):
        self.tool("id", "exit 1")
        self.run_script("put-in", "sdb1", expected=1)
        self.assertEqual(self.calls("mount"), [])

    def test_what_is_pulled_out_is_unmounted_and_nothing_else(self):
        self.run_script("pull-out", "sdc1")
        self.assertEqual(self.calls("umount"), [])
        self.run_script("pull-out", "sdb1")
        self.assertEqual(self.calls("umount"), [f"umount --lazy -- {PLACE}"])
        self.tool("findmnt", "exit 1")
        self.run_script("pull-out", "sdb1")
        self.assertEqual(len(self.calls("umount")), 1)

    def test_wrong_words_do_nothing(self):
        self.run_script("put-out", "sdb1", expected=1)
        self.run_script("put-in", expected=2)
        self.assertFalse(os.path.exists(f"{self.folder}/calls"))


class RealDisk(unittest.TestCase):
    def skip(self, why):
        print(f"SKIPPED: {why}")
        self.skipTest(why)

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="buurtstem-mount-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.image = os.path.join(self.folder, "disk")
        with open(self.image, "wb") as file:
            file.truncate(8 * 1024 * 1024)
        # As somebody who wants to stop the machine prepares it: at its first error the kernel is to panic.
        for command in (["mkfs.ext4", "-q", "-e", "panic", self.image], ["losetup", "--find", "--show", self.image]):
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=False)
            except FileNotFoundError:
                self.skip(f"{command[0]} is not installed")
            if done.returncode != 0:
                self.skip(f"{command[0]}: {done.stderr.strip()}")
        self.device = done.stdout.strip()
        self.addCleanup(subprocess.run, ["losetup", "--detach", self.device], check=True)

    def test_it_is_mounted_once_and_gone_when_it_is_pulled_out(self):
        name = os.path.basename(self.device)
        script = REAL.format(place=PLACE, script=f"sh {SCRIPT}", name=name, other=name + "p9")
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False)
        if "unshare failed" in done.stderr:
            self.skip(done.stderr.strip())
        lines = done.stdout.split("\n")
        self.assertEqual(lines[0].split()[0], "ext4", done.stderr)
        self.assertLessEqual({"rw", "nosuid", "nodev", "noexec"}, set(lines[0].split()[1].split(",")))
        self.assertEqual(lines[1], "errors=remount-ro", "a stick says what the kernel does about its errors")
        self.assertEqual(lines[2:], [self.device, "pulled out", "nothing there", ""])
        self.assertIn("in use", done.stderr)


if __name__ == "__main__":
    unittest.main()
