/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looks at certificate and key with GnuTLS, the library that will use them. */

#include "certificate.h"

#include <string.h>
#include <sys/stat.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>

enum { CHAIN_MAX = 10, KEY_ID_SIZE = 64 };

static const char credentials[] = "/run/credentials/";

static void read_file(const char *path, struct bs_buf *out, struct bs_complaints *complaints)
{
    struct bs_error why = {.code = BS_OK};
    enum bs_err rc = bs_file_read(path, out, &why);
    bool is_to_come = rc == BS_NOTFOUND && strncmp(path, credentials, sizeof(credentials) - 1) == 0;

    if (rc != BS_OK) {
        bs_complain(complaints, NULL, "%s%s", why.text,
                    is_to_come ? "; systemd puts it there while the unit runs" : "");
    }
}

static void check_mode(const char *path, struct bs_complaints *complaints)
{
    struct stat status;

    if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP)) != 0) {
        bs_complain(complaints, path, "others may read or change this key: chmod 0640 or 0600");
    }
}

static gnutls_datum_t datum(const struct bs_buf *buf)
{
    return (gnutls_datum_t){buf->data, (unsigned)buf->len};
}

static void check_dates(gnutls_x509_crt_t certificate, const char *path, int64_t now_ms,
                        struct bs_complaints *complaints)
{
    const int64_t from = (int64_t)gnutls_x509_crt_get_activation_time(certificate) * 1000;
    const int64_t to = (int64_t)gnutls_x509_crt_get_expiration_time(certificate) * 1000;
    char when[25];

    if (now_ms < from) {
        bs_time_format_utc(from, when);
        bs_complain(complaints, path, "this certificate is not valid before %s", when);
    } else if (now_ms >= to) {
        bs_time_format_utc(to, when);
        bs_complain(complaints, path, "this certificate expired on %s", when);
    }
}

static void check_pair(gnutls_x509_crt_t certificate, const struct bs_buf *key_file,
                       const char *key_path, struct bs_complaints *complaints)
{
    const gnutls_datum_t text = datum(key_file);
    unsigned char of_certificate[KEY_ID_SIZE], of_key[KEY_ID_SIZE];
    size_t certificate_size = sizeof(of_certificate), key_size = sizeof(of_key);
    gnutls_x509_privkey_t key = NULL;

    if (key_file->len == 0 || gnutls_x509_privkey_init(&key) != 0) {
        return;
    }
    if (gnutls_x509_privkey_import2(key, &text, GNUTLS_X509_FMT_PEM, NULL, 0) != 0) {
        bs_complain(complaints, key_path, "expected a private key in PEM, without a password");
    } else if (gnutls_x509_crt_get_key_id(certificate, 0, of_certificate, &certificate_size) != 0 ||
               gnutls_x509_privkey_get_key_id(key, 0, of_key, &key_size) != 0 ||
               certificate_size != key_size || memcmp(of_certificate, of_key, key_size) != 0) {
        bs_complain(complaints, key_path, "this is not the key of the certificate");
    }
    gnutls_x509_privkey_deinit(key);
}

/* False: there is nothing to give back. */
static bool open_chain(const struct bs_buf *pem, gnutls_x509_crt_t chain[CHAIN_MAX],
                       unsigned *count)
{
    const gnutls_datum_t text = datum(pem);

    *count = CHAIN_MAX;
    return gnutls_x509_crt_list_import(chain, count, &text, GNUTLS_X509_FMT_PEM,
                                       GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED) >= 0;
}

static void close_chain(gnutls_x509_crt_t chain[CHAIN_MAX], unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        gnutls_x509_crt_deinit(chain[i]);
    }
}

static void check_chain(const struct certificate *files, const char *certificate_path,
                        const char *key_path, int64_t now_ms, struct bs_complaints *complaints)
{
    gnutls_x509_crt_t chain[CHAIN_MAX];
    unsigned count;

    if (files->chain.len == 0) {
        return;
    }
    if (!open_chain(&files->chain, chain, &count)) {
        bs_complain(complaints, certificate_path, "expected one to ten certificates in PEM");
        return;
    }
    check_dates(chain[0], certificate_path, now_ms, complaints);
    check_pair(chain[0], &files->key, key_path, complaints);
    close_chain(chain, count);
}

enum bs_err certificate_read(const char *certificate_path, const char *key_path, int64_t now_ms,
                             struct certificate *out, struct bs_complaints *complaints,
                             struct bs_error *err)
{
    const size_t before = complaints->count + complaints->dropped;

    bs_buf_init(&out->chain, CERTIFICATE_FILE_MAX);
    bs_buf_init(&out->key, CERTIFICATE_FILE_MAX);
    read_file(certificate_path, &out->chain, complaints);
    read_file(key_path, &out->key, complaints);
    check_mode(key_path, complaints);
    check_chain(out, certificate_path, key_path, now_ms, complaints);
    return complaints->count + complaints->dropped == before
               ? BS_OK
               : bs_fail(err, BS_BAD, "certificate or key cannot be used");
}

void certificate_check_host(const struct certificate *files, const char *certificate_path,
                            const char *host, struct bs_complaints *complaints)
{
    gnutls_x509_crt_t chain[CHAIN_MAX];
    unsigned count;

    if (files->chain.len == 0 || !open_chain(&files->chain, chain, &count)) {
        return;
    }
    if (gnutls_x509_crt_check_hostname(chain[0], host) == 0) {
        bs_complain(complaints, certificate_path,
                    "this certificate is not for %s, the host of public_url", host);
    }
    close_chain(chain, count);
}

void certificate_finish(struct certificate *certificate)
{
    bs_buf_finish(&certificate->chain);
    if (certificate->key.data != NULL) {
        bs_wipe(certificate->key.data, certificate->key.len);
    }
    bs_buf_finish(&certificate->key);
}

size_t certificate_count(const char *pem)
{
    gnutls_x509_crt_t chain[CHAIN_MAX];
    unsigned count;
    struct bs_buf copy;
    bool good;

    bs_buf_init(&copy, CERTIFICATE_FILE_MAX);
    bs_buf_text(&copy, pem);
    good = open_chain(&copy, chain, &count);
    bs_buf_finish(&copy);
    if (!good) {
        return 0;
    }
    close_chain(chain, count);
    return count;
}

enum bs_err certificate_pin(const char *path, char out[CERTIFICATE_PIN_TEXT], struct bs_error *err)
{
    unsigned char key[32];
    size_t size = sizeof(key);
    gnutls_x509_crt_t first = NULL;
    gnutls_datum_t text;
    struct bs_buf file;
    enum bs_err rc;

    bs_buf_init(&file, CERTIFICATE_FILE_MAX);
    rc = bs_file_read(path, &file, err);
    if (rc == BS_OK && gnutls_x509_crt_init(&first) != 0) {
        rc = bs_fail(err, BS_BROKEN, "GnuTLS does not start");
    }
    text = datum(&file);
    if (rc == BS_OK &&
        (gnutls_x509_crt_import(first, &text, GNUTLS_X509_FMT_PEM) != 0 ||
         gnutls_x509_crt_get_key_id(first, GNUTLS_KEYID_USE_SHA256, key, &size) != 0 ||
         size != sizeof(key))) {
        rc = bs_fail(err, BS_BAD, "%s: expected a certificate in PEM", path);
    }
    if (rc == BS_OK) {
        bs_base64_format(key, sizeof(key), out, CERTIFICATE_PIN_TEXT);
    }
    if (first != NULL) {
        gnutls_x509_crt_deinit(first);
    }
    bs_buf_finish(&file);
    return rc;
}
