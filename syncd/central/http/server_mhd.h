/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_MHD_H
#define SERVER_MHD_H

/*
 * HTTP/1.1 over TLS (or plain, for the local listener) by libmicrohttpd. It turns what comes in into a complete and
 * bounded struct request, asks the application twice, and sends the reply with the security headers that every one gets.
 * What breaks HTTP itself is answered here and never reaches the application.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reply.h"
#include "request.h"

#define SERVER_HEADER_BYTES_MAX (16 * 1024)       /* names and values together; more: 431 */
#define SERVER_DRAIN_MAX        (2 * 1024 * 1024) /* of a body that is refused, read before the answer */
#define SERVER_REQUEST_SECONDS                                                                     \
    300 /* from its head to the answer's last byte; slower ones are cut off */
#define SERVER_STATE_MAX   512
#define SERVER_API_VERSION "1.0.0"

/* What the application decides. Both are called from one of the server's threads and may block on the database. */
struct server_app {
    /*
     * The headers are there. True: read a body of at most *body_max bytes, then call answer. False: `reply` is the answer
     * and the body is not kept. `state` is SERVER_STATE_MAX zeroed bytes that live as long as the request.
     */
    bool (*admit)(void *self, void *state, struct request *request, size_t *body_max,
                  struct reply *reply);
    void (*answer)(void *self, void *state, const struct request *request, struct reply *reply);
    /* A problem found here (400, 413, 431 …) in the form that fits this path; `reply` is empty. */
    void (*problem)(void *self, const struct request *request, int status, const char *title,
                    const char *detail, struct reply *reply);
    void *self;
};

struct server_options {
    const char *address; /* "::" takes IPv4 as well; or "0.0.0.0", "127.0.0.1", "::1" … */
    uint16_t port;       /* 0: any; ask server_port */
    const char *certificate, *key;    /* PEM texts; NULL: plain HTTP */
    unsigned threads;                 /* 1–64 */
    unsigned connections;             /* in all */
    unsigned connections_per_address; /* of IPv6: per network of 64 bits */
    unsigned timeout_s;               /* without a byte */
    unsigned
        head_s; /* from connecting, or from the answer before, until a request's head is there, drop by drop or not */
};

struct server;

/* BS_REFUSED: the address is taken or not ours; BS_BAD: certificate or key is not usable. Both are borrowed until stop. */
enum bs_err server_start(const struct server_options *options, const struct server_app *app,
                         struct server **out, struct bs_error *err);
uint16_t server_port(const struct server *server);
/* Takes no new connections, finishes the requests that are being answered, closes. NULL is fine. */
void server_stop(struct server *server);

#endif
