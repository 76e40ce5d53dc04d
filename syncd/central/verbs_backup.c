/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* backup, restore. */

#include <inttypes.h>
#include <string.h>

#include "storage_backup.h"
#include "verb.h"

/* One line for each log, to be laid beside what a kiosk says of itself. */
static void print_position(void *self, const char *kiosk, const char *epoch, uint64_t complete_to)
{
    const struct verb_call *call = self;

    verb_say(call, "%s epoch %s: 1-%" PRIu64, kiosk, epoch, complete_to);
}

static void print_sum(const struct verb_call *call, const char *file, const char *what,
                      const struct storage_backup *made)
{
    verb_say(call, "%s: %" PRIu64 " %s of %" PRIu64 " %s, %" PRId64 " bytes, %s", file,
             made->records, made->records == 1 ? "record" : "records", made->logs,
             made->logs == 1 ? "log" : "logs", made->bytes, what);
}

int verb_backup(const struct verb_call *call)
{
    struct verb_call copy = *call;
    struct bs_error err = {.code = BS_OK};
    struct storage_backup made;
    int64_t now_ms;

    if (call->argument_count != 1 || strncmp(call->arguments[0], "--", 2) == 0) {
        return verb_wrong_usage(call, "backup FILE");
    }
    now_ms = call->central->clock.wall_ms(call->central->clock.self);
    if (storage_backup(call->central->storage, call->arguments[0], now_ms, print_position, &copy,
                       &made, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    print_sum(call, call->arguments[0], "read back and verified", &made);
    if (made.has_remains) {
        verb_complain(call, "The database could not be written anew first (see the journal): this "
                            "backup may still hold words that staff destroyed. Make another one "
                            "when there is room.");
    }
    verb_complain(call, "It holds residents' words and the signing key: keep it as you keep the "
                        "database, and a copy of it elsewhere.");
    return 0;
}

int verb_restore(const struct verb_call *call)
{
    const struct bs_clock clock = bs_clock_system();
    struct verb_call copy = *call;
    struct bs_error err = {.code = BS_OK};
    struct storage_backup made;
    bool is_rehearsal = call->argument_count == 2 && strcmp(call->arguments[0], "--rehearse") == 0;
    const char *file = call->arguments[is_rehearsal ? 1 : 0];
    char aside[320];

    if (call->argument_count != (is_rehearsal ? 2 : 1) || strncmp(file, "--", 2) == 0) {
        return verb_wrong_usage(call, "restore [--rehearse] FILE");
    }
    if (storage_restore(file, call->database, is_rehearsal, clock.wall_ms(clock.self), aside,
                        print_position, &copy, &made, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    if (is_rehearsal) {
        print_sum(call, file, "can be put back; nothing was changed", &made);
        return 0;
    }
    print_sum(call, file, "put back", &made);
    if (aside[0] != '\0') {
        verb_say(call, "the database before is kept as %s", aside);
    }
    verb_complain(call,
                  "Kiosks send by themselves what came in after the backup. Revoke again the "
                  "kiosks and connectors that were revoked since, and remove again the staff "
                  "who were removed: until then they are let in. Set again the passwords that "
                  "were changed. Invite again the kiosks that were invited since, put in use those "
                  "that were, add again the connectors that were added, publish again what "
                  "was published since, and have staff sign in anew.");
    return 0;
}
