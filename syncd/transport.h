/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

/*
 * One HTTPS request at a time: bytes out, and what became of them. Only https, TLS 1.3, peer and host always verified,
 * no redirects, no cookies, no proxy but the configured one. The library may send a request twice by itself when a
 * kept connection dies; the protocol makes that harmless.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#define TRANSPORT_URL_TEXT           512
#define TRANSPORT_HEADER_TEXT        192
#define TRANSPORT_HEADERS_MAX        6
#define TRANSPORT_ANSWER_HEADERS_MAX (16 * 1024) /* bytes of all header lines of one answer */
#define TRANSPORT_WAIT_FDS_MAX       8

struct transport;

/* Strings are copied. */
struct transport_settings {
    const char *ca_file; /* "" for the certificates of the system */
    const char *proxy;   /* "" for none; the environment is never asked */
    const char *ca;      /* further authorities beside those, in PEM; NULL or "" for none */
    const char *
        pins; /* "sha256//…;sha256//…", of which the server's key must be one; NULL or "" for none. Not for a proxy */
    int64_t connect_timeout_s;
    int64_t stall_s; /* given up when fewer than stall_bytes a second moved for so long */
    int64_t stall_bytes;
    int64_t total_timeout_s;
};

enum transport_method { TRANSPORT_GET, TRANSPORT_POST, TRANSPORT_PUT };

struct transport_request {
    enum transport_method method;
    char url[TRANSPORT_URL_TEXT];
    size_t header_count;
    char headers[TRANSPORT_HEADERS_MAX][TRANSPORT_HEADER_TEXT]; /* "Name: value" */
    struct bs_bytes body; /* of a POST or PUT; borrowed until the reply is there */
    size_t answer_max;    /* a longer body is TRANSPORT_TOO_LARGE */
};

/* What became of a request. Only TRANSPORT_ANSWERED says anything about the server behind it. */
enum transport_fate {
    TRANSPORT_ANSWERED,     /* a complete HTTP answer by a verified server; see status */
    TRANSPORT_NO_NAME,      /* the host's name was not found */
    TRANSPORT_UNREACHABLE,  /* nobody took the connection */
    TRANSPORT_TOO_SLOW,     /* a time or speed limit was passed */
    TRANSPORT_BROKE_OFF,    /* the connection ended in the middle */
    TRANSPORT_PROXY_FAILED, /* the configured proxy is not there or refused */
    TRANSPORT_CERT_EXPIRED,
    TRANSPORT_CERT_NOT_YET, /* not valid yet: more often our clock than the certificate */
    TRANSPORT_CERT_OTHER_HOST,
    TRANSPORT_CERT_UNKNOWN,  /* signed by nobody we trust */
    TRANSPORT_CERT_WEAK,     /* its key or its signature is too weak */
    TRANSPORT_PIN_MISMATCH,  /* a good certificate, but its key is none of the pins */
    TRANSPORT_TLS_FAILED,    /* no TLS 1.3 connection came about */
    TRANSPORT_CA_UNREADABLE, /* our own lists of certificates cannot be read */
    TRANSPORT_TOO_LARGE,     /* body or headers over their limit */
    TRANSPORT_GARBLED,       /* not HTTP */
    TRANSPORT_INTERNAL       /* the library failed otherwise */
};

struct transport_reply {
    enum transport_fate fate;
    int status;            /* 0 unless answered */
    char media_type[128];  /* Content-Type as it came; "" if none or too long */
    char etag[80];         /* "" if none or too long */
    char signature[128];   /* Buurtstem-Signature; "" if none or too long */
    int64_t retry_after_s; /* 0: none */
    /* Of the certificate that was refused, else of the server's when it was last seen; 0: none was seen. */
    int64_t cert_from_ms, cert_to_ms;
    int64_t clock_ms,
        floor_ms;       /* our wall clock when the request began, and what it cannot be before */
    struct bs_buf body; /* finish it with transport_reply_finish */
    char detail[160];   /* the library's words, for the log */
};

/* A zeroed one is fine. */
void transport_reply_finish(struct transport_reply *reply);

/* Adds "NAME: VALUE". False if it does not fit or holds a control character; then the request must not be sent. */
bool transport_header(struct transport_request *request, const char *name, const char *value);
/* Overwrites headers (the token stands there). */
void transport_request_wipe(struct transport_request *request);

/* Once per process before threads. BS_BROKEN: the library does not start or is built without TLS. */
enum bs_err transport_global_start(struct bs_error *err);
void transport_global_stop(void);

/* *out is the caller's. */
enum bs_err transport_create(const struct transport_settings *settings, struct transport **out,
                             struct bs_error *err);
void transport_destroy(struct transport *transport); /* cancels; NULL is fine */

/* It is not earlier than that now, whatever our clock says: certificates are judged by the later of the two. */
void transport_set_floor(struct transport *transport, int64_t floor_ms);

/* Begins the only request. The request itself is copied, its body is borrowed. BS_BROKEN: the library refused it. */
enum bs_err transport_start(struct transport *transport, const struct transport_request *request,
                            struct bs_error *err);
bool transport_is_busy(const struct transport *transport);
/* Whether the whole body of the request under way was handed to the network, and the answer is what we wait for. */
bool transport_is_sent(const struct transport *transport);

/*
 * Moves the request along and waits until something happened to it or to one of `count` ≤ TRANSPORT_WAIT_FDS_MAX other
 * descriptors (revents are filled), at most timeout_ms (-1: no limit). That the last byte of the request went is such a thing too.
 * True when the reply is there to be taken.
 */
bool transport_wait(struct transport *transport, struct pollfd *fds, size_t count, int timeout_ms);

/* The reply of a finished request; the body is handed over. */
void transport_take(struct transport *transport, struct transport_reply *out);

/* Gives the request up at once, without waiting for the network or the resolver. */
void transport_cancel(struct transport *transport);

#endif
