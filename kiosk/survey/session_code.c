/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A receipt code is typed sign by sign; the last one leads to its answer. */

#include "session_p.h"

#include <string.h>

#include <buurtstem/mem.h>

static bool open_code(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_ATTRACT) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->code = SESSION_CODE_TYPING;
    session_enter(session, SESSION_CODE, now_ms);
    return true;
}

static void look_up(struct session *session, int64_t now_ms)
{
    char code[6];
    if (!bs_receipt_code_parse(session->typed, code)) {
        session->code = SESSION_CODE_WRONG;
        return;
    }
    for (size_t i = 0; i < session->bundle->programme_count; i++) {
        if (strcmp(session->bundle->programmes[i].programme->code, code) == 0) {
            session_show_answer(session, i, SESSION_NONE, now_ms);
            return;
        }
    }
    const struct bs_registered *found = bs_bundle_registered(session->bundle, code);
    if (found != NULL) {
        session_show_answer(session, SESSION_NONE, (size_t)(found - session->bundle->registered),
                            now_ms);
        return;
    }
    session->code = SESSION_CODE_UNKNOWN;
}

/* A sign behind a code that was refused begins another one. */
static bool type(struct session *session, size_t index, int64_t now_ms)
{
    if (session->screen != SESSION_CODE || index >= sizeof SESSION_SIGNS - 1) {
        return false;
    }
    if (session->code != SESSION_CODE_TYPING) {
        bs_wipe(session->typed, sizeof session->typed);
        session->code = SESSION_CODE_TYPING;
    }
    size_t len = strlen(session->typed);
    session->typed[len] = SESSION_SIGNS[index];
    if (len + 1 == SESSION_CODE_SIGNS) {
        look_up(session, now_ms);
    }
    return true;
}

static bool erase(struct session *session)
{
    size_t len = strlen(session->typed);
    if (session->screen != SESSION_CODE || len == 0) {
        return false;
    }
    session->typed[len - 1] = '\0';
    session->code = SESSION_CODE_TYPING;
    return true;
}

bool session_enter_code(struct session *session, const struct session_intent *intent,
                        int64_t now_ms)
{
    switch (intent->kind) {
    case SESSION_OPEN_CODE:
        return open_code(session, now_ms);
    case SESSION_TYPE:
        return type(session, intent->index, now_ms);
    case SESSION_ERASE:
        return erase(session);
    default:
        return false;
    }
}
