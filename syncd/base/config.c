/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* `key = value` files into a struct by a table of fields. Every line is looked at, so that a person hears all at once. */

#include <buurtstem/config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/buf.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

enum { NAME_MAX_BYTES = 64, WHERE = BS_COMPLAINT_TEXT };

/* Some editors put it first; a person cannot see it. */
static const char byte_order_mark[] = "\xEF\xBB\xBF";

struct reader {
    const char *path;
    const struct bs_config_field *fields;
    size_t count;
    uint8_t *target;
    size_t *first_line; /* owned; per field the line where it was given, 0 if it was not */
    struct bs_complaints *complaints;
    size_t line; /* 1-based */
};

struct word {
    const char *start;
    size_t len;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct word trim(struct word word)
{
    while (word.len > 0 && is_blank(word.start[0])) {
        word.start++;
        word.len--;
    }
    while (word.len > 0 && is_blank(word.start[word.len - 1])) {
        word.len--;
    }
    return word;
}

static void name_place(const struct reader *reader, const char *key, char out[WHERE])
{
    (void)snprintf(out, WHERE, "%s:%zu%s%s", reader->path, reader->line, key == NULL ? "" : ": ",
                   key == NULL ? "" : key);
}

static void describe(const struct bs_config_field *field, char out[WHERE])
{
    if (field->expected != NULL) {
        (void)snprintf(out, WHERE, "%s", field->expected);
        return;
    }
    switch (field->type) {
    case BS_CONFIG_TEXT:
        (void)snprintf(out, WHERE, "text of at most %zu bytes", field->size - 1);
        return;
    case BS_CONFIG_INT:
        (void)snprintf(out, WHERE, "a whole number from %" PRId64 " to %" PRId64, field->least,
                       field->most);
        return;
    case BS_CONFIG_BOOL:
        (void)snprintf(out, WHERE, "yes or no");
        return;
    case BS_CONFIG_CHOICE:
        (void)snprintf(out, WHERE, "one of %s", field->choices);
        return;
    }
}

static bool parse_int(const char *text, int64_t *out)
{
    bool negative = text[0] == '-';
    const char *digit = negative ? text + 1 : text;
    int64_t value = 0;

    if (*digit == '\0') {
        return false;
    }
    for (; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *digit - '0', &value)) {
            return false;
        }
    }
    /* Gathered below zero, where there is one number more. */
    if (!negative && __builtin_sub_overflow(INT64_C(0), value, &value)) {
        return false;
    }
    *out = value;
    return true;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    const char *at = choices;

    while (at != NULL) {
        size_t word = strcspn(at, "|");

        if (word == len && strncmp(at, value, len) == 0) {
            return true;
        }
        at = at[word] == '|' ? at + word + 1 : NULL;
    }
    return false;
}

/* Writes the value into the target; false if it is not what the field wants. */
static bool store_value(const struct bs_config_field *field, const char *value, uint8_t *target)
{
    uint8_t *place = target + field->offset;
    int64_t number;
    bool flag = strcmp(value, "yes") == 0;

    switch (field->type) {
    case BS_CONFIG_CHOICE:
        if (!is_choice(field->choices, value)) {
            return false;
        }
        /* fall through */
    case BS_CONFIG_TEXT:
        if (strlen(value) >= field->size) {
            return false;
        }
        memset(place, 0, field->size);
        memcpy(place, value, strlen(value) + 1);
        return true;
    case BS_CONFIG_INT:
        if (!parse_int(value, &number) || number < field->least || number > field->most) {
            return false;
        }
        memcpy(place, &number, sizeof number);
        return true;
    case BS_CONFIG_BOOL:
        if (!flag && strcmp(value, "no") != 0) {
            return false;
        }
        memcpy(place, &flag, sizeof flag);
        return true;
    }
    return false;
}

static void complain_value(const struct reader *reader, const struct bs_config_field *field,
                           const char *value)
{
    char where[WHERE];
    char expected[WHERE];

    name_place(reader, field->key, where);
    describe(field, expected);
    if (value[0] == '\0') {
        bs_complain(reader->complaints, where, "expected %s, found nothing", expected);
    } else if (field->type == BS_CONFIG_TEXT) {
        /* Not quoted: an address may hold a password. */
        bs_complain(reader->complaints, where, "expected %s, found %zu bytes where %zu fit",
                    expected, strlen(value), field->size - 1);
    } else {
        bs_complain(reader->complaints, where, "expected %s, found \"%s\"", expected, value);
    }
}

static size_t find_field(const struct reader *reader, const char *key)
{
    size_t index = 0;

    while (index < reader->count && strcmp(reader->fields[index].key, key) != 0) {
        index++;
    }
    return index;
}

static void take_pair(struct reader *reader, const char *key, const char *value)
{
    size_t index = find_field(reader, key);
    char where[WHERE];

    name_place(reader, key, where);
    if (index == reader->count) {
        bs_complain(reader->complaints, where, "is not a known key");
    } else if (reader->first_line[index] != 0) {
        bs_complain(reader->complaints, where, "is given twice, first in line %zu",
                    reader->first_line[index]);
    } else {
        reader->first_line[index] = reader->line;
        if (value[0] == '\0' || !store_value(&reader->fields[index], value, reader->target)) {
            complain_value(reader, &reader->fields[index], value);
        }
    }
}

static void copy_word(char *out, struct word word)
{
    memcpy(out, word.start, word.len);
    out[word.len] = '\0';
}

static void take_line(struct reader *reader, struct word line)
{
    char key[NAME_MAX_BYTES + 1];
    char value[BS_CONFIG_VALUE];
    char where[WHERE];
    const char *equals;
    struct word left;
    struct word right;

    name_place(reader, NULL, where);
    line = trim(line);
    if (!bs_utf8_is_text(line.start, line.len)) {
        bs_complain(reader->complaints, where, "expected UTF-8 text without control characters");
        return;
    }
    if (line.len == 0 || line.start[0] == '#') {
        return;
    }
    equals = memchr(line.start, '=', line.len);
    if (equals == NULL || equals == line.start) {
        bs_complain(reader->complaints, where, "expected key = value");
        return;
    }
    left = trim((struct word){line.start, (size_t)(equals - line.start)});
    right = trim((struct word){equals + 1, (size_t)(line.start + line.len - equals - 1)});
    if (left.len > NAME_MAX_BYTES) {
        bs_complain(reader->complaints, where, "expected a key of at most %d bytes, found %zu",
                    NAME_MAX_BYTES, left.len);
        return;
    }
    copy_word(key, left);
    if (right.len >= sizeof value) {
        name_place(reader, key, where);
        bs_complain(reader->complaints, where, "expected at most %d bytes, found %zu",
                    BS_CONFIG_VALUE - 1, right.len);
        return;
    }
    copy_word(value, right);
    take_pair(reader, key, value);
}

static void take_lines(struct reader *reader, const char *text, size_t len)
{
    const char *end = text + len;

    if (len >= sizeof byte_order_mark - 1 &&
        memcmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0) {
        text += sizeof byte_order_mark - 1;
    }
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *stop = newline == NULL ? end : newline;

        reader->line++;
        take_line(reader, (struct word){text, (size_t)(stop - text)});
        text = newline == NULL ? end : newline + 1;
    }
}

static void fill_fallbacks(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        const struct bs_config_field *field = &reader->fields[i];
        bool stored =
            field->fallback == NULL || store_value(field, field->fallback, reader->target);

        if (!stored) {
            bs_complain(reader->complaints, field->key, "its own default is not allowed");
        }
    }
}

static void name_missing(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        char where[WHERE];
        char expected[WHERE];

        if (reader->fields[i].required && reader->first_line[i] == 0) {
            (void)snprintf(where, sizeof where, "%s: %s", reader->path, reader->fields[i].key);
            describe(&reader->fields[i], expected);
            bs_complain(reader->complaints, where, "is missing; expected %s", expected);
        }
    }
}

enum bs_err bs_config_parse(const char *path, const char *text, size_t len,
                            const struct bs_config_field *fields, size_t count, void *target,
                            struct bs_complaints *complaints, struct bs_error *err)
{
    struct bs_complaints *own = bs_xcalloc(1, sizeof *own);
    struct reader reader = {.path = path,
                            .fields = fields,
                            .count = count,
                            .target = target,
                            .first_line = bs_xcalloc(count, sizeof(size_t)),
                            .complaints = own};
    enum bs_err rc;

    if (len > BS_CONFIG_FILE_MAX) {
        bs_complain(own, path, "larger than %d bytes", BS_CONFIG_FILE_MAX);
    } else {
        fill_fallbacks(&reader);
        take_lines(&reader, text, len);
        name_missing(&reader);
    }
    rc = bs_complaints_result(own, err);
    for (size_t i = 0; i < own->count; i++) {
        bs_complain(complaints, NULL, "%s", own->text[i]);
    }
    if (complaints != NULL) {
        complaints->dropped += own->dropped;
    }
    free(reader.first_line);
    free(own);
    return rc;
}

enum bs_err bs_config_read(const char *path, const struct bs_config_field *fields, size_t count,
                           void *target, struct bs_complaints *complaints, struct bs_error *err)
{
    struct bs_buf text;
    struct bs_error cause = {0};
    enum bs_err rc;

    bs_buf_init(&text, BS_CONFIG_FILE_MAX);
    rc = bs_file_read(path, &text, &cause);
    if (rc != BS_OK) {
        bs_complain(complaints, NULL, "%s", cause.text);
        bs_fail(err, rc, "%s", cause.text);
        goto out;
    }
    rc = bs_config_parse(path, bs_buf_string(&text), text.len, fields, count, target, complaints,
                         err);
out:
    bs_buf_finish(&text);
    return rc;
}

/* The number of the line that sets the key; 0 if none does. */
static size_t line_of(const char *text, const char *key)
{
    size_t len = strlen(key), number = 1;

    for (const char *line = text; line != NULL; number++) {
        const char *word = line + strspn(line, " \t");
        const char *after = word + len;

        if (strncmp(word, key, len) == 0 && after[strspn(after, " \t")] == '=') {
            return number;
        }
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    return 0;
}

void bs_config_where(const char *path, const char *key, char *out, size_t size)
{
    struct bs_buf text;
    size_t line = 0;

    bs_buf_init(&text, BS_CONFIG_FILE_MAX);
    if (bs_file_read(path, &text, NULL) == BS_OK) {
        line = line_of(bs_buf_string(&text), key);
    }
    bs_buf_finish(&text);
    if (line > 0) {
        (void)snprintf(out, size, "%s:%zu: %s", path, line, key);
    } else {
        (void)snprintf(out, size, "%s: %s", path, key);
    }
}
