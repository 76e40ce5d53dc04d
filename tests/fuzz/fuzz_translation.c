/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A translation and what it is merged into, {"translation": …, "document": …}: all or nothing, and the form that comes of
 * any document can be read again. */

#include <stdlib.h>
#include <string.h>

#include <buurtstem/bundle.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"
#include "translation.h"

static void write(const struct bs_json *json, struct bs_buf *out)
{
    bs_buf_init(out, 16 * BS_BUNDLE_BYTES_MAX);
    bs_json_write(json, false, out);
}

static bool is_same(const struct bs_buf *a, const struct bs_buf *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static void merge(const struct translation *translation, struct bs_json *document,
                  const struct bs_complaints *complaints)
{
    struct bs_buf before, after;
    bool is_merged;

    write(document, &before);
    is_merged = translation_merge(translation, document);
    write(document, &after);
    FUZZ_MUST(is_merged == (complaints->count == 0));
    FUZZ_MUST(is_merged || is_same(&before, &after));
    bs_buf_finish(&before);
    bs_buf_finish(&after);
}

static void look_at_form(const struct bs_json_at *document, const struct translation *existing)
{
    struct bs_json *form = translation_form(document, TRANSLATION_PLACE, "tr", existing);
    struct bs_json_at at = bs_json_root(form, NULL);
    struct bs_json_at texts = bs_json_member(&at, "texts");

    FUZZ_MUST(bs_json_is_object(&texts));
    bs_json_destroy(form);
}

static void look_at(const struct bs_json_at *root, struct bs_complaints *complaints)
{
    struct bs_json_at at = bs_json_member(root, "translation");
    struct bs_json_at whole = bs_json_member(root, "document");
    struct translation translation;
    bool is_read;

    if (!bs_json_is_object(&whole)) {
        return;
    }
    at.complaints = complaints;
    is_read = translation_read(&at, &translation);
    FUZZ_MUST(is_read == (complaints->count == 0));
    look_at_form(&whole, is_read ? &translation : NULL);
    if (is_read) {
        struct bs_json *document = bs_json_copy(&whole);

        FUZZ_MUST(bs_language_valid(translation.language) && bs_slug_valid(translation.id));
        merge(&translation, document, complaints);
        bs_json_destroy(document);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bs_complaints *complaints = bs_xcalloc(1, sizeof *complaints);
    struct bs_json *json = NULL;

    if (bs_json_parse((struct bs_bytes){data, size}, &json, NULL) == BS_OK) {
        struct bs_json_at root = bs_json_root(json, NULL);

        look_at(&root, complaints);
        for (size_t i = 0; i < complaints->count; i++) {
            FUZZ_MUST(bs_utf8_is_text(complaints->text[i], strlen(complaints->text[i])));
        }
    }
    bs_json_destroy(json);
    free(complaints);
    return 0;
}
