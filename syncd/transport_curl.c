/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The transport over libcurl's multi interface; the only file that knows curl. One multi handle keeps the connection and
 * the TLS session between requests; one easy handle is set anew for each. */
#include "transport.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include <buurtstem/clock.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>
#include <buurtstem/wire.h>

#include "transport_tls.h"

/* OpenSSL's verification results, which are part of its ABI (openssl/x509_vfy.h). */
enum {
    X509_NOT_TOLD = 1,
    X509_NOT_YET_VALID = 9,
    X509_HAS_EXPIRED = 10,
    X509_HOSTNAME_MISMATCH = 62,
    X509_IP_MISMATCH = 64,
    X509_KEY_TOO_SMALL = 66,
    X509_CA_KEY_TOO_SMALL = 67,
    X509_DIGEST_TOO_WEAK = 68
};

#define KEEP_CONNECTION_S 300L
#define PAUSE_MAX_MS      3600000

struct transport {
    CURLM *multi;               /* owned */
    CURL *easy;                 /* owned; the one request */
    struct curl_slist *headers; /* owned; of the running request; holds the token, so it is wiped */
    char *ca_file, *proxy;      /* owned */
    char *pins;                 /* owned; "" for none */
    struct transport_tls tls;   /* its strings are owned */
    struct transport_settings settings; /* its strings are not used */
    bool is_busy;                       /* easy is added to multi */
    bool is_done;
    curl_off_t bytes_to_send; /* of the running request's body */
    bool is_sent;             /* they all went */
    CURLcode result;
    size_t header_bytes;
    bool is_over;       /* headers or body passed their limit */
    struct bs_buf body; /* owned */
    char curl_words[CURL_ERROR_SIZE];
};

void transport_reply_finish(struct transport_reply *reply)
{
    bs_buf_finish(&reply->body);
}

bool transport_header(struct transport_request *request, const char *name, const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            return false;
        }
    }
    if (request->header_count >= TRANSPORT_HEADERS_MAX) {
        return false;
    }
    char *line = request->headers[request->header_count];
    int len = snprintf(line, TRANSPORT_HEADER_TEXT, "%s: %s", name, value);
    if (len < 0 || len >= TRANSPORT_HEADER_TEXT) {
        return false;
    }
    request->header_count++;
    return true;
}

void transport_request_wipe(struct transport_request *request)
{
    bs_wipe(request->headers, sizeof request->headers);
    request->header_count = 0;
}

enum bs_err transport_global_start(struct bs_error *err)
{
    unsetenv("SSLKEYLOGFILE"); /* libcurl would write there what opens every connection */
    CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        return bs_fail(err, BS_BROKEN, "libcurl does not start: %s", curl_easy_strerror(code));
    }
    const curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);
    if ((version->features & CURL_VERSION_SSL) == 0) {
        return bs_fail(err, BS_BROKEN, "this libcurl has no TLS");
    }
    return BS_OK;
}

void transport_global_stop(void)
{
    curl_global_cleanup();
}

enum bs_err transport_create(const struct transport_settings *settings, struct transport **out,
                             struct bs_error *err)
{
    struct transport *transport = bs_xcalloc(1, sizeof *transport);
    transport->settings = *settings;
    transport->settings.ca_file = NULL;
    transport->settings.proxy = NULL;
    transport->settings.ca = NULL;
    transport->settings.pins = NULL;
    transport->ca_file = bs_xstrdup(settings->ca_file);
    transport->proxy = bs_xstrdup(settings->proxy);
    transport->tls.ca = bs_xstrdup(settings->ca == NULL ? "" : settings->ca);
    transport->pins = bs_xstrdup(settings->pins == NULL ? "" : settings->pins);
    transport->multi = curl_multi_init();
    transport->easy = curl_easy_init();
    if (transport->multi == NULL || transport->easy == NULL) {
        transport_destroy(transport);
        return bs_fail(err, BS_BROKEN, "libcurl gives no handle");
    }
    curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, 1L);
    *out = transport;
    return BS_OK;
}

static void drop_headers(struct transport *transport)
{
    for (struct curl_slist *item = transport->headers; item != NULL; item = item->next) {
        bs_wipe(item->data, strlen(item->data));
    }
    curl_slist_free_all(transport->headers);
    transport->headers = NULL;
}

void transport_cancel(struct transport *transport)
{
    if (transport->is_busy) {
        curl_multi_remove_handle(transport->multi, transport->easy);
    }
    transport->is_busy = false;
    transport->is_done = false;
    curl_easy_reset(transport->easy);
    drop_headers(transport);
    bs_buf_finish(&transport->body);
}

void transport_destroy(struct transport *transport)
{
    if (transport == NULL) {
        return;
    }
    if (transport->easy != NULL) {
        transport_cancel(transport);
    }
    curl_easy_cleanup(transport->easy);
    curl_multi_cleanup(transport->multi);
    free(transport->ca_file);
    free(transport->proxy);
    free(transport->tls.ca);
    free(transport->pins);
    free(transport);
}

static size_t on_body(char *data, size_t size, size_t count, void *self)
{
    struct transport *transport = self;
    bs_buf_add(&transport->body, data, size * count);
    if (transport->body.over) {
        transport->is_over = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return size * count;
}

static size_t on_header(char *data, size_t size, size_t count, void *self)
{
    (void)data;
    struct transport *transport = self;
    transport->header_bytes += size * count;
    if (transport->header_bytes > TRANSPORT_ANSWER_HEADERS_MAX) {
        transport->is_over = true;
        return CURL_WRITEFUNC_ERROR;
    }
    return size * count;
}

/* Also for the proxy's own TLS: it trusts no further than the server's. */
static CURLcode on_handshake(CURL *easy, void *ssl_ctx, void *self)
{
    (void)easy;
    return transport_tls_prepare(ssl_ctx, self) ? CURLE_OK : CURLE_SSL_CACERT_BADFILE;
}

/* Every option must be taken: one that is not is a hole. */
#define SET(option, value) (ok = ok && curl_easy_setopt(easy, (option), (value)) == CURLE_OK)

static bool set_safety(CURL *easy, struct transport *transport)
{
    bool ok = true;
    SET(CURLOPT_PROTOCOLS_STR, "https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR,
        "https"); /* an empty list is refused; none is followed anyway */
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_MAXREDIRS, 0L);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_HTTP09_ALLOWED, 0L);
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_PROXY, transport->proxy);
    SET(CURLOPT_NOPROXY, "");
    SET(CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (transport->ca_file[0] != '\0') {
        SET(CURLOPT_CAINFO, transport->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    SET(CURLOPT_SSL_CTX_FUNCTION, on_handshake);
    SET(CURLOPT_SSL_CTX_DATA, &transport->tls);
    if (transport->pins[0] != '\0') {
        SET(CURLOPT_PINNEDPUBLICKEY, transport->pins);
    }
    return ok;
}

static bool set_limits(CURL *easy, const struct transport *transport)
{
    const struct transport_settings *settings = &transport->settings;
    bool ok = true;
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, (long)settings->connect_timeout_s);
    SET(CURLOPT_LOW_SPEED_TIME, (long)settings->stall_s);
    SET(CURLOPT_LOW_SPEED_LIMIT, (long)settings->stall_bytes);
    SET(CURLOPT_TIMEOUT, (long)settings->total_timeout_s);
    SET(CURLOPT_MAXLIFETIME_CONN, KEEP_CONNECTION_S);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
    return ok;
}

static bool set_message(CURL *easy, struct transport *transport,
                        const struct transport_request *request)
{
    bool ok = true;
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_USERAGENT, "buurtstem-syncd/" BS_VERSION);
    /* A handle that is used again keeps the name that it was given. */
    SET(CURLOPT_CUSTOMREQUEST, request->method == TRANSPORT_PUT ? "PUT" : NULL);
    if (request->method != TRANSPORT_GET) {
        SET(CURLOPT_POST, 1L);
        SET(CURLOPT_POSTFIELDS, (const char *)request->body.data);
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
    } else {
        SET(CURLOPT_HTTPGET, 1L);
    }
    SET(CURLOPT_HTTPHEADER, transport->headers);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, transport);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, transport);
    SET(CURLOPT_ERRORBUFFER, transport->curl_words);
    return ok;
}

static bool make_headers(struct transport *transport, const struct transport_request *request)
{
    transport->headers = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; i < request->header_count && transport->headers != NULL; i++) {
        struct curl_slist *longer = curl_slist_append(transport->headers, request->headers[i]);
        if (longer == NULL) {
            return false;
        }
        transport->headers = longer;
    }
    return transport->headers != NULL;
}

void transport_set_floor(struct transport *transport, int64_t floor_ms)
{
    transport->tls.floor_ms = floor_ms;
}

static int64_t wall_now_ms(void)
{
    const struct bs_clock clock = bs_clock_system();
    return clock.wall_ms(clock.self);
}

enum bs_err transport_start(struct transport *transport, const struct transport_request *request,
                            struct bs_error *err)
{
    assert(!transport->is_busy);
    CURL *easy = transport->easy;
    transport_cancel(transport);
    bs_buf_init(&transport->body, request->answer_max);
    transport->header_bytes = 0;
    transport->is_over = false;
    transport->curl_words[0] = '\0';
    transport->tls.clock_ms = wall_now_ms();
    if (!make_headers(transport, request) || !set_safety(easy, transport) ||
        !set_limits(easy, transport) || !set_message(easy, transport, request)) {
        transport_cancel(transport);
        return bs_fail(err, BS_BROKEN, "this libcurl does not take an option that we need");
    }
    CURLMcode code = curl_multi_add_handle(transport->multi, easy);
    if (code != CURLM_OK) {
        transport_cancel(transport);
        return bs_fail(err, BS_BROKEN, "libcurl does not begin: %s", curl_multi_strerror(code));
    }
    transport->is_busy = true;
    transport->is_sent = false;
    transport->bytes_to_send = (curl_off_t)request->body.len;
    return BS_OK;
}

bool transport_is_busy(const struct transport *transport)
{
    return transport->is_busy;
}

bool transport_is_sent(const struct transport *transport)
{
    return transport->is_busy && transport->is_sent;
}

/* True once in a request with a body: its last byte went. */
static bool was_just_sent(struct transport *transport)
{
    curl_off_t sent = 0;
    if (transport->is_sent || transport->bytes_to_send == 0 ||
        curl_easy_getinfo(transport->easy, CURLINFO_SIZE_UPLOAD_T, &sent) != CURLE_OK) {
        return false;
    }
    transport->is_sent = sent >= transport->bytes_to_send;
    return transport->is_sent;
}

/* Lets curl work; true once the request is over. */
static bool move_along(struct transport *transport)
{
    int running = 0;
    CURLMcode code = curl_multi_perform(transport->multi, &running);
    if (code != CURLM_OK) {
        transport->result = CURLE_FAILED_INIT;
        transport->is_done = true;
    }
    int left = 0;
    for (CURLMsg *message = curl_multi_info_read(transport->multi, &left); message != NULL;
         message = curl_multi_info_read(transport->multi, &left)) {
        if (message->msg == CURLMSG_DONE && message->easy_handle == transport->easy) {
            transport->result = message->data.result;
            transport->is_done = true;
        }
    }
    return transport->is_done;
}

bool transport_wait(struct transport *transport, struct pollfd *fds, size_t count, int timeout_ms)
{
    assert(count <= TRANSPORT_WAIT_FDS_MAX);
    struct curl_waitfd extra[TRANSPORT_WAIT_FDS_MAX];
    if (transport->is_busy && move_along(transport)) {
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        extra[i] = (struct curl_waitfd){.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
    }
    if (transport->is_busy && was_just_sent(transport)) {
        timeout_ms = 0;
    }
    if (timeout_ms < 0 || timeout_ms > PAUSE_MAX_MS) {
        timeout_ms = PAUSE_MAX_MS;
    }
    curl_multi_poll(transport->multi, extra, (unsigned)count, timeout_ms, NULL);
    for (size_t i = 0; i < count; i++) {
        fds[i].revents = extra[i].revents != 0 ? POLLIN : 0;
    }
    return transport->is_busy && move_along(transport);
}

static enum transport_fate fate_of_certificate(CURL *easy)
{
    long verify = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verify);
    switch (verify) {
    case X509_HAS_EXPIRED:
        return TRANSPORT_CERT_EXPIRED;
    case X509_NOT_YET_VALID:
        return TRANSPORT_CERT_NOT_YET;
    case 0: /* the chain was good, so the name is not; curl says so with the latter */
    case X509_NOT_TOLD:
    case X509_HOSTNAME_MISMATCH:
    case X509_IP_MISMATCH:
        return TRANSPORT_CERT_OTHER_HOST;
    case X509_KEY_TOO_SMALL:
    case X509_CA_KEY_TOO_SMALL:
    case X509_DIGEST_TOO_WEAK:
        return TRANSPORT_CERT_WEAK;
    default:
        return TRANSPORT_CERT_UNKNOWN;
    }
}

/* Whether it was the certificate of an https proxy that was refused. */
static bool proxy_is_not_trusted(const struct transport *transport)
{
    long verify = 0;
    curl_easy_getinfo(transport->easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &verify);
    return strncmp(transport->proxy, "https://", 8) == 0 && verify != 0;
}

/* Whether the configured proxy answered CONNECT with a refusal. */
static bool proxy_refused(const struct transport *transport)
{
    long status = 0;
    curl_easy_getinfo(transport->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return transport->proxy[0] != '\0' && status != 0 && status != 200;
}

/* Whether the line ended in the middle of the handshake, which is a fault of the network: only curl's words tell. */
static bool hung_up(const struct transport *transport)
{
    static const char *const WORDS[] = {"SSL_ERROR_SYSCALL", "reset by peer", "unexpected eof"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strstr(transport->curl_words, WORDS[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static enum transport_fate fate_of(const struct transport *transport)
{
    switch (transport->result) {
    case CURLE_OK:
        return TRANSPORT_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST:
        return TRANSPORT_NO_NAME;
    case CURLE_COULDNT_CONNECT:
        return TRANSPORT_UNREACHABLE;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return TRANSPORT_PROXY_FAILED;
    case CURLE_OPERATION_TIMEDOUT:
        return TRANSPORT_TOO_SLOW;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return proxy_refused(transport) ? TRANSPORT_PROXY_FAILED : TRANSPORT_BROKE_OFF;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return proxy_is_not_trusted(transport) ? TRANSPORT_PROXY_FAILED
                                               : fate_of_certificate(transport->easy);
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
        return TRANSPORT_PIN_MISMATCH;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
        return hung_up(transport) ? TRANSPORT_BROKE_OFF : TRANSPORT_TLS_FAILED;
    case CURLE_SSL_CACERT_BADFILE:
        return TRANSPORT_CA_UNREADABLE;
    case CURLE_WRITE_ERROR:
        return transport->is_over ? TRANSPORT_TOO_LARGE : TRANSPORT_INTERNAL;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return TRANSPORT_GARBLED;
    default:
        return TRANSPORT_INTERNAL;
    }
}

/* The header's value; "" if it is missing, comes more than once, or does not fit: then it must not be believed. */
static void copy_header(CURL *easy, const char *name, char *out, size_t size)
{
    struct curl_header *header = NULL;
    out[0] = '\0';
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK &&
        header->amount == 1 && strlen(header->value) < size) {
        memcpy(out, header->value, strlen(header->value) + 1);
    }
}

static void read_answer(CURL *easy, struct transport_reply *out)
{
    long status = 0;
    curl_off_t wait_s = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait_s);
    out->status = (int)status;
    out->retry_after_s = wait_s > 0 ? (int64_t)wait_s : 0;
    copy_header(easy, "Content-Type", out->media_type, sizeof out->media_type);
    copy_header(easy, "ETag", out->etag, sizeof out->etag);
    copy_header(easy, BS_SIGNATURE_HEADER, out->signature, sizeof out->signature);
}

void transport_take(struct transport *transport, struct transport_reply *out)
{
    assert(transport->is_done);
    memset(out, 0, sizeof *out);
    out->fate = fate_of(transport);
    out->cert_from_ms = transport->tls.from_ms;
    out->cert_to_ms = transport->tls.to_ms;
    out->clock_ms = transport->tls.clock_ms;
    out->floor_ms = transport->tls.floor_ms;
    const char *words = transport->curl_words;
    if (transport->result != CURLE_OK) {
        bs_utf8_copy(out->detail, sizeof out->detail,
                     words[0] != '\0' ? words : curl_easy_strerror(transport->result));
    }
    if (out->fate == TRANSPORT_ANSWERED) {
        read_answer(transport->easy, out);
        out->body = transport->body;
        memset(&transport->body, 0, sizeof transport->body);
    }
    transport_cancel(transport);
}
