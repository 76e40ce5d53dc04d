/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* staff add. */

#include <string.h>

#include <buurtstem/mem.h>
#include <buurtstem/programme.h>
#include <buurtstem/utf8.h>

#include "staff_auth.h"
#include "storage.h"
#include "verb.h"

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
    char password[STAFF_PASSWORD_MAX + 1], tenant_name[128];
    size_t count;
    int status;

    if (!verb_options(call, names, &tenant, 1, &name, 1, &count) || count != 1 || tenant == NULL) {
        return verb_wrong_usage(call, "staff add NAME --tenant T   (password on standard input)");
    }
    if (!staff_name_valid(name)) {
        verb_complain(call, "%s: an account is called by small letters, digits and . _ @ -", name);
        return bs_err_exit_status(BS_BAD);
    }
    if (!bs_tenant_valid(tenant) ||
        storage_tenant_name(call->central->storage, tenant, tenant_name, NULL) != BS_OK) {
        verb_complain(call, "--tenant %s: not a municipality that is known here", tenant);
        return bs_err_exit_status(BS_BAD);
    }
    status = read_password(call, name, password) ? add(call, name, tenant, password)
                                                 : bs_err_exit_status(BS_BAD);
    bs_wipe(password, sizeof(password));
    return status;
}
