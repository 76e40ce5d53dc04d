/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_JSON_H
#define BUURTSTEM_JSON_H

/*
 * Strict JSON (RFC 8259): duplicate keys, invalid UTF-8, NUL characters and trailing bytes are errors, and nesting is
 * bounded. Reads are typed and complain with the path of the value: "$.questions[3].id: expected a string".
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>

#define BS_JSON_PATH  160
#define BS_JSON_DEPTH 32

struct bs_json; /* a value that the caller owns */

/* Parses one value. BS_BAD names line and column. *out is the caller's. */
enum bs_err bs_json_parse(struct bs_bytes text, struct bs_json **out, struct bs_error *err);
void bs_json_destroy(struct bs_json *json); /* NULL is fine */

/* A place inside a document; a small value to be copied. `value` is borrowed from the document, NULL if absent. */
struct bs_json_at {
    const void *value;
    struct bs_complaints *complaints; /* borrowed; where reads from here report; NULL drops them */
    char path[BS_JSON_PATH];
};

struct bs_json_at bs_json_root(const struct bs_json *json, struct bs_complaints *complaints);

/* Whether something is there, and whether it is a given type. None of these complains. */
bool bs_json_exists(const struct bs_json_at *at);
bool bs_json_is_object(const struct bs_json_at *at);
bool bs_json_is_array(const struct bs_json_at *at);
bool bs_json_is_string(const struct bs_json_at *at);
bool bs_json_is_null(const struct bs_json_at *at);
bool bs_json_is_empty(const struct bs_json_at *at); /* "", which no read accepts */

/* The member of an object; absent if it is not there or `at` is not an object. Does not complain. */
struct bs_json_at bs_json_member(const struct bs_json_at *at, const char *key);
size_t
bs_json_count(const struct bs_json_at *at); /* items of an array or members of an object, else 0 */
struct bs_json_at bs_json_item(const struct bs_json_at *at, size_t index);
/* The index-th member of an object in the order of the text; *key is borrowed from the document. */
struct bs_json_at bs_json_nth_member(const struct bs_json_at *at, size_t index, const char **key);

/* Adds a complaint at this path. */
void bs_json_complain(const struct bs_json_at *at, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Typed reads of a member. They return false and complain if the member is missing, of another type or out of range;
 * the output is then untouched. `…_or` variants take a default for a missing (not for a wrong) member and return false
 * only on a complaint. Strings are borrowed from the document; `max` counts bytes; an empty string is a complaint.
 */
bool bs_json_string(const struct bs_json_at *at, const char *key, size_t max, const char **out);
bool bs_json_string_or(const struct bs_json_at *at, const char *key, size_t max,
                       const char *fallback, const char **out);
bool bs_json_int(const struct bs_json_at *at, const char *key, int64_t least, int64_t most,
                 int64_t *out);
bool bs_json_int_or(const struct bs_json_at *at, const char *key, int64_t least, int64_t most,
                    int64_t fallback, int64_t *out);
bool bs_json_bool_or(const struct bs_json_at *at, const char *key, bool fallback, bool *out);
/* The string or number at the place itself, for items of an array. */
bool bs_json_string_here(const struct bs_json_at *at, size_t max, const char **out);
bool bs_json_int_here(const struct bs_json_at *at, int64_t least, int64_t most, int64_t *out);

/* Complains about every member whose name is not in the NULL-terminated list. True if there was none. */
bool bs_json_only(const struct bs_json_at *at, const char *const *names);

/*
 * Writing. Members keep the order in which they were set; setting takes over `value` where the name says _take.
 * Small and abort-on-exhaustion; a string that is not UTF-8 or a real that is not a number aborts,
 * in every build, as a member must not vanish silently. Reals have 15 significant digits.
 */
struct bs_json *bs_json_new_object(void);
struct bs_json *bs_json_new_array(void);
void bs_json_set_string(struct bs_json *object, const char *key, const char *value);
void bs_json_set_int(struct bs_json *object, const char *key, int64_t value);
void bs_json_set_real(struct bs_json *object, const char *key, double value);
void bs_json_set_bool(struct bs_json *object, const char *key, bool value);
void bs_json_set_null(struct bs_json *object, const char *key);
void bs_json_set_take(struct bs_json *object, const char *key, struct bs_json *value);
void bs_json_set_copy(struct bs_json *object, const char *key,
                      const struct bs_json_at *value); /* deep; absent: nothing */
/* The value at a place as one of its own; it must be there. */
struct bs_json *bs_json_copy(const struct bs_json_at *value);
/* Sets a member of the object at a place in a document that the caller owns and may change; another place inside the object
 * stays good, but for the member that was replaced. */
void bs_json_put_take(const struct bs_json_at *at, const char *key, struct bs_json *value);
void bs_json_add_string(struct bs_json *array, const char *value);
void bs_json_add_int(struct bs_json *array, int64_t value);
void bs_json_add_take(struct bs_json *array, struct bs_json *value);

/* Appends the text: compact, on one line without raw tab or newline; or indented by two when `pretty`. */
void bs_json_write(const struct bs_json *json, bool pretty, struct bs_buf *out);

#endif
