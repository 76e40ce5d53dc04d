/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* What syncd knows: who it is, how far central is, how it goes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include <buurtstem/syncstate.h>

#include "fault_ledger.h"
#include "temp_dir.h"

#define EPOCH  "0123456789abcdef"
#define OTHER  "fedcba9876543210"
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct temp_dir dir;
static struct bs_syncstate *sync_state;

static int open_state(void **state)
{
    (void)state;
    temp_dir_make(&dir);
    return bs_syncstate_open(dir.path, &sync_state, NULL) == BS_OK ? 0 : -1;
}

static int close_state(void **state)
{
    (void)state;
    bs_syncstate_close(sync_state);
    temp_dir_remove(&dir);
    return 0;
}

static void open_again(void)
{
    bs_syncstate_close(sync_state);
    sync_state = NULL;
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
}

static struct bs_receipt receipt_to(uint64_t complete_to, const char *hash)
{
    struct bs_receipt receipt = {.epoch = EPOCH, .complete_to = complete_to};

    memcpy(receipt.hash_at_complete_to, hash, BS_HASH_TEXT);
    return receipt;
}

static struct bs_position position_of(const char *epoch)
{
    struct bs_position position;

    assert_int_equal(bs_syncstate_position(sync_state, epoch, &position, NULL), BS_OK);
    return position;
}

static void without_enrolment_there_is_no_identity(void **state)
{
    struct bs_identity identity;

    (void)state;
    assert_int_equal(bs_syncstate_identity(sync_state, &identity, NULL), BS_NOTFOUND);
}

static void an_identity_stays_until_another_takes_its_place(void **state)
{
    struct bs_identity identity = {.kiosk = "prinsenhof-1",
                                   .tenant = "GM1916",
                                   .server = "https://localhost:8443"},
                       back = {0};

    (void)state;
    for (size_t i = 0; i < sizeof identity.bundle_key; i++) {
        identity.bundle_key[i] = (uint8_t)i; /* with a zero in it */
    }
    assert_int_equal(bs_syncstate_set_identity(sync_state, &identity, NULL), BS_OK);
    open_again();
    assert_int_equal(bs_syncstate_identity(sync_state, &back, NULL), BS_OK);
    assert_string_equal(back.kiosk, "prinsenhof-1");
    assert_string_equal(back.tenant, "GM1916");
    assert_string_equal(back.server, "https://localhost:8443");
    assert_memory_equal(back.bundle_key, identity.bundle_key, sizeof back.bundle_key);
    (void)snprintf(identity.kiosk, sizeof identity.kiosk, "prinsenhof-2");
    assert_int_equal(bs_syncstate_set_identity(sync_state, &identity, NULL), BS_OK);
    assert_int_equal(bs_syncstate_identity(sync_state, &back, NULL), BS_OK);
    assert_string_equal(back.kiosk, "prinsenhof-2");
}

static void an_unknown_epoch_has_the_position_zero(void **state)
{
    struct bs_position position = position_of(EPOCH);

    (void)state;
    assert_true(position.sent_to == 0 && position.complete_to == 0 &&
                position.backup_complete_to == 0 && position.receipt_at_ms == 0);
    assert_string_equal(position.hash_at_complete_to, "");
}

static void what_was_sent_only_grows(void **state)
{
    (void)state;
    assert_int_equal(bs_syncstate_note_sent(sync_state, EPOCH, 10, NULL), BS_OK);
    assert_int_equal(bs_syncstate_note_sent(sync_state, EPOCH, 4, NULL), BS_OK);
    assert_int_equal(position_of(EPOCH).sent_to, 10);
    assert_int_equal(bs_syncstate_note_sent(sync_state, EPOCH, 11, NULL), BS_OK);
    assert_int_equal(position_of(EPOCH).sent_to, 11);
    assert_int_equal(position_of(OTHER).sent_to, 0);
}

static void a_settled_receipt_is_the_position(void **state)
{
    struct bs_receipt receipt = receipt_to(7, HASH_A);
    struct bs_position position;

    (void)state;
    receipt.backup_complete_to = 5;
    assert_int_equal(bs_syncstate_note_sent(sync_state, EPOCH, 10, NULL), BS_OK);
    assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1234, NULL), BS_OK);
    open_again();
    position = position_of(EPOCH);
    assert_true(position.sent_to == 10 && position.complete_to == 7);
    assert_true(position.backup_complete_to == 5 && position.receipt_at_ms == 1234);
    assert_string_equal(position.hash_at_complete_to, HASH_A);
    assert_int_equal(position_of(OTHER).complete_to, 0);
}

static void a_position_goes_back_when_central_says_so(void **state)
{
    struct bs_receipt far = receipt_to(7, HASH_A), near = receipt_to(3, HASH_B);
    struct bs_position position;

    (void)state;
    assert_int_equal(bs_syncstate_note_sent(sync_state, EPOCH, 10, NULL), BS_OK);
    assert_int_equal(bs_syncstate_settle(sync_state, &far, 1, NULL), BS_OK);
    assert_int_equal(bs_syncstate_settle(sync_state, &near, 2, NULL), BS_OK);
    position = position_of(EPOCH);
    assert_true(position.complete_to == 3 && position.sent_to == 10);
    assert_string_equal(position.hash_at_complete_to, HASH_B);
}

static void settling_with_set_aside_twice_is_settling_once(void **state)
{
    struct bs_receipt receipt = receipt_to(7, HASH_A);

    (void)state;
    receipt.set_aside_count = BS_SET_ASIDE_MAX;
    for (size_t i = 0; i < BS_SET_ASIDE_MAX; i++) {
        receipt.set_aside[i] = i + 1;
    }
    receipt.complete_to = BS_SET_ASIDE_MAX;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1, NULL), BS_OK);
        assert_int_equal(position_of(EPOCH).complete_to, BS_SET_ASIDE_MAX);
    }
    receipt = receipt_to(2, HASH_B);
    assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1, NULL), BS_OK);
}

static void a_receipt_without_a_note_of_sending_settles_too(void **state)
{
    struct bs_receipt receipt = receipt_to(7, HASH_A);

    (void)state;
    assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1, NULL), BS_OK);
    assert_int_equal(position_of(EPOCH).sent_to, 7);
}

static void a_status_stays_until_the_next(void **state)
{
    struct bs_sync_status status = {.trouble = BS_TROUBLE_TLS,
                                    .sentence = "central's certificate expired on 2026-03-01",
                                    .trouble_since_ms = 1,
                                    .last_receipt_ms = 2,
                                    .last_try_ms = 3,
                                    .clock_offset_ms = -4},
                          back = {.trouble = BS_TROUBLE_AUTH};

    (void)state;
    assert_int_equal(bs_syncstate_status(sync_state, &back, NULL), BS_OK);
    assert_true(back.trouble == BS_TROUBLE_NONE && back.last_receipt_ms == 0);
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    open_again();
    assert_int_equal(bs_syncstate_status(sync_state, &back, NULL), BS_OK);
    assert_int_equal(back.trouble, BS_TROUBLE_TLS);
    assert_string_equal(back.sentence, status.sentence);
    assert_true(back.trouble_since_ms == 1 && back.last_receipt_ms == 2 && back.last_try_ms == 3 &&
                back.clock_offset_ms == -4);
    memset(status.sentence, 'x', sizeof status.sentence - 1);
    status.sentence[sizeof status.sentence - 1] = '\0';
    status.trouble = BS_TROUBLE_NONE;
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    assert_int_equal(bs_syncstate_status(sync_state, &back, NULL), BS_OK);
    assert_int_equal(back.trouble, BS_TROUBLE_NONE);
    assert_string_equal(back.sentence, status.sentence);
}

static void a_sentence_that_is_no_text_is_damage(void **state)
{
    struct bs_sync_status status = {.trouble = BS_TROUBLE_TLS, .sentence = "half a caf\xC3"};
    struct bs_sync_status back = {.sentence = "untouched"};

    (void)state;
    assert_int_equal(bs_syncstate_set_status(sync_state, &status, NULL), BS_OK);
    assert_int_equal(bs_syncstate_status(sync_state, &back, NULL), BS_BROKEN);
    assert_string_equal(back.sentence, "untouched");
}

static void every_trouble_has_its_word(void **state)
{
    (void)state;
    assert_string_equal(bs_trouble_name(BS_TROUBLE_NONE), "none");
    assert_string_equal(bs_trouble_name(BS_TROUBLE_NETWORK), "network");
    assert_string_equal(bs_trouble_name(BS_TROUBLE_TLS), "tls");
    assert_string_equal(bs_trouble_name(BS_TROUBLE_AUTH), "authorisation");
    assert_string_equal(bs_trouble_name(BS_TROUBLE_SERVER), "server");
}

static void a_reader_sees_what_syncd_wrote(void **state)
{
    struct bs_receipt receipt = receipt_to(7, HASH_A);
    struct bs_syncstate *reader;
    struct bs_position position;
    struct bs_identity identity;

    (void)state;
    assert_int_equal(bs_syncstate_settle(sync_state, &receipt, 1, NULL), BS_OK);
    assert_int_equal(bs_syncstate_open_reader(dir.path, &reader, NULL), BS_OK);
    assert_int_equal(bs_syncstate_position(reader, EPOCH, &position, NULL), BS_OK);
    assert_int_equal(position.complete_to, 7);
    assert_int_equal(bs_syncstate_identity(reader, &identity, NULL), BS_NOTFOUND);
    assert_int_not_equal(bs_syncstate_settle(reader, &receipt, 1, NULL), BS_OK);
    bs_syncstate_close(reader);
}

static void a_reader_without_a_file_has_no_news(void **state)
{
    struct bs_syncstate *reader = NULL;
    struct temp_dir empty;

    (void)state;
    temp_dir_make(&empty);
    assert_int_equal(bs_syncstate_open_reader(empty.path, &reader, NULL), BS_NOTFOUND);
    assert_null(reader);
    bs_syncstate_close(NULL);
    temp_dir_remove(&empty);
}

static void a_second_syncd_on_the_same_folder_is_refused_with_the_pid(void **state)
{
    struct bs_syncstate *other = NULL;
    struct bs_error err = {0};
    char pid[32];

    (void)state;
    (void)snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_int_equal(bs_syncstate_open(dir.path, &other, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, pid));
    assert_non_null(strstr(err.text, "syncd.lock"));
}

/* ---- a header of which SQLite proves nothing ---- */

enum { VERSION_AT = 60, APPLICATION_AT = 68 };

static void flip(size_t at, uint8_t bits)
{
    char path[TEMP_DIR_PATH];
    FILE *file = fopen(temp_dir_file(&dir, "sync.db", path), "r+e");
    int was;

    assert_non_null(file);
    assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
    was = fgetc(file);
    assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc(was ^ bits, file), was ^ bits);
    assert_int_equal(fclose(file), 0);
}

/* F57 */
static void a_number_that_changed_in_its_header_is_written_anew(void **state)
{
    struct bs_identity identity = {
        .kiosk = "prinsenhof-1", .tenant = "GM1916", .server = "https://localhost:8443"};
    unsigned count = 0;

    (void)state;
    assert_int_equal(bs_syncstate_set_identity(sync_state, &identity, NULL), BS_OK);
    for (size_t bit = 0; bit < 64; bit += 3) {
        size_t at = bit < 32 ? VERSION_AT : APPLICATION_AT;

        bs_syncstate_close(sync_state);
        sync_state = NULL;
        flip(at + bit % 32 / 8, (uint8_t)(1U << bit % 8));
        assert_int_equal(bs_syncstate_open(dir.path, &sync_state, NULL), BS_OK);
        assert_int_equal(bs_syncstate_identity(sync_state, &identity, NULL), BS_OK);
        open_again();
        count++;
    }
    fault_struck("F57", "bit flipped in name and version of sync.db", count);
}

static void the_next_version_of_the_program_is_refused(void **state)
{
    struct bs_error err = {0};
    sqlite3 *handle = NULL;
    char path[TEMP_DIR_PATH];

    (void)state;
    bs_syncstate_close(sync_state);
    sync_state = NULL;
    assert_int_equal(sqlite3_open(temp_dir_file(&dir, "sync.db", path), &handle), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(handle, "CREATE TABLE later (one); PRAGMA user_version = 4", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    assert_int_equal(bs_syncstate_open(dir.path, &sync_state, &err), BS_REFUSED);
    assert_non_null(strstr(err.text, "newer"));
}

#define OPENED(test) cmocka_unit_test_setup_teardown(test, open_state, close_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPENED(without_enrolment_there_is_no_identity),
        OPENED(an_identity_stays_until_another_takes_its_place),
        OPENED(an_unknown_epoch_has_the_position_zero),
        OPENED(what_was_sent_only_grows),
        OPENED(a_settled_receipt_is_the_position),
        OPENED(a_position_goes_back_when_central_says_so),
        OPENED(settling_with_set_aside_twice_is_settling_once),
        OPENED(a_receipt_without_a_note_of_sending_settles_too),
        OPENED(a_status_stays_until_the_next),
        OPENED(a_sentence_that_is_no_text_is_damage),
        cmocka_unit_test(every_trouble_has_its_word),
        OPENED(a_reader_sees_what_syncd_wrote),
        cmocka_unit_test(a_reader_without_a_file_has_no_news),
        OPENED(a_number_that_changed_in_its_header_is_written_anew),
        OPENED(the_next_version_of_the_program_is_refused),
        OPENED(a_second_syncd_on_the_same_folder_is_refused_with_the_pid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
