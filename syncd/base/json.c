/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Strict JSON over jansson. A struct bs_json is a json_t under another name. jansson's own sentences quote the input,
 * which may be a resident's words, so errors are worded here. */

#include <buurtstem/json.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <buurtstem/utf8.h>

#define TEXT_OF_(number) #number
#define TEXT_OF(number)  TEXT_OF_(number)
#define DEPTH_TEXT       TEXT_OF(BS_JSON_DEPTH)

static const char cut_mark[] = "…";
static const char without_nul[] = "expected text without a NUL character";

static json_t *inner(struct bs_json *json)
{
    return (json_t *)json;
}

static const json_t *value_of(const struct bs_json_at *at)
{
    return at->value;
}

/* ---- parsing ---- */

struct place {
    size_t line, column; /* 1-based, in bytes */
};

/*
 * Checked before parsing: nesting, as jansson recurses, and raw zero bytes, which it overlooks after a number. Brackets
 * inside strings do not count. NULL, or what is wrong at *place.
 */
static const char *find_trap(struct bs_bytes text, struct place *place)
{
    struct place at = {1, 0};
    size_t depth = 0;
    bool in_string = false;
    bool escaped = false;

    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];

        at.column++;
        *place = at;
        if (c == '\0') {
            return without_nul;
        }
        if (c == '\n') {
            at = (struct place){at.line + 1, 0};
        }
        if (in_string) {
            if (c == '"' && !escaped) {
                in_string = false;
            }
            escaped = c == '\\' && !escaped;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > BS_JSON_DEPTH) {
                return "expected at most " DEPTH_TEXT " levels";
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return NULL;
}

static const char *sentence_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return "expected more, found the end";
    case json_error_end_of_input_expected:
        return "expected the end, found more";
    case json_error_invalid_utf8:
        return "expected UTF-8";
    case json_error_duplicate_key:
        return "expected a new name, found one that this object has already";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return without_nul;
    case json_error_numeric_overflow:
        return "expected a smaller number";
    default:
        return "expected JSON; is a comma, a quotation mark or a bracket missing here or just "
               "before?";
    }
}

enum bs_err bs_json_parse(struct bs_bytes text, struct bs_json **out, struct bs_error *err)
{
    json_error_t error;
    struct place place;
    const char *trap = find_trap(text, &place);
    json_t *json;

    if (trap != NULL) {
        return bs_fail(err, BS_BAD, "line %zu, column %zu: %s", place.line, place.column, trap);
    }
    json = json_loadb(text.len == 0 ? "" : (const char *)text.data, text.len,
                      JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL) {
        return bs_fail(err, BS_BAD, "line %d, column %d: %s", error.line > 0 ? error.line : 1,
                       error.column > 0 ? error.column : 1, sentence_of(&error));
    }
    *out = (struct bs_json *)json;
    return BS_OK;
}

void bs_json_destroy(struct bs_json *json)
{
    json_decref(inner(json));
}

/* ---- places ---- */

struct bs_json_at bs_json_root(const struct bs_json *json, struct bs_complaints *complaints)
{
    return (struct bs_json_at){.value = json, .complaints = complaints, .path = "$"};
}

/* Extends the path by a step; a path that is too long ends in the cut mark and stays so. */
static void extend_path(char path[BS_JSON_PATH], const char *before, const char *step,
                        const char *after)
{
    size_t used = strlen(path);
    size_t mark = sizeof cut_mark - 1;
    size_t pieces[] = {strlen(before), strlen(step), strlen(after)};
    char longer[2 * BS_JSON_PATH];

    if (used >= mark && strcmp(path + used - mark, cut_mark) == 0) {
        return;
    }
    /* Nearly all fit; this runs for every value of every record, so it does without formatting. */
    if (used + pieces[0] + pieces[1] + pieces[2] < BS_JSON_PATH - mark) {
        memcpy(path + used, before, pieces[0]);
        memcpy(path + used + pieces[0], step, pieces[1]);
        memcpy(path + used + pieces[0] + pieces[1], after, pieces[2] + 1);
        return;
    }
    (void)snprintf(longer, sizeof longer, "%s%s%.*s%s", path, before, BS_JSON_PATH, step, after);
    if (!bs_utf8_copy(path, BS_JSON_PATH - mark, longer)) {
        memcpy(path + strlen(path), cut_mark, mark + 1);
    }
}

static struct bs_json_at member_at(const struct bs_json_at *at, const char *key,
                                   const json_t *value)
{
    struct bs_json_at member = *at;

    member.value = value;
    extend_path(member.path, ".", key, "");
    return member;
}

bool bs_json_exists(const struct bs_json_at *at)
{
    return at->value != NULL;
}

bool bs_json_is_object(const struct bs_json_at *at)
{
    return json_is_object(value_of(at));
}

bool bs_json_is_array(const struct bs_json_at *at)
{
    return json_is_array(value_of(at));
}

bool bs_json_is_string(const struct bs_json_at *at)
{
    return json_is_string(value_of(at));
}

bool bs_json_is_empty(const struct bs_json_at *at)
{
    return bs_json_is_string(at) && json_string_length(value_of(at)) == 0;
}

bool bs_json_is_null(const struct bs_json_at *at)
{
    return json_is_null(value_of(at));
}

struct bs_json_at bs_json_member(const struct bs_json_at *at, const char *key)
{
    return member_at(at, key, json_object_get(value_of(at), key));
}

size_t bs_json_count(const struct bs_json_at *at)
{
    return bs_json_is_array(at) ? json_array_size(value_of(at)) : json_object_size(value_of(at));
}

struct bs_json_at bs_json_item(const struct bs_json_at *at, size_t index)
{
    struct bs_json_at item = *at;
    char number[24];

    (void)snprintf(number, sizeof number, "%zu", index);
    item.value = json_array_get(value_of(at), index);
    extend_path(item.path, "[", number, "]");
    return item;
}

/* jansson's iterators want an object that may be changed; none is. */
static json_t *unlocked(const struct bs_json_at *at)
{
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): the way around -Wcast-qual; the value is a pointer. */
    return (json_t *)(uintptr_t)at->value;
}

struct bs_json_at bs_json_nth_member(const struct bs_json_at *at, size_t index, const char **key)
{
    void *member = json_object_iter(unlocked(at));

    for (size_t i = 0; i < index && member != NULL; i++) {
        member = json_object_iter_next(unlocked(at), member);
    }
    if (member == NULL) {
        return member_at(at, "?", NULL);
    }
    *key = json_object_iter_key(member);
    return member_at(at, *key, json_object_iter_value(member));
}

void bs_json_complain(const struct bs_json_at *at, const char *format, ...)
{
    char sentence[BS_COMPLAINT_TEXT * 2];
    va_list args;

    va_start(args, format);
    if (vsnprintf(sentence, sizeof sentence, format, args) < 0) {
        sentence[0] = '\0';
    }
    va_end(args);
    bs_complain(at->complaints, at->path, "%s", sentence);
}

/* ---- typed reads ---- */

static const char *name_of_type(const struct bs_json_at *at)
{
    if (at->value == NULL) {
        return "nothing";
    }
    switch (json_typeof(value_of(at))) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
        return "a whole number";
    case JSON_REAL:
        return "a fraction";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        break;
    }
    return "null";
}

bool bs_json_string_here(const struct bs_json_at *at, size_t max, const char **out)
{
    size_t len = json_string_length(value_of(at));

    if (!bs_json_is_string(at)) {
        bs_json_complain(at, "expected a string, found %s", name_of_type(at));
        return false;
    }
    if (len == 0) {
        bs_json_complain(at, "expected a string, found an empty one");
        return false;
    }
    if (len > max) {
        bs_json_complain(at, "expected a string of at most %zu bytes, found %zu", max, len);
        return false;
    }
    *out = json_string_value(value_of(at));
    return true;
}

bool bs_json_string(const struct bs_json_at *at, const char *key, size_t max, const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);

    return bs_json_string_here(&member, max, out);
}

bool bs_json_string_or(const struct bs_json_at *at, const char *key, size_t max,
                       const char *fallback, const char **out)
{
    struct bs_json_at member = bs_json_member(at, key);

    if (!bs_json_exists(&member)) {
        *out = fallback;
        return true;
    }
    return bs_json_string_here(&member, max, out);
}

bool bs_json_int_here(const struct bs_json_at *at, int64_t least, int64_t most, int64_t *out)
{
    int64_t value = json_integer_value(value_of(at));

    if (!json_is_integer(value_of(at))) {
        bs_json_complain(at, "expected a whole number, found %s", name_of_type(at));
        return false;
    }
    if (value < least || value > most) {
        bs_json_complain(at,
                         "expected a whole number from %" PRId64 " to %" PRId64 ", found %" PRId64,
                         least, most, value);
        return false;
    }
    *out = value;
    return true;
}

bool bs_json_int(const struct bs_json_at *at, const char *key, int64_t least, int64_t most,
                 int64_t *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    return bs_json_int_here(&member, least, most, out);
}

bool bs_json_int_or(const struct bs_json_at *at, const char *key, int64_t least, int64_t most,
                    int64_t fallback, int64_t *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    if (!bs_json_exists(&member)) {
        *out = fallback;
        return true;
    }
    return bs_json_int_here(&member, least, most, out);
}

bool bs_json_bool_or(const struct bs_json_at *at, const char *key, bool fallback, bool *out)
{
    struct bs_json_at member = bs_json_member(at, key);

    if (!bs_json_exists(&member)) {
        *out = fallback;
        return true;
    }
    if (!json_is_boolean(value_of(&member))) {
        bs_json_complain(&member, "expected true or false, found %s", name_of_type(&member));
        return false;
    }
    *out = json_is_true(value_of(&member));
    return true;
}

static bool is_listed(const char *key, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], key) == 0) {
            return true;
        }
    }
    return false;
}

bool bs_json_only(const struct bs_json_at *at, const char *const *names)
{
    bool good = true;

    for (void *member = json_object_iter(unlocked(at)); member != NULL;
         member = json_object_iter_next(unlocked(at), member)) {
        const char *key = json_object_iter_key(member);

        if (!is_listed(key, names)) {
            struct bs_json_at place = member_at(at, key, json_object_iter_value(member));

            bs_json_complain(&place, "is not a known name");
            good = false;
        }
    }
    return good;
}

/* ---- writing ---- */

/* jansson says no only to exhausted memory and to broken callers (not UTF-8, not a number). Neither may lose a member
 * silently, in release builds too. */
static void must(bool done)
{
    if (!done) {
        (void)fputs("json: out of memory or not encodable\n", stderr);
        abort();
    }
}

static struct bs_json *made(json_t *json)
{
    must(json != NULL);
    return (struct bs_json *)json;
}

struct bs_json *bs_json_new_object(void)
{
    return made(json_object());
}

struct bs_json *bs_json_new_array(void)
{
    return made(json_array());
}

void bs_json_set_take(struct bs_json *object, const char *key, struct bs_json *value)
{
    must(json_object_set_new(inner(object), key, inner(value)) == 0);
}

void bs_json_set_string(struct bs_json *object, const char *key, const char *value)
{
    bs_json_set_take(object, key, made(json_string(value)));
}

void bs_json_set_int(struct bs_json *object, const char *key, int64_t value)
{
    bs_json_set_take(object, key, made(json_integer(value)));
}

void bs_json_set_real(struct bs_json *object, const char *key, double value)
{
    bs_json_set_take(object, key, made(json_real(value)));
}

void bs_json_set_bool(struct bs_json *object, const char *key, bool value)
{
    bs_json_set_take(object, key, made(json_boolean(value)));
}

void bs_json_set_null(struct bs_json *object, const char *key)
{
    bs_json_set_take(object, key, made(json_null()));
}

void bs_json_set_copy(struct bs_json *object, const char *key, const struct bs_json_at *value)
{
    if (bs_json_exists(value)) {
        bs_json_set_take(object, key, made(json_deep_copy(value_of(value))));
    }
}

struct bs_json *bs_json_copy(const struct bs_json_at *value)
{
    return made(json_deep_copy(value_of(value)));
}

void bs_json_put_take(const struct bs_json_at *at, const char *key, struct bs_json *value)
{
    must(json_object_set_new(unlocked(at), key, inner(value)) == 0);
}

void bs_json_add_take(struct bs_json *array, struct bs_json *value)
{
    must(json_array_append_new(inner(array), inner(value)) == 0);
}

void bs_json_add_string(struct bs_json *array, const char *value)
{
    bs_json_add_take(array, made(json_string(value)));
}

void bs_json_add_int(struct bs_json *array, int64_t value)
{
    bs_json_add_take(array, made(json_integer(value)));
}

static int add_piece(const char *piece, size_t len, void *out)
{
    bs_buf_add(out, piece, len);
    return 0;
}

void bs_json_write(const struct bs_json *json, bool pretty, struct bs_buf *out)
{
    /* 15 digits: every decimal that a person writes with so many comes back as written. */
    size_t flags =
        JSON_ENCODE_ANY | JSON_REAL_PRECISION(15) | (pretty ? JSON_INDENT(2) : JSON_COMPACT);

    must(json_dump_callback((const json_t *)json, add_piece, out, flags) == 0);
}
