/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading and writing on the local socket. */

#include "admin_frame.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool admin_write(int fd, const void *data, size_t size)
{
    const uint8_t *at = data;

    while (size > 0) {
        ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

bool admin_read(int fd, void *out, size_t size)
{
    uint8_t *at = out;

    while (size > 0) {
        ssize_t got = recv(fd, at, size, 0);

        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        at += got;
        size -= (size_t)got;
    }
    return true;
}

bool admin_read_line(int fd, char out[ADMIN_LINE_MAX])
{
    for (size_t i = 0; i < ADMIN_LINE_MAX; i++) {
        if (!admin_read(fd, &out[i], 1)) {
            return false;
        }
        if (out[i] == '\n') {
            out[i] = '\0';
            return true;
        }
    }
    return false;
}

bool admin_write_line(int fd, const char *format, ...)
{
    char line[ADMIN_LINE_MAX];
    va_list arguments;
    int len;

    va_start(arguments, format);
    len = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    return len > 0 && (size_t)len + 1 < sizeof(line) && admin_write(fd, line, (size_t)len) &&
           admin_write(fd, "\n", 1);
}

bool admin_numbers(const char *line, const char *prefix, size_t most, size_t *out, size_t count)
{
    if (strncmp(line, prefix, strlen(prefix)) != 0) {
        return false;
    }
    line += strlen(prefix);
    for (size_t i = 0; i < count; i++) {
        char *end = NULL;
        unsigned long number;

        line += *line == ' ' ? 1 : 0;
        if (*line < '0' || *line > '9') {
            return false;
        }
        number = strtoul(line, &end, 10);
        if (number > most) {
            return false;
        }
        out[i] = number;
        line = end;
    }
    return *line == '\0';
}

/* The union aligns the room for the kernel. */
union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
};

bool admin_send_file(int fd, int file)
{
    char byte = 'f';
    struct iovec bytes = {.iov_base = &byte, .iov_len = 1};
    union control control = {.room = {0}};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof(control.room)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(file));
    memcpy(CMSG_DATA(header), &file, sizeof(file));
    return sendmsg(fd, &message, MSG_NOSIGNAL) == 1;
}

bool admin_receive_file(int fd, int *file)
{
    char byte = 0;
    struct iovec bytes = {.iov_base = &byte, .iov_len = 1};
    union control control = {.room = {0}};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = CMSG_LEN(sizeof(*file))};
    const struct cmsghdr *header;

    if (recvmsg(fd, &message, MSG_CMSG_CLOEXEC) != 1) {
        return false;
    }
    header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof(*file))) {
        return false;
    }
    memcpy(file, CMSG_DATA(header), sizeof(*file));
    return true;
}
