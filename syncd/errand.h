/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef ERRAND_H
#define ERRAND_H

/*
 * One request from the files to the settled answer: opens what it needs, builds a batch, asks for the bundle or says how
 * the kiosk is, hands it to the transport, judges the answer, keeps the status in sync.db. When to do so is not decided
 * here. Functions block on the disk, never on the network.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/clock.h>
#include <buurtstem/outbox.h>
#include <buurtstem/syncstate.h>

#include "contact.h"
#include "daemon_config.h"
#include "pull.h"
#include "push.h"
#include "rotation.h"
#include "sched.h"
#include "transport.h"
#include "trouble.h"

struct errand_standing {
    bool is_known; /* since this process began */
    struct trouble trouble;
};

struct errand {
    const struct daemon_config *config; /* borrowed */
    struct bs_clock clock;
    struct transport *transport; /* owned; there from errand_init on */
    struct bs_syncstate *state;  /* owned; NULL: not enrolled, or set aside after a failure */
    struct bs_outbox *outbox;    /* owned; open during a round of pushes only */
    struct bs_identity identity; /* with the server that is in use */
    char enrolled_server[sizeof(
        ((struct bs_identity *)NULL)->server)]; /* where a way without one leads */
    char token[BS_TOKEN_TEXT];                  /* that goes with the next request */
    struct contact contact;
    struct rotation rotation;
    enum bs_contact_slot slot; /* that the transport is set up for */
    int64_t server_ms;         /* the highest time of central's clock that is known; 0: none */
    bool is_rotating;          /* the request under way offers a new token */
    struct trouble stuck;      /* why the new way to central does not work */
    struct push push;
    struct pull pull;
    struct bs_buf beat;                       /* owned; the heartbeat or credential under way */
    enum sched_task task;                     /* of the request under way */
    int64_t last_receipt_ms, clock_offset_ms; /* of the round; 0: no receipt yet */
    struct errand_standing standing[SCHED_TASKS];
};

/* BS_BROKEN: no transport. */
enum bs_err errand_init(struct errand *errand, const struct daemon_config *config,
                        struct bs_error *err);
void errand_finish(struct errand *errand); /* gives up a request under way; a zeroed one is fine */

/*
 * Opens sync.db and reads who we are; nothing to do if that was done. BS_NOTFOUND: not enrolled. BS_REFUSED: another
 * syncd or an enrolment has the files, or they are of a newer version. BS_BAD: the credential's file. BS_LATER, BS_BROKEN.
 */
enum bs_err errand_open(struct errand *errand, struct bs_error *err);
/* Lets go of everything, so that errand_open starts afresh: after BS_BROKEN. */
void errand_close(struct errand *errand);

/* Begins a request of that task; transport_wait then moves it. BS_NOTFOUND: there is nothing to do. BS_LATER, BS_BROKEN:
 * our own files. */
enum bs_err errand_begin(struct errand *errand, enum sched_task task, struct bs_error *err);

/* To be called before each wait: what can be done while the request is on its way, once it is all handed to the network. */
void errand_meanwhile(struct errand *errand);

enum errand_end {
    ERRAND_GOOD,    /* a receipt, a good bundle, or a heartbeat that was heard */
    ERRAND_AGAIN,   /* no receipt, but the round may go on: another place, another epoch */
    ERRAND_UNKNOWN, /* central does not know such a request */
    ERRAND_BAD      /* *trouble says why */
};

/* Takes the reply of the request under way. BS_LATER, BS_BROKEN: our own files failed; nothing is lost. */
enum bs_err errand_end(struct errand *errand, enum errand_end *end, struct trouble *trouble,
                       struct bs_error *err);

/* Gives up the request under way, without waiting for the network. */
void errand_drop(struct errand *errand);

#endif
