/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Hands OpenSSL further authorities and the time to judge by, and listens to what the certificates say. */
#include "transport_tls.h"

#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

enum { AUTHORITIES_MAX = 32, SECURITY_LEVEL = 2 };

/* Gives each certificate of the text to `store` (NULL: only counts). 0: there is none, or something that is none. */
static size_t read_authorities(const char *pem, X509_STORE *store)
{
    size_t count = 0;
    bool good = true;
    BIO *text = BIO_new_mem_buf(pem, -1);
    X509 *certificate = NULL;
    if (text == NULL) {
        return 0;
    }
    ERR_clear_error();
    while (good && (certificate = PEM_read_bio_X509(text, NULL, NULL, NULL)) != NULL) {
        count++;
        good = count <= AUTHORITIES_MAX &&
               (store == NULL || X509_STORE_add_cert(store, certificate) == 1);
        X509_free(certificate);
    }
    /* The end of the text is told as an error, too. */
    good = good && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    BIO_free(text);
    return good ? count : 0;
}

size_t transport_tls_count(const char *pem)
{
    return read_authorities(pem, NULL);
}

static int64_t time_ms(const ASN1_TIME *time)
{
    struct tm parts = {0};
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1) {
        return 0;
    }
    return (int64_t)timegm(&parts) * 1000;
}

/* All of OpenSSL's own verification; the certificate that it stumbled over, or else the server's, is remembered. */
static int verify(X509_STORE_CTX *chain, void *self)
{
    struct transport_tls *tls = self;
    int good = X509_verify_cert(chain);
    X509 *seen =
        good > 0 ? X509_STORE_CTX_get0_cert(chain) : X509_STORE_CTX_get_current_cert(chain);
    if (seen != NULL) {
        tls->from_ms = time_ms(X509_get0_notBefore(seen));
        tls->to_ms = time_ms(X509_get0_notAfter(seen));
    }
    return good;
}

bool transport_tls_prepare(void *ssl_ctx, struct transport_tls *tls)
{
    SSL_CTX *ctx = ssl_ctx;
    if (tls->ca[0] != '\0' && read_authorities(tls->ca, SSL_CTX_get_cert_store(ctx)) == 0) {
        return false;
    }
    if (tls->clock_ms < tls->floor_ms) {
        X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(ctx), (time_t)(tls->floor_ms / 1000));
    }
    if (SSL_CTX_get_security_level(ctx) < SECURITY_LEVEL) {
        SSL_CTX_set_security_level(ctx, SECURITY_LEVEL);
    }
    SSL_CTX_set_cert_verify_callback(ctx, verify, tls);
    return true;
}
