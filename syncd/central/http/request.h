/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef REQUEST_H
#define REQUEST_H

/* One HTTP request as the handlers see it: complete, bounded and without the library that read it. */

#include <stdbool.h>
#include <stddef.h>

#include <buurtstem/buf.h>

#define REQUEST_PATH_MAX    512
#define REQUEST_PARAMS_MAX  4
#define REQUEST_PARAM_TEXT  64
#define REQUEST_HEADERS_MAX 40

enum request_method { REQUEST_GET, REQUEST_HEAD, REQUEST_POST, REQUEST_PUT, REQUEST_OTHER };

struct request_pair {
    const char *name;
    const char *value;
};

/* All pointers are borrowed from the server for as long as the handler runs. */
struct request {
    enum request_method method;
    char path[REQUEST_PATH_MAX];
    char params[REQUEST_PARAMS_MAX]
               [REQUEST_PARAM_TEXT]; /* what the {…} of the route matched, in order */
    size_t header_count;
    struct request_pair headers[REQUEST_HEADERS_MAX];
    size_t query_count;
    struct request_pair query[16];
    struct bs_bytes body; /* at most the route's limit */
    char peer[46];        /* address, for throttling only; never stored beside a submission */
};

const char *request_header(const struct request *request,
                           const char *name); /* case-insensitive, or NULL */
const char *request_query(const struct request *request, const char *name); /* or NULL */
/* The value of a cookie copied into out; false if it is missing or does not fit. */
bool request_cookie(const struct request *request, const char *name, char *out, size_t size);
/* A field of an application/x-www-form-urlencoded body, decoded; false if missing, malformed or too long. */
bool request_form(const struct request *request, const char *name, char *out, size_t size);

/* Decodes %XX and '+'. False, with `out` undefined: malformed, a zero byte, no UTF-8, or too long. */
bool request_decode(struct bs_bytes value, char *out, size_t size);

#endif
