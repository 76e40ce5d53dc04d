/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads and checks the configuration. */

#include "settings.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <buurtstem/bundle.h>
#include <buurtstem/log.h>

#include "storage.h"

#define TEXT(member)                                                                               \
    .offset = offsetof(struct settings, member), .size = sizeof(((struct settings *)0)->member)
#define NUMBER(member) .type = BS_CONFIG_INT, .offset = offsetof(struct settings, member)

static const struct bs_config_field fields[] = {
    {.key = "data_dir",
     .type = BS_CONFIG_TEXT,
     TEXT(data_dir),
     .required = true,
     .expected = "a folder"},
    {.key = "address",
     .type = BS_CONFIG_TEXT,
     TEXT(address),
     .fallback = "::",
     .expected = "an address; :: is all of them"},
    {.key = "port",
     NUMBER(port),
     .least = 0,
     .most = 65535,
     .fallback = "8443",
     .expected = "a port, 0 to 65535"},
    {.key = "certificate",
     .type = BS_CONFIG_TEXT,
     TEXT(certificate),
     .required = true,
     .expected = "a PEM file"},
    {.key = "key", .type = BS_CONFIG_TEXT, TEXT(key), .required = true, .expected = "a PEM file"},
    {.key = "ops_listen",
     .type = BS_CONFIG_TEXT,
     TEXT(ops_listen),
     .fallback = "127.0.0.1:9464",
     .expected = "ADDRESS:PORT or off"},
    {.key = "public_url",
     .type = BS_CONFIG_TEXT,
     TEXT(public_url),
     .fallback = "",
     .expected = "https://host[:port]"},
    {.key = "security_contact",
     .type = BS_CONFIG_TEXT,
     TEXT(security_contact),
     .fallback = "",
     .expected = "mailto:… or https://…"},
    {.key = "threads",
     NUMBER(threads),
     .least = 1,
     .most = 64,
     .fallback = "4",
     .expected = "1 to 64"},
    {.key = "connections",
     NUMBER(connections),
     .least = 8,
     .most = 10000,
     .fallback = "512",
     .expected = "8 to 10000"},
    {.key = "connections_per_address",
     NUMBER(connections_per_address),
     .least = 1,
     .most = 10000,
     .fallback = "64",
     .expected = "1 to 10000"},
    {.key = "log_level",
     .type = BS_CONFIG_CHOICE,
     TEXT(log_level),
     .choices = "error|warning|notice|info|debug",
     .fallback = "info",
     .expected = "error, warning, notice, info or debug"},
};

bool settings_split_listen(const char *listen, char address[64], uint16_t *port)
{
    const char *colon = strrchr(listen, ':');
    size_t len = colon == NULL ? 0 : (size_t)(colon - listen);
    char *end = NULL;
    unsigned long number;

    if (len == 0 || len >= 64 || colon[1] < '0' || colon[1] > '9') {
        return false;
    }
    number = strtoul(colon + 1, &end, 10);
    if (*end != '\0' || number > UINT16_MAX) {
        return false;
    }
    if (listen[0] == '[' && listen[len - 1] == ']') {
        listen++;
        len -= 2;
    }
    memcpy(address, listen, len);
    address[len] = '\0';
    *port = (uint16_t)number;
    return len > 0;
}

static void refuse_value(const char *path, const char *key, const char *expected, const char *found,
                         struct bs_complaints *complaints)
{
    char where[BS_COMPLAINT_TEXT];

    bs_config_where(path, key, where, sizeof(where));
    bs_complain(complaints, where, "expected %s, found \"%s\"", expected, found);
}

static void check_forms(const char *path, const struct settings *settings,
                        struct bs_complaints *complaints)
{
    const char *url = settings->public_url, *contact = settings->security_contact;
    char address[64];
    uint16_t port;

    if (strcmp(settings->ops_listen, "off") != 0 &&
        !settings_split_listen(settings->ops_listen, address, &port)) {
        refuse_value(path, "ops_listen", "ADDRESS:PORT or off", settings->ops_listen, complaints);
    }
    if (url[0] != '\0' && !bs_public_url_valid(url)) {
        refuse_value(path, "public_url", "https://host[:port], nothing behind it", url, complaints);
    }
    if (contact[0] != '\0' && strncmp(contact, "https://", 8) != 0 &&
        strncmp(contact, "mailto:", 7) != 0) {
        refuse_value(path, "security_contact", "mailto:… or https://…", contact, complaints);
    }
}

enum bs_err settings_read(const char *path, struct settings *out, struct bs_complaints *complaints,
                          struct bs_error *err)
{
    enum bs_err rc =
        bs_config_read(path, fields, sizeof(fields) / sizeof(fields[0]), out, complaints, err);

    if (rc == BS_OK) {
        check_forms(path, out, complaints);
        rc = bs_complaints_result(complaints, err);
    }
    return rc == BS_OK ? BS_OK : BS_BAD;
}

void settings_path(const struct settings *settings, const char *name, char out[320])
{
    (void)snprintf(out, 320, "%s/%s", settings->data_dir, name);
}

static void check_data(const struct settings *settings, struct bs_complaints *complaints)
{
    struct bs_error err = {.code = BS_OK};
    struct stat status;
    char path[320];

    if (stat(settings->data_dir, &status) != 0) {
        if (errno != ENOENT) { /* the first start makes it */
            bs_complain(complaints, settings->data_dir, "%s", strerror(errno));
        }
        return;
    }
    if (!S_ISDIR(status.st_mode)) {
        bs_complain(complaints, settings->data_dir, "expected a folder");
    } else if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        bs_complain(complaints, settings->data_dir, "others can look into this folder: chmod 0700");
    }
    settings_path(settings, "central.db", path);
    if (storage_check_sqlite(path, &err) != BS_OK && err.code != BS_NOTFOUND) {
        bs_complain(complaints, NULL, "%s", err.text);
    }
}

/* "https://HOST[:PORT]", in that form by now. */
static void check_host(const struct settings *settings, const struct certificate *files,
                       struct bs_complaints *complaints)
{
    char host[sizeof(settings->public_url)];
    const char *start = settings->public_url + strlen("https://");

    (void)snprintf(host, sizeof(host), "%.*s", (int)strcspn(start, ":"), start);
    certificate_check_host(files, settings->certificate, host, complaints);
}

void settings_check(const struct settings *settings, int64_t now_ms,
                    struct bs_complaints *complaints)
{
    struct certificate files;

    (void)certificate_read(settings->certificate, settings->key, now_ms, &files, complaints, NULL);
    if (settings->public_url[0] != '\0') {
        check_host(settings, &files, complaints);
    }
    certificate_finish(&files);
    check_data(settings, complaints);
}

void settings_set_log(const struct settings *settings)
{
    static const struct {
        const char *name;
        enum bs_log_level level;
    } levels[] = {{"error", BS_LOG_ERROR},
                  {"warning", BS_LOG_WARNING},
                  {"notice", BS_LOG_NOTICE},
                  {"info", BS_LOG_INFO},
                  {"debug", BS_LOG_DEBUG}};

    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strcmp(levels[i].name, settings->log_level) == 0) {
            bs_log_limit(levels[i].level);
        }
    }
}
