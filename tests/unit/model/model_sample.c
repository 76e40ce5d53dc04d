/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Programmes and outcomes from tests/data as text to be changed. */

#include "model_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <buurtstem/mem.h>

char *sample_input(const char *name)
{
    struct bs_error err = {0};
    struct bs_buf buf;
    char path[512];
    char *text;

    (void)snprintf(path, sizeof path, BS_SOURCE_DIR "/tests/data/%s/input.json", name);
    bs_buf_init(&buf, BS_PROGRAMME_FILE_MAX);
    if (bs_file_read(path, &buf, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    text = bs_xstrdup(bs_buf_string(&buf));
    bs_buf_finish(&buf);
    return text;
}

char *sample_read(const char *name)
{
    char path[256];

    (void)snprintf(path, sizeof path, "programmes/%s", name);
    return sample_input(path);
}

char *sample_replace(char *text, const char *from, const char *to)
{
    char *at = strstr(text, from);
    size_t before;
    char *changed;

    if (at == NULL) {
        fail_msg("the sample does not hold %s", from);
        return text;
    }
    before = (size_t)(at - text);
    changed = bs_xcalloc(strlen(text) + strlen(to) + 1, 1);
    memcpy(changed, text, before);
    (void)stpcpy(stpcpy(changed + before, to), at + strlen(from));
    free(text);
    return changed;
}

struct bs_programme *sample_programme(const char *name)
{
    char *text = sample_read(name);
    struct bs_programme *programme = NULL;
    struct bs_error err = {0};

    if (bs_programme_parse(bs_bytes_of(text), &programme, NULL, &err) != BS_OK) {
        fail_msg("%s: %s", name, err.text);
    }
    free(text);
    return programme;
}

char *sample_bundle(void)
{
    char *programme = sample_read("valid/three-questions");
    struct bs_buf buf;
    char *text;

    bs_buf_init(&buf, BS_BUNDLE_BYTES_MAX);
    bs_buf_printf(
        &buf,
        SAMPLE_BUNDLE_HEAD
        "\"programmes\":[{\"published\":\"2026-11-22\",\"programme\":%s}]," SAMPLE_BUNDLE_TAIL,
        programme);
    text = bs_xstrdup(bs_buf_string(&buf));
    bs_buf_finish(&buf);
    free(programme);
    return text;
}

struct bs_bundle *sample_parse(char *text)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};

    if (bs_bundle_parse(bs_bytes_of(text), &bundle, &err) != BS_OK) {
        fail_msg("%s", err.text);
    }
    free(text);
    return bundle;
}

void sample_assert_refused(char *text, const char *sentence)
{
    struct bs_bundle *bundle = NULL;
    struct bs_error err = {0};

    assert_int_equal(bs_bundle_parse(bs_bytes_of(text), &bundle, &err), BS_BAD);
    assert_null(bundle);
    assert_string_equal(err.text, sentence);
    free(text);
}
