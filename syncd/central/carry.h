/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef CARRY_H
#define CARRY_H

/*
 * For a verb that reads a large file and answers with a small one, on the side of who calls it: the file is opened here and
 * handed over open, since the server may be another user's and sees no sticks; the answer is put beside it here.
 */

#include "verb.h"

struct carry {
    bool is_on;
    char answer[VERB_ARGUMENT_BYTES]; /* where the answer goes */
    struct bs_buf content;
    struct verb_out out;
    const struct verb_out *words; /* borrowed */
};

/* For VERB_CARRIES_FILE opens the first plain argument as call->file and collects what the verb writes; for others does
 * nothing. Returns the exit status. */
int carry_begin(struct carry *carry, enum verb_reads reads, struct verb_call *call);
/* Keeps what was written, if anything was, and says where. Returns the exit status, which is that of the verb if all is
 * well. */
int carry_end(struct carry *carry, struct verb_call *call, int status);

#endif
