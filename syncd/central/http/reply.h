/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef REPLY_H
#define REPLY_H

/* The answer to one request. The server adds the security headers and API-Version to every one of them. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/buf.h>
#include <buurtstem/wire.h>

#define REPLY_BODY_MAX    (4 * 1024 * 1024)
#define REPLY_HEADERS_MAX 8

struct reply {
    int status;             /* 0 until a handler sets it; the server then answers 500 */
    const char *media_type; /* static; NULL for no body */
    struct bs_buf body;
    size_t header_count;
    struct {
        const char *name; /* static */
        char value[256];
    } headers[REPLY_HEADERS_MAX];
};

void reply_init(struct reply *reply);
void reply_finish(struct reply *reply);
void reply_header(struct reply *reply, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* application/problem+json (RFC 9457); replaces what was in the body. */
void reply_problem(struct reply *reply, const struct bs_problem *problem);
void reply_simple_problem(struct reply *reply, int status, const char *title, const char *detail);
/* 303 to a path of ours. */
void reply_see_other(struct reply *reply, const char *path);

#endif
