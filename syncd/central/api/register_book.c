/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads all programmes of this central once for all kiosks. */

#include "register_book.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/json.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>

enum { KEPT_DAYS = 2 * 365 };

struct register_book {
    pthread_mutex_t mutex;
    char mark[STORAGE_MARK_TEXT]; /* "": nothing was read yet */
    struct bs_date today;
    struct bs_buf text; /* the entries, one after the other */
    size_t count;
    size_t ends[BS_REGISTER_MAX]; /* where each ends in `text` */
};

struct register_book *register_book_create(void)
{
    struct register_book *book = bs_xcalloc(1, sizeof(*book));

    pthread_mutex_init(&book->mutex, NULL);
    bs_buf_init(&book->text, BS_BUNDLE_BYTES_MAX);
    return book;
}

void register_book_destroy(struct register_book *book)
{
    if (book == NULL) {
        return;
    }
    bs_buf_finish(&book->text);
    pthread_mutex_destroy(&book->mutex);
    free(book);
}

/* What the outcome says in two sentences. False if it cannot be read: verify tells of it. */
static bool add_answer(struct bs_json *entry, const struct storage_registered *stored)
{
    struct bs_complaints complaints = {.count = 0};
    struct bs_outcome *outcome = NULL;
    struct bs_json_at root, heard, will;
    char day[11];

    if (bs_outcome_parse(stored->outcome, &outcome, &complaints, NULL) != BS_OK) {
        return false;
    }
    root = bs_json_root(outcome->document, NULL);
    heard = bs_json_member(&root, "heard");
    will = bs_json_member(&root, "will");
    bs_date_format(stored->answered, day);
    bs_json_set_string(entry, "answered", day);
    bs_json_set_copy(entry, "heard", &heard);
    bs_json_set_copy(entry, "will", &will);
    bs_json_set_bool(entry, "outcome_example", outcome->is_example);
    bs_outcome_destroy(outcome);
    return true;
}

static struct bs_json *make_entry(const struct bs_programme *programme,
                                  const struct storage_registered *stored)
{
    struct bs_json *entry = bs_json_new_object();
    struct bs_json_at root = bs_json_root(programme->document, NULL);
    struct bs_json_at title = bs_json_member(&root, "title");
    char day[11];

    bs_json_set_string(entry, "code", programme->code);
    bs_json_set_string(entry, "tenant_name", stored->tenant_name);
    bs_json_set_copy(entry, "title", &title);
    bs_date_format(bs_programme_answer_date(programme, stored->programme.published), day);
    bs_json_set_string(entry, "due", day);
    bs_json_set_bool(entry, "due_example", programme->answer_due.is_example);
    if (stored->is_answered && !add_answer(entry, stored)) {
        bs_log(BS_LOG_ERROR, "outcome-unreadable", "tenant=%s programme=%s",
               stored->programme.tenant, stored->programme.id);
    }
    return entry;
}

static bool add_entry(void *self, const struct storage_registered *stored)
{
    struct register_book *book = self;
    struct bs_complaints complaints = {.count = 0};
    struct bs_programme *programme = NULL;

    if (bs_programme_parse(stored->programme.json, &programme, &complaints, NULL) != BS_OK) {
        return true; /* verify tells of it; the others are still found */
    }
    if (bs_date_days_between(programme->ends, book->today) <= KEPT_DAYS) {
        struct bs_json *entry = make_entry(programme, stored);

        bs_json_write(entry, false, &book->text);
        bs_json_destroy(entry);
        if (bs_buf_check(&book->text, "register", NULL) == BS_OK) {
            book->ends[book->count++] = book->text.len;
        }
    }
    bs_programme_destroy(programme);
    return book->count < BS_REGISTER_MAX;
}

static enum bs_err read_all(struct register_book *book, struct storage *storage, const char *mark,
                            struct bs_date today, struct bs_error *err)
{
    enum bs_err rc;

    if (strcmp(book->mark, mark) == 0 && bs_date_compare(book->today, today) == 0) {
        return BS_OK;
    }
    book->mark[0] = '\0';
    book->today = today;
    book->count = 0;
    bs_buf_reset(&book->text);
    rc = storage_register(storage, add_entry, book, err);
    if (rc == BS_OK) {
        memcpy(book->mark, mark, STORAGE_MARK_TEXT);
    }
    return rc;
}

enum bs_err register_book_write(struct register_book *book, struct storage *storage,
                                const char *mark, struct bs_date today, size_t room,
                                struct bs_buf *out, struct bs_error *err)
{
    size_t begin = 0, used = 2;
    enum bs_err rc;

    pthread_mutex_lock(&book->mutex);
    rc = read_all(book, storage, mark, today, err);
    if (rc == BS_OK) {
        bs_buf_text(out, "[");
        for (size_t i = 0; i < book->count; i++) {
            const char *comma = i == 0 ? "" : ",";
            size_t size = book->ends[i] - begin;

            if (used + strlen(comma) + size > room) {
                bs_log(BS_LOG_WARNING, "register-full", "entries=%zu left_out=%zu", i,
                       book->count - i);
                break;
            }
            bs_buf_text(out, comma);
            bs_buf_add(out, book->text.data + begin, size);
            used += strlen(comma) + size;
            begin = book->ends[i];
        }
        bs_buf_text(out, "]");
    }
    pthread_mutex_unlock(&book->mutex);
    return rc;
}
