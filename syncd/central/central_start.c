/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The one place that knows in which order the parts of central come up. */

#include "central_start.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/mem.h>

#include "flow.h"
#include "metrics.h"
#include "register_book.h"
#include "storage.h"
#include "throttle.h"

enum bs_err central_make_data_dir(const char *path, struct bs_error *err)
{
    struct stat status;

    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return bs_fail(err, BS_REFUSED, "%s: cannot be made: %s", path, strerror(errno));
    }
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return bs_fail(err, BS_REFUSED, "%s: expected a folder", path);
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return bs_fail(err, BS_REFUSED, "%s: others can look into this folder: chmod 0700", path);
    }
    return BS_OK;
}

enum bs_err central_init(struct central *out, const struct settings *settings, struct bs_error *err)
{
    char path[320], nobody[BS_TOKEN_TEXT];
    enum bs_err rc;

    memset(out, 0, sizeof(*out));
    out->clock = bs_clock_system();
    out->certificate = settings->certificate;
    out->public_url = settings->public_url;
    out->security_contact = settings->security_contact;
    rc = central_make_data_dir(settings->data_dir, err);
    if (rc != BS_OK) {
        return rc;
    }
    /* What SQLite puts aside while it writes the database anew is as secret as that; before there are threads. */
    (void)setenv("SQLITE_TMPDIR", settings->data_dir, 1);
    settings_path(settings, "central.db", path);
    rc = storage_open_sqlite(path, &out->storage, err);
    if (rc != BS_OK) {
        return rc;
    }
    rc = storage_signing_key(out->storage, out->public_key, out->secret_key, err);
    if (rc != BS_OK) {
        return rc;
    }
    out->throttle = throttle_create();
    out->flow = flow_create();
    out->metrics = metrics_create();
    out->register_book = register_book_create();
    bs_token_make(nobody);
    rc = bs_password_hash(nobody, out->password_nobody, err);
    bs_wipe(nobody, sizeof(nobody));
    return rc;
}

void central_finish(struct central *central)
{
    register_book_destroy(central->register_book);
    metrics_destroy(central->metrics);
    flow_destroy(central->flow);
    throttle_destroy(central->throttle);
    storage_close(central->storage);
    bs_wipe(central->secret_key, sizeof(central->secret_key));
    central->storage = NULL;
    central->throttle = NULL;
    central->flow = NULL;
    central->metrics = NULL;
    central->register_book = NULL;
}
