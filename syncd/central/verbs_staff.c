/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* staff add, remove, list. */

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "staff_auth.h"
#include "storage_staff.h"
#include "verb.h"

enum { LIST_BYTES = 1024 * 1024 };

/* The first line of what was read, without its end. False after a complaint. */
static bool read_password(const struct verb_call *call, const char *name,
                          char out[STAFF_PASSWORD_MAX + 1])
{
    const struct bs_buf *input = &call->inputs[0].content;
    size_t len = strcspn(bs_buf_string(input), "\r\n");

    if (len > STAFF_PASSWORD_MAX) {
        verb_complain(call, "the password is longer than %d bytes", STAFF_PASSWORD_MAX);
        return false;
    }
    memcpy(out, bs_buf_string(input), len);
    out[len] = '\0';
    if (!bs_utf8_is_text(out, len) || bs_utf8_length(out) < STAFF_PASSWORD_LEAST) {
        verb_complain(call, "expected a password of at least %d characters on standard input",
                      STAFF_PASSWORD_LEAST);
        return false;
    }
    if (strcmp(out, name) == 0) {
        verb_complain(call, "the password is the name");
        return false;
    }
    return true;
}

static int add(const struct verb_call *call, const char *name, const char *tenant,
               const char *password)
{
    struct storage_staff staff;
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    memset(&staff, 0, sizeof(staff));
    (void)bs_utf8_copy(staff.name, sizeof(staff.name), name);
    (void)bs_utf8_copy(staff.tenant, sizeof(staff.tenant), tenant);
    rc = bs_password_hash(password, staff.password_hash, &err);
    if (rc == BS_OK) {
        rc = storage_put_staff(call->central->storage, &staff, &err);
    }
    bs_wipe(&staff, sizeof(staff));
    if (rc != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s may sign in for %s", name, tenant);
    return 0;
}

int verb_staff_add(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    const char *tenant = NULL, *name = NULL;
    char password[STAFF_PASSWORD_MAX + 1];
    size_t count;
    int status;

    if (!verb_options(call, names, &tenant, 1, &name, 1, &count) ||
        !verb_needed(call, names, &tenant, 1) || count != 1) {
        return verb_wrong_usage(call, "staff add NAME --tenant T   (password on standard input)");
    }
    if (!staff_name_valid(name)) {
        verb_complain(call, "%s: an account is called by small letters, digits and . _ @ -", name);
        return bs_err_exit_status(BS_BAD);
    }
    if (!verb_tenant(call, tenant)) {
        return bs_err_exit_status(BS_BAD);
    }
    status = read_password(call, name, password) ? add(call, name, tenant, password)
                                                 : bs_err_exit_status(BS_BAD);
    bs_wipe(password, sizeof(password));
    return status;
}

int verb_staff_remove(const struct verb_call *call)
{
    struct bs_error err = {.code = BS_OK};
    enum bs_err rc;

    if (call->argument_count != 1) {
        return verb_wrong_usage(call, "staff remove NAME");
    }
    rc = storage_remove_staff(call->central->storage, call->arguments[0], &err);
    if (rc == BS_NOTFOUND) {
        verb_complain(call, "buurtstem-central: %s; staff list has them", err.text);
        return bs_err_exit_status(rc);
    }
    if (rc != BS_OK) {
        return verb_fail(call, &err);
    }
    verb_say(call, "%s has no account any more; what she did stays under that name",
             call->arguments[0]);
    return 0;
}

/* Written when all are there: whoever reads slowly must not hold up the database. */
static bool list_one(void *self, const struct storage_staff *staff)
{
    bs_buf_printf(self, "%s  %s\n", staff->name, staff->tenant);
    return true;
}

int verb_staff_list(const struct verb_call *call)
{
    static const char *const names[] = {"tenant"};
    struct bs_error err = {.code = BS_OK};
    const char *tenant = NULL;
    struct bs_buf text;
    size_t count;
    enum bs_err rc;

    if (!verb_options(call, names, &tenant, 1, NULL, 0, &count)) {
        return verb_wrong_usage(call, "staff list [--tenant T]");
    }
    if (tenant != NULL && !verb_tenant(call, tenant)) {
        return bs_err_exit_status(BS_BAD);
    }
    bs_buf_init(&text, LIST_BYTES);
    rc = storage_staff_list(call->central->storage, tenant, list_one, &text, &err);
    if (rc == BS_OK) {
        rc = bs_buf_check(&text, "the list", &err);
    }
    if (rc == BS_OK) {
        verb_write(call, bs_buf_bytes(&text));
    }
    bs_buf_finish(&text);
    return rc == BS_OK ? 0 : verb_fail(call, &err);
}
