/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Looks at what the configuration names. */
#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/buf.h>
#include <buurtstem/config.h>
#include <buurtstem/mem.h>

#include "credential.h"

#define WHERE_TEXT  (DAEMON_PATH_TEXT + 64)
#define CA_FILE_MAX (1024 * 1024)

static void check_folder(const char *path, const char *key, const char *folder, int access_mode,
                         const char *may_not, struct bs_complaints *complaints)
{
    struct stat info;
    char where[WHERE_TEXT];
    bs_config_where(path, key, where, sizeof where);
    if (stat(folder, &info) != 0) {
        bs_complain(complaints, where, "%s: %s", folder, strerror(errno));
    } else if (!S_ISDIR(info.st_mode)) {
        bs_complain(complaints, where, "%s is not a folder", folder);
    } else if (access(folder, access_mode) != 0) {
        bs_complain(complaints, where, "this user may not %s %s", may_not, folder);
    }
}

static void check_ca_file(const char *path, const char *ca_file, struct bs_complaints *complaints)
{
    char where[WHERE_TEXT];
    struct bs_buf text;
    struct bs_error why = {0};
    bs_config_where(path, "ca_file", where, sizeof where);
    bs_buf_init(&text, CA_FILE_MAX);
    if (bs_file_read(ca_file, &text, &why) != BS_OK) {
        bs_complain(complaints, where, "%s", why.text);
    } else if (strstr(bs_buf_string(&text), "-----BEGIN CERTIFICATE-----") == NULL) {
        bs_complain(complaints, where, "%s holds no certificate in PEM form", ca_file);
    }
    bs_buf_finish(&text);
}

static void check_credential(const char *path, const struct daemon_config *config,
                             struct bs_complaints *complaints)
{
    char file[DAEMON_PATH_TEXT];
    char where[WHERE_TEXT];
    char token[BS_TOKEN_TEXT] = "";
    struct bs_error why = {0};
    bs_config_where(path, "state_dir", where, sizeof where);
    if (!daemon_config_path(config, "credential.new", file)) {
        bs_complain(complaints, where, "is too long");
        return;
    }
    daemon_config_path(config, "credential", file);
    enum bs_err rc = credential_read(file, token, &why);
    if (rc != BS_OK && rc != BS_NOTFOUND) {
        bs_complain(complaints, where, "%s", why.text);
    }
    bs_wipe(token, sizeof token);
}

void check_config(const char *path, const struct daemon_config *config,
                  struct bs_complaints *complaints)
{
    check_folder(path, "state_dir", config->state_dir, R_OK | W_OK | X_OK, "write in", complaints);
    check_folder(path, "kiosk_dir", config->kiosk_dir, R_OK | X_OK, "read", complaints);
    if (config->ca_file[0] != '\0') {
        check_ca_file(path, config->ca_file, complaints);
    }
    check_credential(path, config, complaints);
}
