/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A visit that begins as another one ends: another subject, one that a connector helps, her door. */

#include "session_p.h"

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

/* Somebody is there, though the visit did not see the touch: outside opening hours the screen is lit. */
static void notice(struct session *session, int64_t now_ms)
{
    session->touched_ms = now_ms;
    session->was_left = false;
}

/* Another visit on attract, shown and heard as the one before it. False: where nothing is asked, nobody is there. */
static bool begin_anew(struct session *session, int64_t now_ms)
{
    unsigned modes = session->modes;
    int volume = session->volume;
    bool is_slow = session->is_slow;
    session_end_visit(session, now_ms);
    if (session->screen != SESSION_ATTRACT) {
        return false;
    }
    session_begin_visit(session, now_ms);
    session->modes = modes;
    session->volume = volume;
    session->is_slow = is_slow;
    return true;
}

bool session_another(struct session *session, int64_t now_ms)
{
    if (session->screen != SESSION_THANKS) {
        return false;
    }
    enum bs_channel channel = session->channel;
    char lang[BS_LANG_TEXT], batch[BS_BATCH_TEXT];
    bs_utf8_copy(lang, sizeof lang, session->lang);
    bs_utf8_copy(batch, sizeof batch, session->batch);
    if (begin_anew(session, now_ms)) {
        session->channel = channel;
        bs_utf8_copy(session->lang, sizeof session->lang, lang);
        bs_utf8_copy(session->batch, sizeof session->batch, batch);
    }
    return true;
}

static size_t open_programme(const struct session *session, const char *slug)
{
    for (size_t i = 0; session_open_at(session, i) != SESSION_NONE; i++) {
        size_t index = session_open_at(session, i);
        if (strcmp(session->bundle->programmes[index].programme->id, slug) == 0) {
            return index;
        }
    }
    return SESSION_NONE;
}

void session_help(struct session *session, enum bs_channel channel, const char *batch,
                  const char *programme, int64_t now_ms)
{
    size_t index = open_programme(session, programme);
    notice(session, now_ms);
    if (!begin_anew(session, now_ms)) {
        return;
    }
    session->channel = channel;
    if (channel == BS_CHANNEL_PAPER && bs_utf8_is_line(batch, BS_BATCH_MAX)) {
        bs_utf8_copy(session->batch, sizeof session->batch, batch);
    }
    if (index != SESSION_NONE) {
        session_begin_programme(session, index, now_ms);
    }
}

bool session_was_left(const struct session *session)
{
    return session->was_left;
}

void session_set_aside(struct session *session, int64_t now_ms)
{
    notice(session, now_ms);
    if (session->modes == 0) {
        session_end_visit(session, now_ms);
    } else {
        begin_anew(session, now_ms);
    }
}
