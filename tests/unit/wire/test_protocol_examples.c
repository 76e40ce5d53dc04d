/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Every example of syncd/wire/PROTOCOL.md goes through our decoders, and belongs to the others as the text says. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/afterwards.h>
#include <buurtstem/bundle.h>
#include <buurtstem/carried.h>
#include <buurtstem/hand.h>
#include <buurtstem/mem.h>
#include <buurtstem/review.h>
#include <buurtstem/submission.h>
#include <buurtstem/wire.h>

enum { EXAMPLES_MAX = 80, WORD = 40 };

struct example {
    char kind[WORD];
    char name[WORD];
    struct bs_bytes lines;   /* what stands between the fences, each line with its end */
    struct bs_bytes message; /* the same without the last line end */
};

static struct bs_buf document;
static struct example examples[EXAMPLES_MAX];
static size_t example_count;

/* The end of the line at `at`, behind its line end. */
static const char *next_line(const char *at)
{
    const char *end = strchr(at, '\n');

    return end == NULL ? at + strlen(at) : end + 1;
}

/* Reads the example whose fence opens at `at`; returns what follows its closing fence. */
static const char *read_example(const char *at)
{
    struct example *example = &examples[example_count];
    const char *start = next_line(at), *end = start;

    assert_true(example_count < EXAMPLES_MAX);
    if (sscanf(at, "```%39s %39s", example->kind, example->name) != 2) {
        example->name[0] = '\0';
    }
    while (*end != '\0' && strncmp(end, "```", 3) != 0) {
        end = next_line(end);
    }
    assert_true(*end != '\0');
    assert_true(end > start);
    example->lines = (struct bs_bytes){(const uint8_t *)start, (size_t)(end - start)};
    example->message = (struct bs_bytes){(const uint8_t *)start, (size_t)(end - start) - 1};
    example_count++;
    return next_line(end);
}

static int read_document(void **state)
{
    const char *at;

    (void)state;
    bs_buf_init(&document, (size_t)1024 * 1024);
    if (bs_crypto_start(NULL) != BS_OK ||
        bs_file_read(BS_SOURCE_DIR "/syncd/wire/PROTOCOL.md", &document, NULL) != BS_OK) {
        return -1;
    }
    at = bs_buf_string(&document);
    while (*at != '\0') {
        at = strncmp(at, "```", 3) == 0 ? read_example(at) : next_line(at);
    }
    return 0;
}

static int forget_document(void **state)
{
    (void)state;
    bs_buf_finish(&document);
    return 0;
}

static const struct example *find(const char *kind, const char *name)
{
    for (size_t i = 0; i < example_count; i++) {
        if (strcmp(examples[i].kind, kind) == 0 && strcmp(examples[i].name, name) == 0) {
            return &examples[i];
        }
    }
    fail_msg("PROTOCOL.md has no example %s %s", kind, name);
    return NULL;
}

/* ---- each by itself ---- */

static enum bs_err read_batch(const struct example *example, struct bs_error *err)
{
    struct bs_batch batch = {0};
    enum bs_err rc = bs_batch_decode(example->lines, &batch, err);

    bs_batch_finish(&batch);
    return rc;
}

static enum bs_err read_record(const struct example *example, struct bs_error *err)
{
    struct bs_record record;

    return bs_record_parse(example->message, &record, NULL, err);
}

static enum bs_err read_receipt(const struct example *example, struct bs_error *err)
{
    struct bs_receipt receipt;

    return bs_receipt_decode(example->message, &receipt, err);
}

static enum bs_err read_request(const struct example *example, struct bs_error *err)
{
    struct bs_enrolment_request request;

    return bs_enrolment_request_decode(example->message, &request, err);
}

static enum bs_err read_answer(const struct example *example, struct bs_error *err)
{
    struct bs_enrolment_answer answer;

    return bs_enrolment_answer_decode(example->message, &answer, err);
}

static enum bs_err read_problem(const struct example *example, struct bs_error *err)
{
    struct bs_problem problem;

    return bs_problem_decode(example->message, &problem, err);
}

static enum bs_err read_bundle(const struct example *example, struct bs_error *err)
{
    struct bs_bundle *bundle = NULL;
    enum bs_err rc = bs_bundle_parse(example->message, &bundle, err);

    bs_bundle_destroy(bundle);
    return rc;
}

static enum bs_err read_heartbeat(const struct example *example, struct bs_error *err)
{
    struct bs_heartbeat heartbeat;

    return bs_heartbeat_decode(example->message, &heartbeat, err);
}

static enum bs_err read_credential(const struct example *example, struct bs_error *err)
{
    struct bs_credential credential;

    return bs_credential_decode(example->message, &credential, err);
}

static enum bs_err read_opening(const struct example *example, struct bs_error *err)
{
    struct bs_hand_opening opening;

    return bs_hand_opening_decode(example->message, &opening, err);
}

static enum bs_err read_hand_receipts(const struct example *example, struct bs_error *err)
{
    struct bs_hand_receipts *receipts = bs_xcalloc(1, sizeof *receipts);
    uint8_t key[BS_PUBLIC_KEY_SIZE] = {0};
    enum bs_err rc;

    assert_true(bs_hex_parse("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c",
                             key, sizeof key));
    rc = bs_hand_receipts_decode(example->lines, key, receipts, err);
    free(receipts);
    return rc;
}

static enum bs_err read_submission(const struct example *example, struct bs_error *err)
{
    struct bs_submission submission;

    return bs_submission_decode(example->message, &submission, err);
}

static enum bs_err read_about_you(const struct example *example, struct bs_error *err)
{
    struct bs_about_you about;

    return bs_about_you_decode(example->message, &about, err);
}

static enum bs_err read_verdict(const struct example *example, struct bs_error *err)
{
    struct bs_verdict verdict;

    return bs_verdict_decode(example->message, &verdict, err);
}

static enum bs_err read_contact_wish(const struct example *example, struct bs_error *err)
{
    struct bs_contact_wish wish;

    return bs_contact_wish_decode(example->message, &wish, err);
}

static enum bs_err read_comment(const struct example *example, struct bs_error *err)
{
    struct bs_comment comment;

    return bs_comment_decode(example->message, &comment, err);
}

static enum bs_err read_decision(const struct example *example, struct bs_error *err)
{
    struct bs_decision decision;

    return bs_decision_decode(example->message, &decision, err);
}

static enum bs_err read_note(const struct example *example, struct bs_error *err)
{
    struct bs_note note;

    return bs_note_decode(example->message, &note, err);
}

static enum bs_err read_carried(const struct example *example, struct bs_error *err)
{
    struct bs_carried carried;

    return bs_carried_read(example->message, &carried, err);
}

/* What belongs to another example is looked at there. */
static enum bs_err read_nothing(const struct example *example, struct bs_error *err)
{
    (void)example;
    (void)err;
    return BS_OK;
}

static const struct {
    const char *kind;
    enum bs_err (*read)(const struct example *example, struct bs_error *err);
    enum bs_err expected;
    size_t least; /* so that an example that is no longer found is missed */
} kinds[] = {
    {"record", read_record, BS_OK, 1},
    {"bad-record", read_record, BS_BAD, 2},
    {"submission", read_submission, BS_OK, 4},
    {"bad-submission", read_submission, BS_BAD, 3},
    {"about-you", read_about_you, BS_OK, 1},
    {"verdict", read_verdict, BS_OK, 1},
    {"contact-wish", read_contact_wish, BS_OK, 1},
    {"bad-contact-wish", read_contact_wish, BS_BAD, 1},
    {"comment", read_comment, BS_OK, 1},
    {"decision", read_decision, BS_OK, 1},
    {"bad-decision", read_decision, BS_BAD, 1},
    {"note", read_note, BS_OK, 1},
    {"carried", read_carried, BS_OK, 2},
    {"bad-carried", read_carried, BS_BAD, 2},
    {"batch", read_batch, BS_OK, 3},
    {"bad-batch", read_batch, BS_BAD, 3},
    {"receipt", read_receipt, BS_OK, 2},
    {"bad-receipt", read_receipt, BS_BAD, 4},
    {"enrolment-request", read_request, BS_OK, 1},
    {"bad-enrolment-request", read_request, BS_BAD, 1},
    {"enrolment-answer", read_answer, BS_OK, 1},
    {"problem", read_problem, BS_OK, 3},
    {"bad-problem", read_problem, BS_BAD, 1},
    {"bundle", read_bundle, BS_OK, 4},
    {"bad-bundle", read_bundle, BS_BAD, 3},
    {"credential", read_credential, BS_OK, 1},
    {"bad-credential", read_credential, BS_BAD, 2},
    {"opening", read_opening, BS_OK, 1},
    {"bad-opening", read_opening, BS_BAD, 1},
    {"hand-receipts", read_hand_receipts, BS_OK, 1},
    {"bad-hand-receipts", read_hand_receipts, BS_BAD, 1},
    {"heartbeat", read_heartbeat, BS_OK, 2},
    {"bad-heartbeat", read_heartbeat, BS_BAD, 2},
    {"chain", read_nothing, BS_OK, 1},
    {"signature", read_nothing, BS_OK, 1},
    {"content-digest", read_nothing, BS_OK, 1},
    {"http", read_nothing, BS_OK, 1},
};

static void every_example_is_read_or_refused_as_it_says(void **state)
{
    size_t counts[sizeof kinds / sizeof kinds[0]] = {0};

    (void)state;
    for (size_t i = 0; i < example_count; i++) {
        struct bs_error err = {0};
        size_t k = 0;

        while (k < sizeof kinds / sizeof kinds[0] && strcmp(kinds[k].kind, examples[i].kind) != 0) {
            k++;
        }
        if (k == sizeof kinds / sizeof kinds[0]) {
            fail_msg("no decoder for the example %s %s", examples[i].kind, examples[i].name);
        }
        counts[k]++;
        if (kinds[k].read(&examples[i], &err) != kinds[k].expected) {
            fail_msg("example %s %s: %s", examples[i].kind, examples[i].name, err.text);
        }
    }
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        if (counts[k] < kinds[k].least) {
            fail_msg("%zu examples of %s, expected %zu", counts[k], kinds[k].kind, kinds[k].least);
        }
    }
}

/* ---- and with the others ---- */

static void the_worked_chain_is_that_of_the_first_batch(void **state)
{
    const struct example *chain = find("chain", "first");
    char expected[5 * (BS_HASH_TEXT + 2)], start[BS_HASH_TEXT];
    struct bs_batch batch;

    (void)state;
    assert_int_equal(bs_batch_decode(find("batch", "first")->lines, &batch, NULL), BS_OK);
    bs_chain_start(batch.header.kiosk, batch.header.epoch, start);
    assert_int_equal(batch.header.count, 3);
    (void)snprintf(expected, sizeof expected, "0 %s\n1 %s\n2 %s\n3 %s\n", start, batch.hashes[0],
                   batch.hashes[1], batch.hashes[2]);
    assert_int_equal(strlen(expected), chain->lines.len);
    assert_memory_equal(expected, chain->lines.data, chain->lines.len);
    bs_batch_finish(&batch);
}

static void the_second_batch_goes_on_where_the_first_ends(void **state)
{
    struct bs_batch first, second;

    (void)state;
    assert_int_equal(bs_batch_decode(find("batch", "first")->lines, &first, NULL), BS_OK);
    assert_int_equal(bs_batch_decode(find("batch", "second")->lines, &second, NULL), BS_OK);
    assert_int_equal(second.header.first_seq, first.header.first_seq + first.header.count);
    assert_string_equal(second.header.prev_hash, first.header.last_hash);
    bs_batch_finish(&first);
    bs_batch_finish(&second);
}

static void the_bodies_of_the_batches_are_submissions(void **state)
{
    static const char *const names[] = {"first", "second"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bs_batch batch;

        assert_int_equal(bs_batch_decode(find("batch", names[i])->lines, &batch, NULL), BS_OK);
        for (size_t r = 0; r < batch.header.count; r++) {
            struct bs_submission submission;

            assert_string_equal(batch.records[r].kind, BS_KIND_SUBMISSION);
            assert_int_equal(bs_submission_decode(batch.records[r].body, &submission, NULL), BS_OK);
        }
        bs_batch_finish(&batch);
    }
}

static void the_third_batch_corrects_the_record_of_the_second(void **state)
{
    struct bs_submission correction, alone;
    struct bs_batch second, third;

    (void)state;
    assert_int_equal(bs_batch_decode(find("batch", "second")->lines, &second, NULL), BS_OK);
    assert_int_equal(bs_batch_decode(find("batch", "third")->lines, &third, NULL), BS_OK);
    assert_int_equal(third.header.first_seq, second.header.first_seq + second.header.count);
    assert_string_equal(third.header.prev_hash, second.header.last_hash);
    assert_string_equal(third.records[0].kind, BS_KIND_CORRECTION);
    assert_int_equal(bs_submission_decode(third.records[0].body, &correction, NULL), BS_OK);
    assert_string_equal(correction.corrects, second.records[0].id);
    assert_int_equal(bs_submission_decode(find("submission", "correction")->message, &alone, NULL),
                     BS_OK);
    assert_string_equal(alone.corrects, correction.corrects);
    bs_batch_finish(&second);
    bs_batch_finish(&third);
}

static void the_bundle_with_answers_says_what_the_text_says(void **state)
{
    const struct bs_registered *ours, *theirs;
    struct bs_bundle *bundle = NULL;

    (void)state;
    assert_int_equal(bs_bundle_parse(find("bundle", "answers")->message, &bundle, NULL), BS_OK);
    assert_int_equal(bundle->programme_count, 1);
    assert_non_null(bundle->programmes[0].outcome);
    assert_string_equal(bundle->place.programmes[0], bundle->programmes[0].programme->id);
    assert_true(bundle->place.contact_is_example);
    ours = bs_bundle_registered(bundle, bundle->programmes[0].programme->code);
    theirs = bs_bundle_registered(bundle, "K7M4P");
    assert_true(ours != NULL && ours->answered.year == 2026 && ours->will.count > 0);
    assert_true(theirs != NULL && theirs->answered.year == 0 && theirs->will.count == 0);
    assert_string_equal(bundle->public_url, "https://buurtstem.example");
    bs_bundle_destroy(bundle);
}

static void the_erased_record_is_the_second_of_the_first_batch(void **state)
{
    struct bs_record erased;
    struct bs_batch batch;

    (void)state;
    assert_int_equal(bs_record_parse(find("record", "erased")->message, &erased, NULL, NULL),
                     BS_OK);
    assert_int_equal(bs_batch_decode(find("batch", "first")->lines, &batch, NULL), BS_OK);
    assert_int_equal(erased.body.len, 0);
    assert_string_equal(erased.id, batch.records[1].id);
    assert_string_equal(erased.digest, batch.records[1].digest);
    bs_batch_finish(&batch);
}

static enum bs_err hash_in_batch(void *self, uint64_t seq, char out[BS_HASH_TEXT],
                                 struct bs_error *err)
{
    const struct bs_batch *batch = self;

    if (seq < batch->header.first_seq || seq >= batch->header.first_seq + batch->header.count) {
        return bs_fail(err, BS_NOTFOUND, "not in this batch");
    }
    memcpy(out, batch->hashes[seq - batch->header.first_seq], BS_HASH_TEXT);
    return BS_OK;
}

static void each_receipt_is_accepted_for_its_batch_and_for_no_other(void **state)
{
    static const char *const names[] = {"first", "second"};

    (void)state;
    for (size_t b = 0; b < 2; b++) {
        struct bs_batch batch;
        struct bs_receipt_expectation ours;

        assert_int_equal(bs_batch_decode(find("batch", names[b])->lines, &batch, NULL), BS_OK);
        ours = (struct bs_receipt_expectation){
            .kiosk = batch.header.kiosk,
            .epoch = batch.header.epoch,
            .batch_hash = batch.hash,
            .sent_to = batch.header.first_seq + batch.header.count - 1,
            .hash_at = hash_in_batch,
            .self = &batch,
        };
        for (size_t r = 0; r < 2; r++) {
            struct bs_receipt receipt;

            assert_int_equal(bs_receipt_decode(find("receipt", names[r])->message, &receipt, NULL),
                             BS_OK);
            assert_int_equal(bs_receipt_accept(&receipt, &ours, NULL), b == r ? BS_OK : BS_BAD);
        }
        bs_batch_finish(&batch);
    }
}

static void text_of(const struct example *example, size_t size, char *out)
{
    assert_true(example->message.len < size);
    memcpy(out, example->message.data, example->message.len);
    out[example->message.len] = '\0';
}

static void the_content_digest_is_that_of_the_first_batch(void **state)
{
    char header[128], ours[64];

    (void)state;
    text_of(find("content-digest", "first"), sizeof header, header);
    bs_content_digest(find("batch", "first")->lines, ours);
    assert_string_equal(header, ours);
    assert_true(bs_content_digest_matches(header, find("batch", "first")->lines));
}

static void the_signature_is_the_bundles_under_the_key_of_the_answer(void **state)
{
    struct bs_enrolment_answer answer;
    uint8_t key[BS_PUBLIC_KEY_SIZE], signature[BS_SIGNATURE_SIZE];
    struct bs_bytes bundle = find("bundle", "first")->message;
    char text[128];

    (void)state;
    assert_int_equal(
        bs_enrolment_answer_decode(find("enrolment-answer", "first")->message, &answer, NULL),
        BS_OK);
    assert_true(bs_hex_parse(answer.bundle_key, key, sizeof key));
    text_of(find("signature", "first"), sizeof text, text);
    assert_true(bs_base64_parse(text, signature, sizeof signature));
    assert_true(bs_sign_verify(key, bundle, signature));
    bundle.len--;
    assert_false(bs_sign_verify(key, bundle, signature));
}

static void the_problems_are_what_their_names_say(void **state)
{
    struct bs_problem gap, fork_, proxy;

    (void)state;
    assert_int_equal(bs_problem_decode(find("problem", "gap")->message, &gap, NULL), BS_OK);
    assert_int_equal(bs_problem_decode(find("problem", "fork")->message, &fork_, NULL), BS_OK);
    assert_int_equal(bs_problem_decode(find("problem", "proxy")->message, &proxy, NULL), BS_OK);
    assert_true(gap.type == BS_PROBLEM_GAP && gap.complete_to == 1);
    assert_true(fork_.type == BS_PROBLEM_FORK && fork_.seq == 2 && fork_.ours[0] != '\0' &&
                fork_.theirs[0] != '\0');
    assert_true(proxy.type == BS_PROBLEM_OTHER && proxy.status == 503);
}

static void the_kinds_of_the_text_are_those_of_the_code(void **state)
{
    static const char *const rows[] = {
        "\n| `" BS_KIND_SUBMISSION "` |", "\n| `" BS_KIND_CORRECTION "` |",
        "\n| `" BS_KIND_ABOUT_YOU "` |",  "\n| `" BS_KIND_CONTACT_WISH "` |",
        "\n| `" BS_KIND_VERDICT "` |",    "\n| `" BS_KIND_CARRIED "` |",
        "\n| `" BS_KIND_COMMENT "` |",    "\n| `" BS_KIND_DECISION "` |",
        "\n| `" BS_KIND_NOTE "` |"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_non_null(strstr(bs_buf_string(&document), rows[i]));
    }
}

/* The tables of limits and media types say what the code does. */
static void the_limits_of_the_text_are_those_of_the_code(void **state)
{
    static const struct {
        long number;
        const char *row;
    } rows[] = {
        {BS_RECORD_BODY_MAX, "| record: body | 16,384 bytes |"},
        {BS_RECORD_HEAD_MAX, "| record: head | 320 bytes |"},
        {BS_BATCH_BYTES_MAX + BS_BATCH_RECORDS_MAX, "| batch | 524,288 bytes, 1000 records;"},
        {BS_RECEIPT_BYTES_MAX + BS_SET_ASIDE_MAX, "| receipt | 4096 bytes, 64 set aside |"},
        {BS_ENROLMENT_BYTES_MAX, "| enrolment request, answer | 2048 bytes each |"},
        {BS_PROBLEM_BYTES_MAX, "| problem | 4096 bytes |"},
        {BS_BUNDLE_BYTES_MAX + BS_REGISTER_MAX,
         "| bundle | 2,097,152 bytes; 256 in the register |"},
        {BS_HEARTBEAT_BYTES_MAX, "| heartbeat | 2048 bytes |"},
        {BS_CREDENTIAL_BYTES_MAX, "| credential | 512 bytes |"},
        {BS_BATCH_MAX, "| `batch` | what the forms are called: one line of 1 to 40 characters"},
        {BS_WAY_CA_MAX + BS_WAY_PINS_MAX, "PEM (at most 16 KiB)"},
    };
    static const long numbers[] = {16384,         320,  524288 + 1000, 4096 + 64, 2048,     4096,
                                   2097152 + 256, 2048, 512,           40,        16384 + 4};
    static const char *const types[] = {BS_BATCH_MEDIA_TYPE,  BS_RECEIPT_MEDIA_TYPE,
                                        BS_BUNDLE_MEDIA_TYPE, BS_PROBLEM_MEDIA_TYPE,
                                        BS_SIGNATURE_HEADER,  BS_DIGEST_HEADER};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(rows[i].number, numbers[i]);
        assert_non_null(strstr(bs_buf_string(&document), rows[i].row));
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_non_null(strstr(bs_buf_string(&document), types[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_is_read_or_refused_as_it_says),
        cmocka_unit_test(the_worked_chain_is_that_of_the_first_batch),
        cmocka_unit_test(the_second_batch_goes_on_where_the_first_ends),
        cmocka_unit_test(the_bodies_of_the_batches_are_submissions),
        cmocka_unit_test(the_third_batch_corrects_the_record_of_the_second),
        cmocka_unit_test(the_bundle_with_answers_says_what_the_text_says),
        cmocka_unit_test(the_erased_record_is_the_second_of_the_first_batch),
        cmocka_unit_test(each_receipt_is_accepted_for_its_batch_and_for_no_other),
        cmocka_unit_test(the_content_digest_is_that_of_the_first_batch),
        cmocka_unit_test(the_signature_is_the_bundles_under_the_key_of_the_answer),
        cmocka_unit_test(the_problems_are_what_their_names_say),
        cmocka_unit_test(the_kinds_of_the_text_are_those_of_the_code),
        cmocka_unit_test(the_limits_of_the_text_are_those_of_the_code),
    };

    return cmocka_run_group_tests(tests, read_document, forget_document);
}
