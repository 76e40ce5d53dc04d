/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef XVFB_H
#define XVFB_H

/* An X server of a test's own, without a screen, whose picture is a file. Include after cmocka.h. */

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/crypto.h>

#include "temp_dir.h"

struct xvfb {
    struct temp_dir dir;
    pid_t pid;
    char display[32];
};

static inline void xvfb_exec(const struct xvfb *xvfb, int report)
{
    char number[12];
    (void)snprintf(number, sizeof number, "%d", report);
    (void)freopen("/dev/null", "w", stderr);
    (void)execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", "1280x800x24", "-noreset",
                 "-nolisten", "tcp", "-fbdir", xvfb->dir.path, (char *)NULL);
    _exit(127);
}

/* Starts it. False if there is no Xvfb on this machine. */
static inline bool xvfb_start(struct xvfb *xvfb)
{
    int report[2];
    char number[16] = "";
    temp_dir_make(&xvfb->dir);
    if (pipe(report) != 0) {
        return false;
    }
    xvfb->pid = fork();
    if (xvfb->pid == 0) {
        (void)close(report[0]);
        xvfb_exec(xvfb, report[1]);
    }
    (void)close(report[1]);
    /* To the end of the line: a server that cannot write it gives up. */
    size_t len = 0;
    while (len + 1 < sizeof number && read(report[0], number + len, 1) == 1 &&
           number[len] != '\n') {
        len++;
    }
    number[len] = '\0';
    (void)close(report[0]);
    if (len == 0) {
        (void)waitpid(xvfb->pid, NULL, 0);
        temp_dir_remove(&xvfb->dir);
        return false;
    }
    (void)snprintf(xvfb->display, sizeof xvfb->display, ":%s", number);
    return true;
}

/* What is opened from here on goes to it. */
static inline void xvfb_use(const struct xvfb *xvfb)
{
    (void)setenv("DISPLAY", xvfb->display, 1);
    (void)setenv("SDL_VIDEODRIVER", "x11", 1);
}

static inline void xvfb_stop(struct xvfb *xvfb)
{
    (void)kill(xvfb->pid, SIGTERM);
    (void)waitpid(xvfb->pid, NULL, 0);
    temp_dir_remove(&xvfb->dir);
    (void)unsetenv("DISPLAY");
    (void)unsetenv("SDL_VIDEODRIVER");
}

/* The hash of what is on the X server's screen, as platform_frame_hash makes it. The file is an X window dump: a header
 * of big-endian words (its size first, then at word 19 the number of colours, 12 bytes each), then blue, green, red, 0. */
static inline void xvfb_screen_hash(const struct xvfb *xvfb, int width, int height,
                                    char out[BS_HASH_TEXT])
{
    char path[TEMP_DIR_PATH];
    struct bs_buf file;
    struct bs_buf rgb;
    uint32_t head[25];
    bs_buf_init(&file, 64U * 1024 * 1024);
    bs_buf_init(&rgb, 64U * 1024 * 1024);
    assert_int_equal(bs_file_read(temp_dir_file(&xvfb->dir, "Xvfb_screen0", path), &file, NULL),
                     BS_OK);
    memcpy(head, file.data, sizeof head);
    const size_t stride = ntohl(head[12]);
    const uint8_t *pixels = file.data + ntohl(head[0]) + (size_t)ntohl(head[19]) * 12;
    bs_buf_printf(&rgb, "%dx%d\n", width, height);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const uint8_t *pixel = pixels + (size_t)y * stride + (size_t)x * 4;
            const uint8_t bytes[3] = {pixel[2], pixel[1], pixel[0]};
            bs_buf_add(&rgb, bytes, 3);
        }
    }
    const struct bs_bytes all = bs_buf_bytes(&rgb);
    bs_sha256_hex(&all, 1, out);
    bs_buf_finish(&file);
    bs_buf_finish(&rgb);
}

#endif
