/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What syncd brought: a bundle, who this kiosk is, what became of a stick. */

#include "worker_p.h"

#include <string.h>

#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/stick.h>
#include <buurtstem/utf8.h>

#define STICK_MS 240000 /* a big log on a slow stick takes its time */

/* Anything that the screen has to know of a bundle that cannot be used is in the log; the old one stays. */
static void hand_on_bundle(struct worker *worker, struct bs_syncstate *state)
{
    struct bs_bundle_meta meta;
    struct bs_error err = {0};
    enum bs_err rc = bs_catalogue_meta(state, &meta, &err);
    if (rc != BS_OK || meta.serial == worker->serial) {
        worker->is_unread = rc == BS_AGAIN || rc == BS_LATER;
        return;
    }
    struct bs_buf bytes;
    bs_buf_init(&bytes, BS_BUNDLE_BYTES_MAX);
    struct bs_bundle *bundle = NULL;
    rc = bs_catalogue_get(state, &meta, &bytes, &err);
    if (rc == BS_OK) {
        rc = bs_bundle_parse(bs_buf_bytes(&bytes), &bundle, &err);
    }
    bs_buf_finish(&bytes);
    worker->is_unread = rc == BS_AGAIN || rc == BS_LATER;
    if (!worker->is_unread) {
        worker->serial = meta.serial; /* what can be read later is looked for again */
    }
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "bundle.unusable", "serial=%lld why=\"%s\"", (long long)meta.serial,
               err.text);
        return;
    }
    desk_work_set_policy(&worker->desk, bundle);
    bs_log(BS_LOG_INFO, "bundle.new", "serial=%lld", (long long)meta.serial);
    if (!worker_post(worker, (struct worker_event){.kind = WORKER_BUNDLE, .bundle = bundle})) {
        bs_bundle_destroy(bundle);
        worker->serial = -1;
        worker->is_unread = true;
    }
}

/* ---- the log on a stick ---- */

static void tell_stick(struct worker *worker, enum desk_intent_kind kind, size_t index)
{
    struct desk_answer *answer = bs_xcalloc(1, sizeof *answer);
    answer->kind = kind;
    answer->index = index;
    answer->is_stick = true;
    worker->stick_ask[0] = '\0';
    if (!worker_post(worker, (struct worker_event){.kind = WORKER_DESK, .desk = answer})) {
        desk_answer_destroy(answer);
    }
}

static void tell_outcome(struct worker *worker, enum bs_stick outcome)
{
    switch (outcome) {
    case BS_STICK_DONE:
        tell_stick(worker, DESK_KEPT, 0);
        break;
    case BS_STICK_NOTHING:
        tell_stick(worker, DESK_KEPT, 1);
        break;
    case BS_STICK_NONE:
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_NO_STICK);
        break;
    case BS_STICK_FULL:
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_STICK_FULL);
        break;
    case BS_STICK_LOCKED:
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_STICK_LOCKED);
        break;
    case BS_STICK_STALE: /* it stood there for longer than anybody waits */
    case BS_STICK_FAILED:
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_DISK);
        break;
    }
}

static void look_at_stick(struct worker *worker, struct bs_syncstate *state)
{
    struct bs_stick_outcome outcome;
    struct bs_error none = {0};
    if (worker->stick_ask[0] != '\0' && bs_syncstate_stick(state, &outcome, &none) == BS_OK &&
        strcmp(outcome.id, worker->stick_ask) == 0) {
        tell_outcome(worker, outcome.outcome);
    }
}

void worker_ask_stick(struct worker *worker)
{
    struct bs_error err = {0};
    enum bs_err rc =
        bs_stick_ask(worker->options.state_dir, &worker->random, worker->stick_ask, &err);
    worker->stick_asked_ms = worker->timer.mono_ms(worker->timer.self);
    if (rc != BS_OK) {
        bs_log(BS_LOG_ERROR, "stick.not-asked", "code=%s why=\"%s\"", bs_err_name(rc), err.text);
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_DISK);
    }
}

/* syncd that does not run answers nothing. */
static void give_up_stick(struct worker *worker)
{
    const int64_t waited = worker->timer.mono_ms(worker->timer.self) - worker->stick_asked_ms;
    if (worker->stick_ask[0] != '\0' && waited >= STICK_MS) {
        bs_log(BS_LOG_ERROR, "stick.no-answer", "waited_ms=%lld", (long long)waited);
        tell_stick(worker, DESK_NOT_KEPT, DESK_TROUBLE_DISK);
    }
}

void worker_look_for_news(struct worker *worker)
{
    struct bs_syncstate *state = NULL;
    struct bs_identity identity;
    struct bs_error err = {0};
    worker->is_unread = false;
    enum bs_err rc = bs_syncstate_open_reader(worker->options.sync_dir, &state, &err);
    if (rc == BS_OK) {
        look_at_stick(worker, state); /* also where nobody is enrolled: then that is the answer */
        rc = bs_syncstate_identity(state, &identity, &err);
    }
    if (rc == BS_OK) {
        bs_utf8_copy(worker->keeper.kiosk, sizeof worker->keeper.kiosk, identity.kiosk);
        hand_on_bundle(worker, state);
    } else if (rc != BS_NOTFOUND) {
        worker->is_unread = rc == BS_AGAIN || rc == BS_LATER;
        bs_log(BS_LOG_WARNING, "news.unreadable", "why=\"%s\"", err.text);
    }
    bs_syncstate_close(state);
    give_up_stick(worker);
}
