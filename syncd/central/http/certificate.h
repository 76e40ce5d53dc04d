/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

/* The server's certificate and key: read, and looked at before anybody connects. Blocks on the disk. */

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#define CERTIFICATE_FILE_MAX (256 * 1024)

struct certificate {
    struct bs_buf chain, key; /* PEM */
};

/*
 * Reads both files and adds what is wrong to the list: not readable, not PEM, expired or not yet valid at `now_ms`, a key
 * that is not the certificate's or that others can read. `certificate_path` and `key_path` start the complaints.
 * BS_BAD: there was a complaint. Finish it in any case; the key is wiped.
 */
enum bs_err certificate_read(const char *certificate_path, const char *key_path, int64_t now_ms,
                             struct certificate *out, struct bs_complaints *complaints,
                             struct bs_error *err);
/* Adds to the list that the certificate, the first of the chain, is not for `host`, a name or an IPv4 address, by the rules
 * that clients have. A chain that cannot be read says nothing here. */
void certificate_check_host(const struct certificate *files, const char *certificate_path,
                            const char *host, struct bs_complaints *complaints);

/* How many certificates stand in a text in PEM; 0: none, or one of them cannot be read. */
size_t certificate_count(const char *pem);

/* The pin of the key of the first certificate in a file: base64 of SHA-256 over its SubjectPublicKeyInfo. BS_BAD, BS_NOTFOUND,
 * BS_BROKEN. Blocks on the disk. */
#define CERTIFICATE_PIN_TEXT 45
enum bs_err certificate_pin(const char *path, char out[CERTIFICATE_PIN_TEXT], struct bs_error *err);

void certificate_finish(struct certificate *certificate);

#endif
