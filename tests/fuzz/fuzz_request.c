/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What a stranger can put into a request of central: path, cookies, a form, a compressed body. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "coding.h"
#include "fuzz_target.h"
#include "request.h"
#include "route.h"

enum { DECODED_MAX = 4096, VALUE = 32 };

static void nobody(struct central *central, const struct route_caller *caller,
                   const struct request *request, struct reply *reply)
{
    (void)central;
    (void)caller;
    (void)request;
    (void)reply;
}

static const struct route routes[] = {
    {REQUEST_GET, "/", ROUTE_ANYONE, 0, nobody},
    {REQUEST_GET, "/v1/kiosks/{kiosk}/bundle", ROUTE_KIOSK, 0, nobody},
    {REQUEST_GET, "/{a}/{b}/{c}/{d}", ROUTE_STAFF, 0, nobody},
};

static void try_path(const char *text)
{
    struct request request = {.method = REQUEST_GET};

    if (strlen(text) >= sizeof(request.path)) {
        return;
    }
    memcpy(request.path, text, strlen(text) + 1);
    if (route_find(routes, sizeof(routes) / sizeof(routes[0]), &request, NULL) == &routes[1]) {
        FUZZ_MUST(request.params[0][0] != '\0');
        FUZZ_MUST(strpbrk(request.params[0], "/.%\\ ") == NULL);
    }
}

static void try_fields(const char *text, struct bs_bytes body)
{
    struct request request = {.header_count = 2, .body = body};
    char value[VALUE];

    request.headers[0].name = "Cookie";
    request.headers[0].value = text;
    request.headers[1].name = "Content-Type";
    request.headers[1].value = "application/x-www-form-urlencoded";
    if (request_cookie(&request, "a", value, sizeof(value))) {
        FUZZ_MUST(value[0] != '\0' && strlen(value) < sizeof(value));
    }
    if (request_form(&request, "a", value, sizeof(value))) {
        FUZZ_MUST(strlen(value) < sizeof(value) && bs_utf8_valid(value, strlen(value)));
    }
}

static void try_coding(struct bs_bytes body)
{
    static const char *const names[] = {"gzip", "zstd", "identity"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct bs_buf out;

        bs_buf_init(&out, DECODED_MAX);
        if (coding_decode(names[i], body, DECODED_MAX, &out, NULL) != BS_OK) {
            FUZZ_MUST(out.len == 0);
        }
        FUZZ_MUST(out.len <= DECODED_MAX);
        bs_buf_finish(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bs_bytes body = {data, size};
    char *text = bs_xcalloc(size + 1, 1);

    if (size > 0) {
        memcpy(text, data, size);
    }
    try_path(text);
    try_fields(text, body);
    try_coding(body);
    free(text);
    return 0;
}
