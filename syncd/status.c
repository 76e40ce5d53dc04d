/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers what sync.db and kiosk.db say into one JSON object. Only reads. */
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/backlog.h>
#include <buurtstem/carried.h>
#include <buurtstem/clock.h>
#include <buurtstem/json.h>
#include <buurtstem/mem.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "presence.h"

#define NOT_ENROLLED                                                                               \
    "Deze kiosk is nog niet aangemeld bij een server. Vraag de beheerder van de server om een "    \
    "code en meld de kiosk "                                                                       \
    "aan."

struct gathered {
    struct bs_syncstate *state; /* owned; NULL: nothing there */
    struct bs_outbox *outbox;   /* owned; NULL: nothing there */
    struct bs_identity identity;
    struct bs_sync_status status;
    struct bs_bundle_meta bundle;
    bool is_enrolled, has_bundle;
    bool is_state_read, is_log_read; /* else nothing is said of what stands there */
    struct bs_backlog backlog;
    struct bs_json *epochs; /* owned */
};

static void set_time(struct bs_json *json, const char *key, int64_t wall_ms)
{
    char text[25];
    if (wall_ms == 0) {
        bs_json_set_null(json, key);
        return;
    }
    bs_time_format_utc(wall_ms, text);
    bs_json_set_string(json, key, text);
}

/* "Not there" is no fault. */
static enum bs_err forgive_missing(enum bs_err rc, const struct bs_error *why, struct bs_error *err)
{
    return rc == BS_OK || rc == BS_NOTFOUND ? BS_OK : bs_fail(err, rc, "%s", why->text);
}

/* The address that is in use, which a bundle may have changed since the enrolment. */
static enum bs_err gather_way(struct gathered *out, struct bs_error *err)
{
    struct bs_error why = {0};
    struct bs_contact *contact = bs_xcalloc(1, sizeof *contact);
    enum bs_err rc = bs_syncstate_contact(out->state, BS_CONTACT_NOW, contact, &why);
    if (rc == BS_OK && contact->server[0] != '\0') {
        memcpy(out->identity.server, contact->server, sizeof out->identity.server);
    }
    free(contact);
    return forgive_missing(rc, &why, err);
}

static enum bs_err gather_state(const struct daemon_config *config, struct gathered *out,
                                struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_syncstate_open_reader(config->state_dir, &out->state, &why);
    if (rc != BS_OK) {
        return forgive_missing(rc, &why, err);
    }
    rc = bs_syncstate_identity(out->state, &out->identity, &why);
    out->is_enrolled = rc == BS_OK;
    if (forgive_missing(rc, &why, err) != BS_OK) {
        return rc;
    }
    rc = gather_way(out, err);
    if (rc != BS_OK) {
        return rc;
    }
    bs_error_clear(&why);
    rc = bs_catalogue_meta(out->state, &out->bundle, &why);
    out->has_bundle = rc == BS_OK;
    if (forgive_missing(rc, &why, err) != BS_OK) {
        return rc;
    }
    return bs_syncstate_status(out->state, &out->status, err);
}

/* The epoch that this one goes on from, as its first record says; null if it is not such a one. */
static void set_carried(struct gathered *all, const struct bs_outbox_tip *tip, struct bs_json *json)
{
    struct bs_outbox_slice slice;
    struct bs_record record;
    struct bs_carried carried;
    struct bs_buf line;
    bs_json_set_null(json, "carried");
    bs_buf_init(&line, BS_RECORD_HEAD_MAX + BS_RECORD_BODY_MAX + 2);
    if (tip->seq > 0 &&
        bs_outbox_read(all->outbox, tip->epoch, 1, 1, BS_RECORD_HEAD_MAX + BS_RECORD_BODY_MAX + 2,
                       &line, &slice, NULL) == BS_OK &&
        bs_record_parse((struct bs_bytes){line.data, line.len - 1}, &record, NULL, NULL) == BS_OK &&
        strcmp(record.kind, BS_KIND_CARRIED) == 0 &&
        bs_carried_read(record.body, &carried, NULL) == BS_OK) {
        bs_json_set_string(json, "carried", carried.epoch);
    }
    bs_buf_finish(&line);
}

static void add_epoch(void *self, const struct bs_outbox_tip *tip,
                      const struct bs_position *position, uint64_t acknowledged)
{
    struct gathered *out = self;
    struct bs_json *json = bs_json_new_object();
    bs_json_set_string(json, "epoch", tip->epoch);
    bs_json_set_int(json, "stored", (int64_t)tip->send_to);
    bs_json_set_int(json, "acknowledged", (int64_t)acknowledged);
    bs_json_set_int(json, "sent_to", (int64_t)position->sent_to);
    bs_json_set_int(json, "server_complete_to", (int64_t)position->complete_to);
    bs_json_set_int(json, "backup_complete_to", (int64_t)position->backup_complete_to);
    bs_json_set_bool(json, "ended", tip->has_ended);
    set_carried(out, tip, json);
    bs_json_add_take(out->epochs, json);
}

static enum bs_err gather_outbox(const struct daemon_config *config, struct gathered *out,
                                 struct bs_error *err)
{
    struct bs_error why = {0};
    enum bs_err rc = bs_outbox_open_reader(config->kiosk_dir, &out->outbox, &why);
    if (rc != BS_OK) {
        return forgive_missing(rc, &why, err);
    }
    return bs_backlog_read(out->outbox, out->state, add_epoch, out, &out->backlog, err);
}

static void write_running(const struct daemon_config *config, struct bs_json *json)
{
    enum presence presence = presence_look(config->state_dir);
    if (presence == PRESENCE_UNKNOWN) {
        bs_json_set_null(json, "running");
    } else {
        bs_json_set_bool(json, "running", presence == PRESENCE_THERE);
    }
}

/* A receipt is told to the status only at the end of its round. */
static int64_t last_receipt_ms(const struct gathered *all)
{
    return all->backlog.last_receipt_ms > all->status.last_receipt_ms ? all->backlog.last_receipt_ms
                                                                      : all->status.last_receipt_ms;
}

static void write_who(const struct gathered *all, struct bs_json *json)
{
    bs_json_set_string(json, "version", BS_VERSION);
    if (all->is_state_read) {
        bs_json_set_bool(json, "enrolled", all->is_enrolled);
    } else {
        bs_json_set_null(json, "enrolled");
    }
    if (all->is_enrolled) {
        bs_json_set_string(json, "kiosk", all->identity.kiosk);
        bs_json_set_string(json, "tenant", all->identity.tenant);
        bs_json_set_string(json, "server", all->identity.server);
    }
}

static void write_trouble(const struct gathered *all, const char *fault, struct bs_json *json)
{
    enum bs_trouble trouble = all->is_enrolled ? all->status.trouble : BS_TROUBLE_AUTH;
    const char *sentence = all->is_enrolled ? all->status.sentence : NOT_ENROLLED;
    if (all->is_state_read) {
        bs_json_set_string(json, "trouble", bs_trouble_name(trouble));
    } else {
        bs_json_set_null(json, "trouble");
    }
    set_time(json, "trouble_since", all->is_enrolled ? all->status.trouble_since_ms : 0);
    if (fault != NULL) {
        char text[BS_ERROR_TEXT + 64];
        snprintf(text, sizeof text, "De gegevens op de kiosk zijn niet te lezen: %s", fault);
        bs_json_set_string(json, "last_error", text);
    } else if (sentence[0] != '\0') {
        bs_json_set_string(json, "last_error", sentence);
    } else {
        bs_json_set_null(json, "last_error");
    }
}

/* Null where it could not be counted: 0 of 0 would look as if all had arrived. */
static void set_count(const struct gathered *all, struct bs_json *json, const char *key,
                      uint64_t count)
{
    if (all->is_log_read && all->is_state_read) {
        bs_json_set_int(json, key, (int64_t)count);
    } else {
        bs_json_set_null(json, key);
    }
}

static void write_all(const struct daemon_config *config, struct gathered *all, const char *fault,
                      struct bs_buf *out)
{
    struct bs_json *json = bs_json_new_object();
    write_who(all, json);
    write_running(config, json);
    set_count(all, json, "stored", all->backlog.stored);
    set_count(all, json, "acknowledged", all->backlog.acknowledged);
    set_time(json, "oldest_unsent_at", all->backlog.oldest_unsent_ms);
    set_time(json, "last_receipt_at", last_receipt_ms(all));
    set_time(json, "last_try_at", all->status.last_try_ms);
    write_trouble(all, fault, json);
    set_count(all, json, "server_complete_to", all->backlog.server_complete_to);
    bs_json_set_int(json, "clock_offset_ms", all->status.clock_offset_ms);
    if (all->has_bundle) {
        bs_json_set_int(json, "bundle_serial", all->bundle.serial);
        set_time(json, "bundle_received_at", all->bundle.received_ms);
    } else {
        bs_json_set_null(json, "bundle_serial");
        bs_json_set_null(json, "bundle_received_at");
    }
    bs_json_set_take(json, "epochs", all->epochs);
    all->epochs = NULL;
    bs_json_write(json, true, out);
    bs_json_destroy(json);
}

enum bs_err status_write(const struct daemon_config *config, struct bs_buf *out,
                         struct bs_error *err)
{
    struct gathered all = {.epochs = bs_json_new_array()};
    struct bs_error first = {0};
    enum bs_err state = gather_state(config, &all, &first);
    enum bs_err outbox = gather_outbox(config, &all, &first);
    enum bs_err rc = state != BS_OK ? state : outbox;
    all.is_state_read = state == BS_OK;
    all.is_log_read = outbox == BS_OK;
    write_all(config, &all, rc == BS_OK ? NULL : first.text, out);
    bs_outbox_close(all.outbox);
    bs_syncstate_close(all.state);
    if (rc != BS_OK) {
        return bs_fail(err, rc, "%s", first.text);
    }
    return bs_buf_check(out, "the status", err);
}
