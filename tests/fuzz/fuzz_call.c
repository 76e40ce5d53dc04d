/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Any request to a whole central: route, token, cookie, headers, query, form and body, up to the database.
 *   METHOD PATH?QUERY
 *   NAME: VALUE … an empty line, and the body
 * A VALUE of "@" is the right one: of Authorization the kiosk's token ("@@": that of the one that is revoked), of Cookie the
 * session, of Content-Digest the digest of the body. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "api.h"
#include "dispatch.h"
#include "fuzz_target.h"
#include "pages.h"
#include "staff_auth.h"
#include "whole_central.h"

enum { VALUE_ROOM = 96 };

struct call {
    struct request request;
    char digest[64], token[VALUE_ROOM], cookie[VALUE_ROOM];
};

/* The line up to its end, cut off the text. NULL: there is none. */
static char *take_line(char **text)
{
    char *line = *text, *end = line == NULL ? NULL : strchr(line, '\n');

    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    *text = end + 1;
    return line;
}

static void read_query(char *text, struct request *request)
{
    const size_t most = sizeof(request->query) / sizeof(request->query[0]);

    while (text != NULL && *text != '\0' && request->query_count < most) {
        struct request_pair *pair = &request->query[request->query_count++];
        char *next = strchr(text, '&'), *value;

        if (next != NULL) {
            *next++ = '\0';
        }
        value = strchr(text, '=');
        if (value != NULL) {
            *value++ = '\0';
        }
        *pair = (struct request_pair){text, value == NULL ? "" : value};
        text = next;
    }
}

static bool read_first(char *line, struct request *request)
{
    static const char *const names[] = {"GET ", "HEAD ", "POST ", "PUT "};
    char *query = strchr(line, '?');
    size_t at = 0;

    while (at < sizeof(names) / sizeof(names[0]) &&
           strncmp(line, names[at], strlen(names[at])) != 0) {
        at++;
    }
    request->method = (enum request_method)at;
    line += at < REQUEST_OTHER ? strlen(names[at]) : 0;
    if (query != NULL) {
        *query++ = '\0';
        read_query(query, request);
    }
    if (query != NULL && query - 1 < line) {
        return false;
    }
    if (strlen(line) >= sizeof(request->path)) {
        return false;
    }
    memcpy(request->path, line, strlen(line) + 1);
    return true;
}

static void read_header(char *line, struct request *request)
{
    struct request_pair *pair = &request->headers[request->header_count];
    char *value = strstr(line, ": ");

    if (value == NULL || request->header_count == REQUEST_HEADERS_MAX) {
        return;
    }
    *value = '\0';
    *pair = (struct request_pair){line, value + 2};
    request->header_count++;
}

static void put_right(struct call *call)
{
    for (size_t i = 0; i < call->request.header_count; i++) {
        struct request_pair *pair = &call->request.headers[i];
        const bool is_second = strcmp(pair->value, "@@") == 0;

        if (!is_second && strcmp(pair->value, "@") != 0) {
            continue;
        }
        if (strcmp(pair->name, "Authorization") == 0) {
            (void)snprintf(call->token, sizeof(call->token), "Bearer %s",
                           is_second ? FUZZ_TOKEN_REVOKED : FUZZ_TOKEN);
            pair->value = call->token;
        } else if (strcmp(pair->name, "Cookie") == 0) {
            (void)snprintf(call->cookie, sizeof(call->cookie), "%s=%s", STAFF_COOKIE, FUZZ_COOKIE);
            pair->value = call->cookie;
        } else if (strcmp(pair->name, BS_DIGEST_HEADER) == 0) {
            bs_content_digest(call->request.body, call->digest);
            pair->value = call->digest;
        }
    }
}

static bool read_call(char *text, size_t size, struct call *call)
{
    char *rest = text, *line = take_line(&rest);

    if (line == NULL || !read_first(line, &call->request)) {
        return false;
    }
    while ((line = take_line(&rest)) != NULL && line[0] != '\0') {
        read_header(line, &call->request);
    }
    call->request.body = (struct bs_bytes){(const uint8_t *)rest, size - (size_t)(rest - text)};
    put_right(call);
    return true;
}

static void look_at_reply(const struct reply *reply)
{
    FUZZ_MUST(reply->status >= 200 && reply->status <= 599);
    FUZZ_MUST(reply->status != 500 && !reply->body.over);
    for (size_t i = 0; i < reply->header_count; i++) {
        FUZZ_MUST(strpbrk(reply->headers[i].value, "\r\n") == NULL);
    }
    if (reply->media_type != NULL && strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) == 0) {
        struct bs_problem problem;

        FUZZ_MUST(bs_problem_decode(bs_buf_bytes(&reply->body), &problem, NULL) == BS_OK);
        FUZZ_MUST(problem.status == reply->status);
    }
}

/* What another made of it before must not matter. */
static void put_back(const struct request *request, const struct reply *reply)
{
    const bool changes = request->method == REQUEST_POST || request->method == REQUEST_PUT;

    if (changes && (reply->status < 400 || reply->status == 403 || reply->status == 409 ||
                    reply->status == 429)) {
        whole_central_verify();
        whole_central_restore();
    }
}

static void call_central(struct call *call)
{
    struct dispatch dispatch = {
        .central = whole_central(),
        .table_count = 2,
        .tables = {{api_routes, api_route_count}, {dashboard_routes, dashboard_route_count}},
        .problem_page = dashboard_problem};
    const struct server_app app = dispatch_app(&dispatch);
    _Alignas(max_align_t) char state[SERVER_STATE_MAX] = {0};
    size_t body_max = 0;
    struct reply reply;

    reply_init(&reply);
    if (app.admit(app.self, state, &call->request, &body_max, &reply) &&
        call->request.body.len <= body_max) {
        app.answer(app.self, state, &call->request, &reply);
    }
    if (reply.status != 0) { /* a body that is too large the server refuses itself */
        look_at_reply(&reply);
        put_back(&call->request, &reply);
    }
    reply_finish(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = bs_xcalloc(1, sizeof(*call));
    char *text = bs_xcalloc(size + 1, 1);

    if (size > 0) {
        memcpy(text, data, size);
    }
    (void)strcpy(call->request.peer, "192.0.2.1");
    /* A password is hashed for so long on purpose. */
    if (read_call(text, size, call) && !(call->request.method == REQUEST_POST &&
                                         strcmp(call->request.path, STAFF_SIGN_IN_PATH) == 0)) {
        call_central(call);
    }
    free(text);
    free(call);
    return 0;
}
