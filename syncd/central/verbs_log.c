/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* records, verify, migrate. */

#include <inttypes.h>
#include <string.h>

#include "storage.h"
#include "storage_proof.h"
#include "verb.h"

static bool print_line(void *self, const struct storage_line *line)
{
    const struct verb_call *call = self;
    const struct bs_bytes end = {(const uint8_t *)"\n", 1};

    return call->out->write(call->out->self, false, line->line) &&
           call->out->write(call->out->self, false, end);
}

int verb_records(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    struct storage_kiosk kiosk;
    struct verb_call copy = *call;
    bool is_apart = call->argument_count == 2 && strcmp(call->arguments[0], "--quarantine") == 0;
    enum bs_err rc;

    if (call->argument_count != (is_apart ? 2 : 1)) {
        return verb_wrong_usage(call, "records [--quarantine] KIOSK");
    }
    rc = storage_kiosk(call->central->storage, call->arguments[is_apart ? 1 : 0], &kiosk, &err);
    if (rc == BS_OK) {
        rc = is_apart ? storage_quarantine_lines(call->central->storage, kiosk.id, print_line,
                                                 &copy, &err)
                      : storage_lines(call->central->storage, kiosk.id, print_line, &copy, &err);
    }
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}

static void print_finding(void *self, const char *sentence)
{
    const struct verb_call *call = self;

    verb_say(call, "%s", sentence);
}

int verb_verify(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    struct verb_call copy = *call;

    if (call->argument_count != 0) {
        return verb_wrong_usage(call, "verify");
    }
    if (storage_verify(call->central->storage, print_finding, &copy, &err) != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "every record, position and count fits");
    return 0;
}

/* Opening the database has migrated it; all that is left is to say so. */
int verb_migrate(const struct verb_call *call)
{
    if (call->argument_count != 0) {
        return verb_wrong_usage(call, "migrate");
    }
    verb_say(call, "the database is of this version");
    return 0;
}
