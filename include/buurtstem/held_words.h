/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_HELD_WORDS_H
#define BUURTSTEM_HELD_WORDS_H

/* What of held.db is passed around by those that never touch it. The words are residents', as typed: who copies them wipes
 * them. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/ids.h>
#include <buurtstem/programme.h>
#include <buurtstem/submission.h>
#include <buurtstem/uuid.h>

#define BS_HELD_QUEUE_MAX 32 /* that are listed at once */

/* Words of a resident, as typed. */
struct bs_held_comment {
    struct bs_uuid id;             /* of the comment */
    char submission[BS_UUID_TEXT]; /* the record of the visit that it belongs to */
    char programme[BS_SLUG_TEXT];
    int version;
    char place[BS_SLUG_TEXT];
    char lang[BS_LANG_TEXT];
    int64_t wall_ms; /* when it was written */
    bool is_trial;
    enum bs_channel channel;
    char text[BS_WORDS_MAX * 4 + 1];
};

enum bs_held_state {
    BS_HELD_WAITING,
    BS_HELD_WITH_CONTACT, /* passed on, waits on */
    BS_HELD_WITH_READER,  /* passed on to somebody who reads the language, waits on */
    BS_HELD_DECIDED       /* released or hidden; she can still take it back */
};

/* One that waits, without its words. */
struct bs_held_entry {
    struct bs_uuid id;
    enum bs_held_state state;
    char programme[BS_SLUG_TEXT];
    char lang[BS_LANG_TEXT];
    int64_t wall_ms;
};

#endif
