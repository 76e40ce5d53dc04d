/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Matches a path against the table: literal parts first come, first served; {…} takes one part that is not empty. */

#include "route.h"

#include <string.h>

/* The length of the part at `text`, up to the next '/' or the end. */
static size_t part_length(const char *text)
{
    return strcspn(text, "/");
}

/* Only what a slug or a code may hold, so that no handler meets an encoded slash or a dot-dot. */
static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_';

        if (!plain) {
            return false;
        }
    }
    return len > 0;
}

static bool match(const char *pattern, const char *path,
                  char params[REQUEST_PARAMS_MAX][REQUEST_PARAM_TEXT])
{
    size_t count = 0;

    for (;;) {
        size_t want = part_length(pattern), have = part_length(path);

        if (pattern[0] == '{') {
            if (count == REQUEST_PARAMS_MAX || have >= REQUEST_PARAM_TEXT ||
                !is_plain(path, have)) {
                return false;
            }
            memcpy(params[count], path, have);
            params[count++][have] = '\0';
        } else if (want != have || memcmp(pattern, path, want) != 0) {
            return false;
        }
        pattern += want;
        path += have;
        if (*pattern != *path) {
            return false;
        }
        if (*pattern == '\0') {
            return true;
        }
        pattern++;
        path++;
    }
}

const struct route *route_find(const struct route *routes, size_t count, struct request *request,
                               bool *path_known)
{
    enum request_method method = request->method == REQUEST_HEAD ? REQUEST_GET : request->method;
    bool known = false;
    const struct route *found = NULL;

    for (size_t i = 0; i < count && found == NULL; i++) {
        char params[REQUEST_PARAMS_MAX][REQUEST_PARAM_TEXT] = {""};

        if (match(routes[i].path, request->path, params)) {
            known = true;
            if (routes[i].method == method) {
                found = &routes[i];
                memcpy(request->params, params, sizeof(params));
            }
        }
    }
    if (path_known != NULL) {
        *path_known = known;
    }
    return found;
}
