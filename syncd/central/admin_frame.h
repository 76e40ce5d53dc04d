/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ADMIN_FRAME_H
#define ADMIN_FRAME_H

/* The bytes on the local socket, for both of its ends: whole reads and writes, and lines of a few numbers. */

#include <stdbool.h>
#include <stddef.h>

#define ADMIN_LINE_MAX 64
#define ADMIN_GREETING "buurtstem-admin 1"

bool admin_write(int fd, const void *data, size_t size);
bool admin_read(int fd, void *out, size_t size);
/* One line without its end, at most ADMIN_LINE_MAX - 1 bytes. */
bool admin_read_line(int fd, char out[ADMIN_LINE_MAX]);
bool admin_write_line(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An open file goes along with one byte. receive: *file is the caller's; false unless exactly one file came. */
bool admin_send_file(int fd, int file);
bool admin_receive_file(int fd, int *file);
/* Reads exactly `count` decimal numbers, each at most `most`, out of a line, behind `prefix`. */
bool admin_numbers(const char *line, const char *prefix, size_t most, size_t *out, size_t count);

#endif
