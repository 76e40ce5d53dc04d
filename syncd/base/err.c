/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Error texts are formatted into a larger buffer first, so that the cut falls between characters. */

#include <buurtstem/err.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <buurtstem/utf8.h>

#include "line.h"

enum { SCRATCH = 2 * BS_ERROR_TEXT };

enum bs_err bs_fail(struct bs_error *err, enum bs_err code, const char *format, ...)
{
    char scratch[SCRATCH];
    va_list args;

    if (err == NULL || err->code != BS_OK) {
        return code;
    }
    va_start(args, format);
    if (vsnprintf(scratch, sizeof scratch, format, args) < 0) {
        scratch[0] = '\0';
    }
    va_end(args);
    err->code = code;
    bs_line_clean(err->text, sizeof err->text, scratch);
    return code;
}

enum bs_err bs_fail_prefix(struct bs_error *err, const char *prefix)
{
    char scratch[SCRATCH];

    if (err == NULL || err->code == BS_OK) {
        return BS_BROKEN;
    }
    if (err->text[0] != '\0') {
        (void)snprintf(scratch, sizeof scratch, "%s: %s", prefix, err->text);
        bs_line_clean(err->text, sizeof err->text, scratch);
    }
    return err->code;
}

void bs_error_clear(struct bs_error *err)
{
    if (err != NULL) {
        err->code = BS_OK;
        err->text[0] = '\0';
    }
}

const char *bs_err_name(enum bs_err code)
{
    switch (code) {
    case BS_OK:
        return "ok";
    case BS_AGAIN:
        return "again";
    case BS_LATER:
        return "later";
    case BS_REFUSED:
        return "refused";
    case BS_NOTFOUND:
        return "notfound";
    case BS_LIMIT:
        return "limit";
    case BS_BAD:
        return "bad";
    case BS_BROKEN:
        return "broken";
    }
    return "unknown";
}

enum bs_err bs_err_of_write(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG ? BS_LATER : BS_BROKEN;
}

int bs_err_exit_status(enum bs_err code)
{
    switch (code) {
    case BS_OK:
        return 0;
    case BS_BAD:
    case BS_LIMIT:
        return 2;
    case BS_AGAIN:
    case BS_LATER:
        return 75;
    case BS_REFUSED:
    case BS_NOTFOUND:
    case BS_BROKEN:
        break;
    }
    return 1;
}

void bs_complain(struct bs_complaints *list, const char *where, const char *format, ...)
{
    char scratch[SCRATCH];
    size_t used = 0;
    va_list args;

    if (list == NULL) {
        return;
    }
    if (list->count == BS_COMPLAINTS_MAX) {
        list->dropped++;
        return;
    }
    if (where != NULL && where[0] != '\0') {
        bs_utf8_copy(scratch, SCRATCH / 2, where);
        used = strlen(scratch);
        memcpy(scratch + used, ": ", 3);
        used += 2;
    }
    va_start(args, format);
    if (vsnprintf(scratch + used, sizeof scratch - used, format, args) < 0) {
        scratch[used] = '\0';
    }
    va_end(args);
    bs_line_clean(list->text[list->count], sizeof list->text[0], scratch);
    list->count++;
}

enum bs_err bs_complaints_result(const struct bs_complaints *list, struct bs_error *err)
{
    size_t more;

    if (list->count == 0) {
        return BS_OK;
    }
    more = list->count - 1 + list->dropped;
    if (more == 0) {
        return bs_fail(err, BS_BAD, "%s", list->text[0]);
    }
    return bs_fail(err, BS_BAD, "%s (and %zu more)", list->text[0], more);
}
