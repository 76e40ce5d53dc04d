/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything that is the same for each route happens here, so that no handler can forget it. */

#include "dispatch.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/random.h>
#include <buurtstem/uuid.h>

#include "api.h"
#include "kiosk_auth.h"
#include "metrics.h"
#include "staff_auth.h"

/* What lives from the headers to the answer. */
struct passage {
    const struct route *route;
    struct route_caller caller;
};
static_assert(sizeof(struct passage) <= SERVER_STATE_MAX, "the server keeps this much");

/* --- refusals --- */

static bool wants_page(const struct request *request)
{
    const char *accept = request_header(request, "Accept");

    return strcmp(request->path, "/v1") != 0 && strncmp(request->path, "/v1/", 4) != 0 &&
           strncmp(request->path, "/.well-known/", 13) != 0 && accept != NULL &&
           strstr(accept, "text/html") != NULL;
}

/* A problem for a browser becomes a page, whoever found it. */
static void shape(struct dispatch *dispatch, const struct request *request,
                  const struct route_caller *caller, struct reply *reply)
{
    if (dispatch->problem_page != NULL && reply->media_type != NULL &&
        strcmp(reply->media_type, BS_PROBLEM_MEDIA_TYPE) == 0 && wants_page(request)) {
        dispatch->problem_page(dispatch->central, caller, reply->status, reply);
    }
}

static void problem(void *self, const struct request *request, int status, const char *title,
                    const char *detail, struct reply *reply)
{
    struct dispatch *dispatch = self;

    reply_simple_problem(reply, status, title, detail);
    shape(dispatch, request, NULL, reply);
    metrics_add(dispatch->central->metrics,
                status >= 500 ? METRIC_RESPONSES_5XX : METRIC_RESPONSES_4XX, 1);
}

/* The methods that a known path understands. */
static void allow(struct dispatch *dispatch, const struct request *request, struct reply *reply)
{
    static const struct {
        enum request_method method;
        const char *names;
    } methods[] = {{REQUEST_GET, "GET, HEAD"}, {REQUEST_POST, "POST"}, {REQUEST_PUT, "PUT"}};
    char names[64] = "";

    for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]); m++) {
        for (size_t t = 0; t < dispatch->table_count; t++) {
            struct request probe = *request;

            probe.method = methods[m].method;
            if (route_find(dispatch->tables[t].routes, dispatch->tables[t].count, &probe, NULL) !=
                NULL) {
                size_t len = strlen(names);

                (void)snprintf(names + len, sizeof(names) - len, "%s%s", len == 0 ? "" : ", ",
                               methods[m].names);
                break;
            }
        }
    }
    reply_header(reply, "Allow", "%s", names);
}

/* --- admission --- */

static const struct route *find(struct dispatch *dispatch, struct request *request,
                                bool *path_known)
{
    *path_known = false;
    for (size_t i = 0; i < dispatch->table_count; i++) {
        bool known = false;
        const struct route *route =
            route_find(dispatch->tables[i].routes, dispatch->tables[i].count, request, &known);

        *path_known = *path_known || known;
        if (route != NULL) {
            return route;
        }
    }
    return NULL;
}

static bool admit_kiosk(struct dispatch *dispatch, struct passage *passage,
                        const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc =
        kiosk_auth(dispatch->central, request, request->params[0], &passage->caller, &err);

    if (rc == BS_NOTFOUND) {
        reply_problem(reply, &(struct bs_problem){.type = BS_PROBLEM_UNKNOWN_KIOSK,
                                                  .status = 401,
                                                  .title = "The token is not known"});
        reply_header(reply, "WWW-Authenticate", "Bearer");
    } else if (rc == BS_REFUSED) {
        reply_simple_problem(reply, 403, "Forbidden", "The token is another kiosk's.");
    } else if (rc != BS_OK) {
        api_refuse_storage(dispatch->central, &err, reply);
    }
    return rc == BS_OK;
}

static bool admit_staff(struct dispatch *dispatch, struct passage *passage,
                        const struct request *request, struct reply *reply)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc = staff_session(dispatch->central, request, &passage->caller, &err);

    if (rc == BS_NOTFOUND && (request->method == REQUEST_GET || request->method == REQUEST_HEAD)) {
        reply_see_other(reply, STAFF_SIGN_IN_PATH);
    } else if (rc == BS_NOTFOUND) {
        reply_simple_problem(reply, 403, "Forbidden", "Sign in first.");
    } else if (rc != BS_OK) {
        api_refuse_storage(dispatch->central, &err, reply);
    }
    return rc == BS_OK;
}

static void note(struct dispatch *dispatch, const struct request *request, struct reply *reply)
{
    static const enum metric classes[] = {METRIC_RESPONSES_2XX, METRIC_RESPONSES_3XX,
                                          METRIC_RESPONSES_4XX, METRIC_RESPONSES_5XX};
    int class = reply->status / 100;

    if (class >= 2 && class <= 5) {
        metrics_add(dispatch->central->metrics, classes[class - 2], 1);
    }
    if (class == 5) {
        struct bs_random random = bs_random_system();
        struct bs_uuid uuid =
            bs_uuid_v7(dispatch->central->clock.wall_ms(dispatch->central->clock.self), &random);
        char id[BS_UUID_TEXT];

        bs_uuid_format(&uuid, id);
        reply_header(reply, "Request-Id", "%s", id);
        bs_log(BS_LOG_WARNING, "request-failed", "id=%s status=%d path=\"%s\"", id, reply->status,
               request->path);
    }
}

static bool pass(struct dispatch *dispatch, struct passage *passage, struct request *request,
                 size_t *body_max, struct reply *reply)
{
    bool path_known = false;

    if (atomic_load(&dispatch->central->is_broken)) {
        reply_simple_problem(reply, 503, "Not available", "The server is restarting.");
        reply_header(reply, "Retry-After", "%d", 30);
        return false;
    }
    passage->route = find(dispatch, request, &path_known);
    if (passage->route == NULL) {
        reply_simple_problem(
            reply, path_known ? 405 : 404, path_known ? "Method not allowed" : "Not found",
            path_known ? "Allow tells which are." : "There is nothing at this address.");
        if (path_known) {
            allow(dispatch, request, reply);
        }
        return false;
    }
    *body_max = passage->route->body_max;
    switch (passage->route->who) {
    case ROUTE_KIOSK:
        return admit_kiosk(dispatch, passage, request, reply);
    case ROUTE_STAFF:
        return admit_staff(dispatch, passage, request, reply);
    case ROUTE_ANYONE:
        break;
    }
    return true;
}

static bool admit(void *self, void *state, struct request *request, size_t *body_max,
                  struct reply *reply)
{
    struct dispatch *dispatch = self;

    if (pass(dispatch, state, request, body_max, reply)) {
        return true;
    }
    shape(dispatch, request, NULL, reply);
    note(dispatch, request, reply);
    return false;
}

static void answer(void *self, void *state, const struct request *request, struct reply *reply)
{
    struct dispatch *dispatch = self;
    struct passage *passage = state;
    bool changes = request->method != REQUEST_GET && request->method != REQUEST_HEAD;

    if (passage->route->who == ROUTE_STAFF && changes &&
        !staff_form_ok(request, &passage->caller)) {
        reply_simple_problem(reply, 403, "Forbidden",
                             "The form did not come from here, or is too old.");
    } else {
        passage->route->handler(dispatch->central, &passage->caller, request, reply);
    }
    shape(dispatch, request, &passage->caller, reply);
    note(dispatch, request, reply);
}

struct server_app dispatch_app(struct dispatch *dispatch)
{
    return (struct server_app){
        .admit = admit, .answer = answer, .problem = problem, .self = dispatch};
}
