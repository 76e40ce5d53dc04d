/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_ERR_H
#define BUURTSTEM_ERR_H

/*
 * Errors: a code that names the caller's next move, and one sentence for a person.
 * The caller owns the struct, usually on its stack; every function accepts NULL for it. No function here blocks.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum bs_err {
    BS_OK = 0,
    BS_AGAIN,    /* nothing is wrong that a retry right now would not mend */
    BS_LATER,    /* wait, then try again: busy, full disk, no network */
    BS_REFUSED,  /* the other side understood and said no: never send this again unchanged */
    BS_NOTFOUND, /* what was asked for is not there */
    BS_LIMIT,    /* larger than the written limit; nothing was kept */
    BS_BAD,      /* the input is wrong: tell the person who wrote it */
    BS_BROKEN    /* our own state is damaged: stop and say so */
};

#define BS_ERROR_TEXT 512

struct bs_error {
    enum bs_err code;
    char text
        [BS_ERROR_TEXT]; /* one line, UTF-8, always terminated; never holds what a resident typed */
};

/* Fills err unless it already holds a failure (the first cause wins), cut at a character border. Returns code. */
enum bs_err bs_fail(struct bs_error *err, enum bs_err code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the text that err already holds; no-op on NULL or an empty text. Returns err's code; BS_BROKEN
 * for one that holds none, so that a failure never reads as success. */
enum bs_err bs_fail_prefix(struct bs_error *err, const char *prefix);

/* Empties err so that it can be used again. */
void bs_error_clear(struct bs_error *err);

/* "ok", "again", … for logs. Never NULL. */
const char *bs_err_name(enum bs_err code);

/* What a failed write means, by its errno: BS_LATER when the disk takes no more (full, over a quota or over a size limit),
 * else BS_BROKEN. */
enum bs_err bs_err_of_write(int number);

/*
 * Exit status of a program for a code: 0 done, 1 cannot be done, 2 bad arguments or configuration (BS_BAD, BS_LIMIT),
 * 75 try again later (BS_AGAIN, BS_LATER), after sysexits.h EX_TEMPFAIL.
 */
int bs_err_exit_status(enum bs_err code);

/*
 * A list of complaints, so that a person hears everything that is wrong with a file at once. Bounded: what does not
 * fit is counted in `dropped`. Start with a zeroed struct.
 */
#define BS_COMPLAINTS_MAX 64
#define BS_COMPLAINT_TEXT 256

struct bs_complaints {
    size_t count;
    size_t dropped;
    char text[BS_COMPLAINTS_MAX][BS_COMPLAINT_TEXT]; /* "where: what was expected" */
};

/* Adds "where: sentence". A NULL or empty `where` adds the sentence alone. */
void bs_complain(struct bs_complaints *list, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* BS_OK when the list is empty, else BS_BAD with the first complaint and how many more there are. */
enum bs_err bs_complaints_result(const struct bs_complaints *list, struct bs_error *err);

#endif
