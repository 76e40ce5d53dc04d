/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TRANSPORT_TLS_H
#define TRANSPORT_TLS_H

/*
 * What a handshake trusts beside the list of certificates that libcurl reads: further authorities, and a clock that is never
 * earlier than what is known for sure, since a kiosk without a battery wakes up in 1970. Every check stays on. And what the
 * certificate said about itself, so that a person can be told a date.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transport_tls {
    char *ca;         /* owned by whoever made it; PEM; "": none */
    int64_t clock_ms; /* our wall clock at this handshake */
    int64_t
        floor_ms; /* it is not earlier than this now; certificates are judged by the later of the two */
    int64_t from_ms; /* of the certificate that was refused, else of the server's: valid from */
    int64_t to_ms;   /* … and to; both 0: none was seen */
};

/* How many authorities stand in a text of certificates in PEM; 0: none, or one of them cannot be read. */
size_t transport_tls_count(const char *pem);

/* For CURLOPT_SSL_CTX_FUNCTION, before each handshake; `tls` must outlive the connection. False: the authorities cannot be
 * read, or OpenSSL refused; no handshake may follow. */
bool transport_tls_prepare(void *ssl_ctx, struct transport_tls *tls);

#endif
