/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Accounts of staff in storage, and their sessions. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "storage_staff.h"
#include "storage_stage.h"

static const char token[] = "a11111111111111111111111111111111111111111111111111111111111111a";
static const char other_token[] =
    "b22222222222222222222222222222222222222222222222222222222222222b";

static void a_session_is_kept_touched_and_ended(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_staff staff = {.name = "jan", .tenant = STAGE_TENANT, .password_hash = "x"};
    struct storage_session session = {.staff = "jan",
                                      .tenant = STAGE_TENANT,
                                      .form_token = "t",
                                      .made_ms = STAGE_NOW_MS,
                                      .used_ms = STAGE_NOW_MS},
                           found;

    assert_int_equal(storage_put_staff(stage->storage, &staff, NULL), BS_OK);
    assert_int_equal(storage_put_session(stage->storage, token, &session, NULL), BS_OK);
    assert_int_equal(storage_touch_session(stage->storage, token, STAGE_NOW_MS + 5, NULL), BS_OK);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_OK);
    assert_string_equal(found.staff, "jan");
    assert_int_equal(found.used_ms, STAGE_NOW_MS + 5);
    assert_int_equal(storage_end_session(stage->storage, token, NULL), BS_OK);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_NOTFOUND);
}

static void a_new_password_ends_the_sessions_of_that_account_alone(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_staff jan = {.name = "jan", .tenant = STAGE_TENANT, .password_hash = "x"};
    struct storage_staff piet = {.name = "piet", .tenant = STAGE_TENANT, .password_hash = "x"};
    struct storage_session session = {.staff = "jan", .tenant = STAGE_TENANT, .made_ms = 1}, found;

    assert_int_equal(storage_put_staff(stage->storage, &jan, NULL), BS_OK);
    assert_int_equal(storage_put_staff(stage->storage, &piet, NULL), BS_OK);
    assert_int_equal(storage_put_session(stage->storage, token, &session, NULL), BS_OK);
    memcpy(session.staff, "piet", 5);
    assert_int_equal(storage_put_session(stage->storage, other_token, &session, NULL), BS_OK);
    assert_int_equal(storage_put_staff(stage->storage, &jan, NULL), BS_OK);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_NOTFOUND);
    assert_int_equal(storage_session(stage->storage, other_token, &found, NULL), BS_OK);
}

static void old_sessions_are_swept(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_staff staff = {.name = "jan", .tenant = STAGE_TENANT, .password_hash = "x"};
    struct storage_session session = {.staff = "jan",
                                      .tenant = STAGE_TENANT,
                                      .made_ms = STAGE_NOW_MS},
                           found;

    assert_int_equal(storage_put_staff(stage->storage, &staff, NULL), BS_OK);
    assert_int_equal(storage_put_session(stage->storage, token, &session, NULL), BS_OK);
    session.made_ms += INT64_C(25) * 3600 * 1000;
    assert_int_equal(storage_put_session(stage->storage, other_token, &session, NULL), BS_OK);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_NOTFOUND);
}

static void put(struct storage_stage *stage, const char *name, const char *tenant)
{
    struct storage_staff staff = {.password_hash = "x"};

    memcpy(staff.name, name, strlen(name));
    memcpy(staff.tenant, tenant, strlen(tenant));
    assert_int_equal(storage_put_staff(stage->storage, &staff, NULL), BS_OK);
}

static bool note_name(void *self, const struct storage_staff *staff)
{
    strcat(self, staff->name);
    strcat(self, " ");
    assert_string_equal(staff->password_hash, "");
    return true;
}

static const char *names_of(struct storage_stage *stage, const char *tenant)
{
    static char names[256];

    names[0] = '\0';
    assert_int_equal(storage_staff_list(stage->storage, tenant, note_name, names, NULL), BS_OK);
    return names;
}

static void accounts_are_listed_by_name_and_without_their_passwords(void **state)
{
    struct storage_stage *stage = *state;

    assert_string_equal(names_of(stage, NULL), "");
    put(stage, "piet", STAGE_TENANT);
    put(stage, "els", STAGE_OTHER);
    put(stage, "jan", STAGE_TENANT);
    assert_string_equal(names_of(stage, NULL), "els jan piet ");
    assert_string_equal(names_of(stage, STAGE_TENANT), "jan piet ");
    assert_string_equal(names_of(stage, STAGE_OTHER), "els ");
}

static void who_is_removed_has_no_account_and_no_session_and_nobody_else_notices(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_session session = {.staff = "jan", .tenant = STAGE_TENANT, .made_ms = 1}, found;
    struct storage_staff staff;
    struct bs_error err = {.code = BS_OK};

    put(stage, "jan", STAGE_TENANT);
    put(stage, "piet", STAGE_TENANT);
    assert_int_equal(storage_put_session(stage->storage, token, &session, NULL), BS_OK);
    memcpy(session.staff, "piet", 5);
    assert_int_equal(storage_put_session(stage->storage, other_token, &session, NULL), BS_OK);
    assert_int_equal(storage_remove_staff(stage->storage, "jan", NULL), BS_OK);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_NOTFOUND);
    assert_int_equal(storage_session(stage->storage, other_token, &found, NULL), BS_OK);
    assert_int_equal(storage_staff(stage->storage, "jan", &staff, NULL), BS_NOTFOUND);
    assert_string_equal(names_of(stage, NULL), "piet ");
    assert_int_equal(storage_remove_staff(stage->storage, "jan", &err), BS_NOTFOUND);
    assert_string_equal(err.text, "jan: no such account");
}

/* Her password was looked at while she was removed. */
static void who_was_removed_gets_no_session_any_more(void **state)
{
    struct storage_stage *stage = *state;
    struct storage_session session = {.staff = "jan", .tenant = STAGE_TENANT, .made_ms = 1}, found;

    put(stage, "jan", STAGE_TENANT);
    assert_int_equal(storage_remove_staff(stage->storage, "jan", NULL), BS_OK);
    assert_int_equal(storage_put_session(stage->storage, token, &session, NULL), BS_REFUSED);
    assert_int_equal(storage_session(stage->storage, token, &found, NULL), BS_NOTFOUND);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_session_is_kept_touched_and_ended),
        CASE(a_new_password_ends_the_sessions_of_that_account_alone),
        CASE(old_sessions_are_swept),
        CASE(accounts_are_listed_by_name_and_without_their_passwords),
        CASE(who_is_removed_has_no_account_and_no_session_and_nobody_else_notices),
        CASE(who_was_removed_gets_no_session_any_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
