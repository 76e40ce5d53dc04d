/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Fills the answer to a request. */

#include "reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

void reply_init(struct reply *reply)
{
    *reply = (struct reply){.status = 0};
    bs_buf_init(&reply->body, REPLY_BODY_MAX);
}

void reply_finish(struct reply *reply)
{
    bs_buf_finish(&reply->body);
}

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
    char value[sizeof(reply->headers[0].value)];
    va_list arguments;
    int length;

    assert(reply->header_count < REPLY_HEADERS_MAX);
    va_start(arguments, format);
    length = vsnprintf(value, sizeof(value), format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof(value)) {
        return;
    }
    for (const char *c = value; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            return; /* a line end in a value would begin another header */
        }
    }
    reply->headers[reply->header_count].name = name;
    memcpy(reply->headers[reply->header_count].value, value, (size_t)length + 1);
    reply->header_count++;
}

void reply_problem(struct reply *reply, const struct bs_problem *problem)
{
    bs_buf_reset(&reply->body);
    bs_problem_encode(problem, &reply->body);
    reply->status = problem->status;
    reply->media_type = BS_PROBLEM_MEDIA_TYPE;
}

void reply_simple_problem(struct reply *reply, int status, const char *title, const char *detail)
{
    struct bs_problem problem = {.type = BS_PROBLEM_OTHER, .status = status};

    (void)bs_utf8_copy(problem.title, sizeof(problem.title), title);
    (void)bs_utf8_copy(problem.detail, sizeof(problem.detail), detail);
    reply_problem(reply, &problem);
}

void reply_see_other(struct reply *reply, const char *path)
{
    assert(path[0] == '/' && path[1] != '/'); /* never to another host */
    bs_buf_reset(&reply->body);
    reply->status = 303;
    reply->media_type = NULL;
    reply_header(reply, "Location", "%s", path);
}
