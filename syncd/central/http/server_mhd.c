/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The only file that includes libmicrohttpd: sockets and bytes on one side, struct request and struct reply on the other. */

#include "server_mhd.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "patience.h"

enum { CONNECTION_MEMORY = 64 * 1024, BACKLOG = 256, QUERY_VALUE_MAX = 256 };

/* NCSC-NL 2025-05 "good" and "sufficient" alone; checked from outside by tests/integration. */
static const char tls_priority[] =
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:"
    "-MAC-ALL:+AEAD:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:"
    "+GROUP-SECP384R1:-SIGN-ALL:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:"
    "+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-SHA256:+SIGN-ECDSA-SHA256:"
    "+SIGN-ECDSA-SHA384:%SERVER_PRECEDENCE";

/* Every reply carries these (Internet.nl site test; ADR /core/version-header). */
static const struct {
    const char *name, *value;
} fixed_headers[] = {
    {"API-Version", SERVER_API_VERSION},
    {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
     "frame-ancestors 'none'; base-uri 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

struct server {
    struct MHD_Daemon *daemon;
    struct server_app app;
    struct patience *patience; /* owned */
    unsigned head_s;
    int socket;
};

/* One request on its way in. */
struct exchange {
    struct request request;
    char query[16][QUERY_VALUE_MAX]; /* decoded values */
    struct bs_buf body;
    struct reply reply;
    bool is_refused; /* the reply is there already; what still comes is thrown away */
    size_t drained;
    int64_t began_s;
    max_align_t state[SERVER_STATE_MAX / sizeof(max_align_t)];
};

static int64_t monotonic_s(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* --- what comes in --- */

static enum request_method method_of(const char *name)
{
    static const struct {
        const char *name;
        enum request_method method;
    } methods[] = {
        {"GET", REQUEST_GET}, {"HEAD", REQUEST_HEAD}, {"POST", REQUEST_POST}, {"PUT", REQUEST_PUT}};

    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(methods[i].name, name) == 0) {
            return methods[i].method;
        }
    }
    return REQUEST_OTHER;
}

/* The address for throttling: an IPv4 one whole, of an IPv6 one the network that a customer gets. */
static void name_peer(struct MHD_Connection *connection, char out[46])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;

    (void)snprintf(out, 46, "unknown");
    if (address == NULL) {
        return;
    }
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;

        memcpy(&four, address, sizeof(four));
        (void)inet_ntop(AF_INET, &four.sin_addr, out, 46);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 six;

        memcpy(&six, address, sizeof(six));
        if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
            (void)inet_ntop(AF_INET, &six.sin6_addr.s6_addr[12], out, 46);
        } else {
            memset(&six.sin6_addr.s6_addr[8], 0, 8);
            (void)inet_ntop(AF_INET6, &six.sin6_addr, out, 46);
        }
    }
}

struct gather {
    struct exchange *exchange;
    size_t bytes;
    bool too_large, malformed;
};

static bool is_token(const char *name)
{
    for (const char *c = name; *c != '\0'; c++) {
        if (*c <= 0x20 || *c >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", *c) != NULL) {
            return false;
        }
    }
    return name[0] != '\0';
}

static enum MHD_Result gather_header(void *self, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    struct gather *gather = self;
    struct request *request = &gather->exchange->request;

    (void)kind;
    value = value == NULL ? "" : value;
    gather->bytes += strlen(name) + strlen(value) + 4;
    if (request->header_count == REQUEST_HEADERS_MAX || gather->bytes > SERVER_HEADER_BYTES_MAX) {
        gather->too_large = true;
        return MHD_NO;
    }
    if (!is_token(name)) {
        gather->malformed = true;
        return MHD_NO;
    }
    request->headers[request->header_count].name = name;
    request->headers[request->header_count++].value = value;
    return MHD_YES;
}

static enum MHD_Result gather_query(void *self, enum MHD_ValueKind kind, const char *name,
                                    const char *value)
{
    struct gather *gather = self;
    struct request *request = &gather->exchange->request;
    size_t at = request->query_count;

    (void)kind;
    if (at == sizeof(request->query) / sizeof(request->query[0]) ||
        !request_decode(bs_bytes_of(value == NULL ? "" : value), gather->exchange->query[at],
                        QUERY_VALUE_MAX)) {
        gather->malformed = true;
        return MHD_NO;
    }
    request->query[at].name = name;
    request->query[at].value = gather->exchange->query[at];
    request->query_count++;
    return MHD_YES;
}

static size_t count_header(const struct request *request, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < request->header_count; i++) {
        count += strcasecmp(request->headers[i].name, name) == 0;
    }
    return count;
}

/* Headers that two servers on one way must not read in two ways (request smuggling), and ones that we read once. */
static bool is_ambiguous(const struct request *request, const char *version)
{
    static const char *const once[] = {"Host",          "Content-Length", "Transfer-Encoding",
                                       "Authorization", "Content-Type",   "Content-Encoding",
                                       "Cookie",        "Content-Digest"};
    const char *coding = request_header(request, "Transfer-Encoding");
    const char *length = request_header(request, "Content-Length");

    for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
        if (count_header(request, once[i]) > 1) {
            return true;
        }
    }
    if (coding != NULL && (length != NULL || strcasecmp(coding, "chunked") != 0)) {
        return true;
    }
    if (length != NULL && (length[0] == '\0' || strspn(length, "0123456789") != strlen(length))) {
        return true;
    }
    return strcmp(version, "HTTP/1.1") == 0 && request_header(request, "Host") == NULL;
}

static void refuse(struct server *server, struct exchange *exchange, int status, const char *title,
                   const char *detail)
{
    reply_finish(&exchange->reply);
    reply_init(&exchange->reply);
    server->app.problem(server->app.self, &exchange->request, status, title, detail,
                        &exchange->reply);
    exchange->is_refused = true;
}

/* False: it was refused. */
static bool read_head(struct server *server, struct exchange *exchange,
                      struct MHD_Connection *connection, const char *url, const char *version)
{
    struct gather gather = {.exchange = exchange};
    bool long_path = strlen(url) >= sizeof(exchange->request.path);

    if (!long_path) {
        memcpy(exchange->request.path, url, strlen(url) + 1);
    }
    name_peer(connection, exchange->request.peer);
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, gather_header, &gather);
    (void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, gather_query, &gather);
    if (gather.too_large) {
        refuse(server, exchange, 431, "Request header fields too large", "Send fewer or shorter.");
    } else if (long_path) {
        refuse(server, exchange, 414, "URI too long", "No address here is that long.");
    } else if (gather.malformed || is_ambiguous(&exchange->request, version)) {
        refuse(server, exchange, 400, "Bad request", "The request head can be read in two ways.");
    }
    return !exchange->is_refused;
}

/* --- what goes out --- */

static enum MHD_Result send_reply(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct reply *reply = &exchange->reply;
    struct MHD_Response *response;
    bool caches = false;
    enum MHD_Result rc;

    response =
        MHD_create_response_from_buffer(reply->body.len, reply->body.data, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) {
        return MHD_NO;
    }
    for (size_t i = 0; i < sizeof(fixed_headers) / sizeof(fixed_headers[0]); i++) {
        (void)MHD_add_response_header(response, fixed_headers[i].name, fixed_headers[i].value);
    }
    for (size_t i = 0; i < reply->header_count; i++) {
        caches = caches || strcasecmp(reply->headers[i].name, "Cache-Control") == 0;
        (void)MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    }
    if (!caches) {
        (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    }
    if (reply->media_type != NULL) {
        (void)MHD_add_response_header(response, "Content-Type", reply->media_type);
    }
    rc = MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return rc;
}

static enum MHD_Result finish_exchange(struct server *server, struct exchange *exchange,
                                       struct MHD_Connection *connection)
{
    if (!exchange->is_refused) {
        exchange->request.body = bs_buf_bytes(&exchange->body);
        server->app.answer(server->app.self, exchange->state, &exchange->request, &exchange->reply);
    }
    if (exchange->reply.status == 0 || exchange->reply.body.over) {
        refuse(server, exchange, 500, "Internal error", "It was noted.");
    }
    return send_reply(exchange, connection);
}

/* --- how long it may take --- */

static struct patience_line *line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

static void on_connection(void *self, struct MHD_Connection *connection, void **line,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *server = self;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    char network[PATIENCE_NETWORK_TEXT];

    if (what == MHD_CONNECTION_NOTIFY_STARTED && info != NULL) {
        name_peer(connection, network);
        *line = patience_enter(server->patience, info->connect_fd, network, server->head_s);
    } else if (what == MHD_CONNECTION_NOTIFY_CLOSED && *line != NULL) {
        patience_leave(server->patience, *line);
        *line = NULL;
    }
}

/* --- the course of one request --- */

static uint64_t announced_length(const struct request *request)
{
    const char *length = request_header(request, "Content-Length");

    return length == NULL ? 0 : strtoull(length, NULL, 10);
}

static bool has_body(const struct request *request)
{
    return announced_length(request) > 0 || request_header(request, "Transfer-Encoding") != NULL;
}

static enum MHD_Result begin(struct server *server, struct exchange *exchange,
                             struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version)
{
    struct request *request = &exchange->request;
    uint64_t length;
    size_t body_max = 0;

    request->method = method_of(method);
    if (!read_head(server, exchange, connection, url, version)) {
        /* Nobody knows where this request ends: the answer closes the connection. */
        reply_header(&exchange->reply, "Connection", "%s", "close");
        return finish_exchange(server, exchange, connection);
    }
    if (!server->app.admit(server->app.self, exchange->state, request, &body_max,
                           &exchange->reply)) {
        exchange->is_refused = true;
    }
    length = announced_length(request);
    if (!exchange->is_refused && length > body_max) {
        refuse(server, exchange, 413, "Content too large", "The body is over the limit.");
    }
    bs_buf_init(&exchange->body, body_max);
    /* Answering before the body costs the connection: only for one that is endless or that waits for our word. */
    if (exchange->is_refused && has_body(request) &&
        (length > SERVER_DRAIN_MAX || request_header(request, "Expect") != NULL)) {
        return finish_exchange(server, exchange, connection);
    }
    return MHD_YES;
}

static enum MHD_Result take_body(struct server *server, struct exchange *exchange, const char *data,
                                 size_t *size)
{
    if (monotonic_s() - exchange->began_s > SERVER_REQUEST_SECONDS) {
        return MHD_NO;
    }
    exchange->drained += *size;
    if (!exchange->is_refused) {
        bs_buf_add(&exchange->body, data, *size);
        if (exchange->body.over) {
            refuse(server, exchange, 413, "Content too large", "The body is over the limit.");
        }
    }
    *size = 0;
    return exchange->is_refused && exchange->drained > SERVER_DRAIN_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result on_access(void *self, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *size, void **state)
{
    struct server *server = self;
    struct exchange *exchange = *state;

    if (exchange == NULL) {
        exchange = bs_xcalloc(1, sizeof(*exchange));
        reply_init(&exchange->reply);
        exchange->began_s = monotonic_s();
        patience_allow(server->patience, line_of(connection), SERVER_REQUEST_SECONDS);
        *state = exchange;
        return begin(server, exchange, connection, url, method, version);
    }
    if (*size > 0) {
        return take_body(server, exchange, data, size);
    }
    return finish_exchange(server, exchange, connection);
}

static void on_completed(void *self, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode why)
{
    struct server *server = self;
    struct exchange *exchange = *state;

    (void)why;
    patience_allow(server->patience, line_of(connection), server->head_s);
    if (exchange != NULL) {
        bs_wipe(exchange->body.data, exchange->body.data == NULL ? 0 : exchange->body.len);
        bs_buf_finish(&exchange->body);
        reply_finish(&exchange->reply);
        free(exchange);
        *state = NULL;
    }
}

/* Paths and queries stay as they were sent: routes know no escapes, queries are decoded above. */
static size_t keep_escapes(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self;
    (void)connection;
    return strlen(text);
}

/* --- start and stop --- */

static enum bs_err open_socket(const char *address, uint16_t port, int *out, struct bs_error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found = NULL;
    char service[8];
    int fd = -1, one = 1, zero = 0;
    enum bs_err rc = BS_OK;

    (void)snprintf(service, sizeof(service), "%u", (unsigned)port);
    if (getaddrinfo(address, service, &hints, &found) != 0) {
        return bs_fail(err, BS_BAD, "%s: not an address", address);
    }
    fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
        (found->ai_family == AF_INET6 &&
         setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero)) != 0) ||
        bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        rc = bs_fail(err, BS_REFUSED, "cannot listen on %s port %u: %s", address, (unsigned)port,
                     strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
    } else {
        *out = fd;
    }
    freeaddrinfo(found);
    return rc;
}

static struct MHD_Daemon *start_daemon(struct server *server, const struct server_options *options)
{
    /*
     * The library's epoll is edge-triggered and reads once: an end that comes together with bytes goes unnoticed, and keeps its place until its
     * time is over. Few places, as for figures, would all be taken so. And a stop wakes its thread also when all are.
     */
    const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC |
                           (options->threads > 1 ? MHD_USE_EPOLL : MHD_USE_POLL);
    struct MHD_OptionItem items[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, options->connections, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, options->timeout_s, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {options->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, options->threads,
         NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    if (options->certificate == NULL) {
        return MHD_start_daemon(flags, 0, NULL, NULL, on_access, server, MHD_OPTION_ARRAY, items,
                                MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
                                MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
                                MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
    }
    return MHD_start_daemon(
        flags | MHD_USE_TLS, 0, NULL, NULL, on_access, server, MHD_OPTION_ARRAY, items,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_HTTPS_MEM_CERT, options->certificate, MHD_OPTION_HTTPS_MEM_KEY, options->key,
        MHD_OPTION_HTTPS_PRIORITIES, tls_priority, MHD_OPTION_END);
}

enum bs_err server_start(const struct server_options *options, const struct server_app *app,
                         struct server **out, struct bs_error *err)
{
    struct server *server = bs_xcalloc(1, sizeof(*server));
    enum bs_err rc;

    server->app = *app;
    server->head_s = options->head_s;
    server->socket = -1;
    rc = patience_create(options->connections_per_address, &server->patience, err);
    if (rc != BS_OK) {
        goto out;
    }
    rc = open_socket(options->address, options->port, &server->socket, err);
    if (rc != BS_OK) {
        goto out;
    }
    server->daemon = start_daemon(server, options);
    if (server->daemon == NULL) {
        rc = bs_fail(err, BS_BAD, "the HTTP library does not start: look at certificate and key");
        goto out;
    }
    *out = server;
    server = NULL;
out:
    server_stop(server);
    return rc;
}

uint16_t server_port(const struct server *server)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof(address);
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (getsockname(server->socket, (struct sockaddr *)&address, &size) != 0) {
        return 0;
    }
    if (address.ss_family == AF_INET) {
        memcpy(&four, &address, sizeof(four));
        return ntohs(four.sin_port);
    }
    memcpy(&six, &address, sizeof(six));
    return ntohs(six.sin6_port);
}

void server_stop(struct server *server)
{
    if (server == NULL) {
        return;
    }
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon); /* closes the socket as well */
    } else if (server->socket >= 0) {
        close(server->socket);
    }
    patience_destroy(server->patience);
    free(server);
}
