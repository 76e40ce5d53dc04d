/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TROUBLE_H
#define TROUBLE_H

/*
 * Why something did not work, for a person and for the schedule: a class, a Dutch sentence that says what to do, and
 * how soon it makes sense to try again. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/err.h>
#include <buurtstem/syncstate.h>

#include "transport.h"

struct trouble {
    enum bs_trouble kind; /* BS_TROUBLE_NONE: all is well, and the sentence is empty */
    bool is_refused;      /* credential or certificate: once an hour is enough */
    bool is_final; /* trying again unchanged will not help; --once then ends with 1 instead of 75 */
    int64_t retry_after_s; /* as the server asked; 0: it did not */
    char sentence[BS_ERROR_TEXT];
};

void trouble_clear(struct trouble *trouble);

/* A trouble with the other side that no reply describes: soft, and final if the class is not the network. */
void trouble_say(struct trouble *out, enum bs_trouble kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * What an answer that is not the hoped-for one means: a fate without an answer, a login page, a redirect, a typed
 * refusal, an error status, or some other body. Call it only when the reply was not accepted. `wanted` names what
 * should have come, in Dutch with an article ("een ontvangstbewijs").
 */
void trouble_of_reply(const struct transport_reply *reply, const char *wanted, struct trouble *out);

#endif
