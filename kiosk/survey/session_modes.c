/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Large text, contrast, reach, speech; volume and pace: of one visit, whoever comes next begins without them. */

#include "session_p.h"

static bool toggle(struct session *session, size_t mode)
{
    if (mode != SESSION_LARGE && mode != SESSION_CONTRAST && mode != SESSION_REACH &&
        mode != SESSION_SPEECH) {
        return false;
    }
    session->modes ^= (unsigned)mode;
    if (mode == SESSION_LARGE || mode == SESSION_REACH) {
        session_forget_pages(session);
    }
    return true;
}

static bool set_volume(struct session *session, int volume)
{
    if (volume < 0 || volume >= SESSION_VOLUME_STEPS) {
        return false;
    }
    session->volume = volume;
    return true;
}

static bool set(struct session *session, const struct session_intent *intent)
{
    switch (intent->kind) {
    case SESSION_TOGGLE:
        return toggle(session, intent->index);
    case SESSION_LOUDER:
        return set_volume(session, session->volume + 1);
    case SESSION_SOFTER:
        return set_volume(session, session->volume - 1);
    case SESSION_SLOWER:
        session->is_slow = !session->is_slow;
        return true;
    default:
        return false;
    }
}

bool session_set_mode(struct session *session, const struct session_intent *intent, int64_t now_ms)
{
    bool has_somebody = session->is_active || session->screen == SESSION_ATTRACT;
    if (!has_somebody || !set(session, intent)) {
        return false;
    }
    session_begin_visit(session, now_ms);
    return true;
}
