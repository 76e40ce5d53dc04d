/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of kiosk.conf, one table; and the command line. */

#include "kiosk_config.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <buurtstem/clock.h>

#define TEXT(name, is_required, default_value, says)                                               \
    {                                                                                              \
        .key = #name, .type = BS_CONFIG_TEXT, .offset = offsetof(struct kiosk_config, name),       \
        .size = sizeof((struct kiosk_config *)NULL)->name, .required = (is_required),              \
        .fallback = (default_value), .expected = (says)                                            \
    }
#define MILLIMETRES(name, from, to, default_value)                                                 \
    {                                                                                              \
        .key = #name, .type = BS_CONFIG_INT, .offset = offsetof(struct kiosk_config, name),        \
        .least = (from), .most = (to), .fallback = (default_value),                                \
        .expected = "millimetres, " #from " to " #to                                               \
    }

static const struct bs_config_field FIELDS[] = {
    TEXT(state_dir, true, NULL, "a folder that the kiosk may write"),
    TEXT(sync_dir, true, NULL, "the folder of sync.db"),
    {.key = "retention_days",
     .type = BS_CONFIG_INT,
     .offset = offsetof(struct kiosk_config, retention_days),
     .least = 0,
     .most = 3650,
     .fallback = "30",
     .expected = "days, 0 to 3650"},
    TEXT(assets_dir, false, "/usr/share/buurtstem", "a folder with icons and themes"),
    TEXT(messages_dir, false, "/usr/share/buurtstem/messages", "a folder with compiled messages"),
    TEXT(font_dir, false, "/usr/share/fonts/truetype/noto", "a folder with the Noto fonts"),
    TEXT(theme, false, "", "a theme file"),
    /* 21.5 inch, lower edge at 920 mm: the whole screen is in reach, from a wheelchair too. */
    MILLIMETRES(screen_width_mm, 100, 3000, "476"),
    MILLIMETRES(screen_height_mm, 60, 3000, "268"),
    MILLIMETRES(screen_bottom_mm, 0, 2000, "920"),
    MILLIMETRES(viewing_distance_mm, 300, 2000, "600"),
    TEXT(espeak, false, "espeak-ng", "the program espeak-ng"),
    TEXT(speech_cache_dir, false, "", "a folder that the kiosk may write"),
    TEXT(headset_device, false, "", "an input device such as /dev/input/event5"),
    {.key = "private_sound",
     .type = BS_CONFIG_BOOL,
     .offset = offsetof(struct kiosk_config, private_sound),
     .fallback = "no",
     .expected = "yes or no"},
    {.key = "log_level",
     .type = BS_CONFIG_CHOICE,
     .offset = offsetof(struct kiosk_config, log_level),
     .size = sizeof((struct kiosk_config *)NULL)->log_level,
     .choices = "error|warning|info|debug",
     .fallback = "info",
     .expected = "error, warning, info or debug"},
    {.key = "test_faces",
     .type = BS_CONFIG_BOOL,
     .offset = offsetof(struct kiosk_config, test_faces),
     .fallback = "no",
     .expected = "yes or no"},
};

enum bs_err kiosk_config_read(const struct kiosk_arguments *arguments, struct kiosk_config *out,
                              struct bs_complaints *complaints, struct bs_error *err)
{
    if (arguments->config == NULL) {
        bs_complain(complaints, "--config", "expected a file; buurtstem-kiosk --help says more");
        return bs_complaints_result(complaints, err);
    }
    enum bs_err rc = bs_config_read(arguments->config, FIELDS, sizeof FIELDS / sizeof FIELDS[0],
                                    out, complaints, err);
    bool wants_faces = arguments->script != NULL || arguments->scene_file != NULL ||
                       arguments->is_virtual || arguments->audio_file != NULL ||
                       arguments->is_silent;
    if (rc == BS_OK && wants_faces && !out->test_faces) {
        bs_complain(complaints, arguments->config,
                    "--script, --scene-file, --audio and --clock virtual work only with "
                    "test_faces = yes");
        rc = bs_complaints_result(complaints, err);
    }
    if (rc == BS_OK && out->test_faces && getenv("BUURTSTEM_NO_TEST_FACES") != NULL) {
        bs_complain(complaints, arguments->config,
                    "test_faces: the service does not run with test_faces = yes");
        rc = bs_complaints_result(complaints, err);
    }
    return rc;
}

static void check_folder(const char *file, const char *key, const char *folder, int mode,
                         struct bs_complaints *complaints)
{
    struct stat info;
    if (stat(folder, &info) != 0) {
        bs_complain(complaints, file, "%s: %s: %s", key, folder, strerror(errno));
    } else if (!S_ISDIR(info.st_mode)) {
        bs_complain(complaints, file, "%s: %s is not a folder", key, folder);
    } else if (access(folder, mode) != 0) {
        bs_complain(complaints, file, "%s: this user may not %s %s", key,
                    (mode & W_OK) != 0 ? "write in" : "read", folder);
    }
}

enum bs_err kiosk_config_check(const struct kiosk_arguments *arguments,
                               const struct kiosk_config *config, struct bs_complaints *complaints,
                               struct bs_error *err)
{
    const char *file = arguments->config;
    check_folder(file, "state_dir", config->state_dir, R_OK | W_OK | X_OK, complaints);
    check_folder(file, "sync_dir", config->sync_dir, R_OK | X_OK, complaints);
    if (config->speech_cache_dir[0] != '\0') {
        check_folder(file, "speech_cache_dir", config->speech_cache_dir, R_OK | W_OK | X_OK,
                     complaints);
    }
    return bs_complaints_result(complaints, err);
}

void kiosk_config_theme(const struct kiosk_config *config, char *out, size_t size)
{
    if (config->theme[0] != '\0') {
        snprintf(out, size, "%s", config->theme);
    } else {
        snprintf(out, size, "%s/themes/default.theme", config->assets_dir);
    }
}

static bool read_size(const char *text, int *width, int *height)
{
    char rest;
    int w, h;
    /* NOLINTNEXTLINE(cert-err34-c): four digits at most, so there is no overflow to report. */
    if (sscanf(text, "%4dx%4d%c", &w, &h, &rest) != 2 || w < 320 || h < 240 || w > 7680 ||
        h > 4320) {
        return false;
    }
    *width = w;
    *height = h;
    return true;
}

static bool read_clock(const char *text, struct kiosk_arguments *out)
{
    if (strncmp(text, "virtual", 7) != 0) {
        return false;
    }
    out->is_virtual = true;
    out->virtual_ms = 1795341600000; /* 22 November 2026, 10:00 UTC */
    return text[7] == '\0' || (text[7] == '=' && bs_time_parse_utc(text + 8, &out->virtual_ms));
}

static bool read_seed(const char *text, struct kiosk_arguments *out)
{
    char *end = NULL;
    errno = 0;
    out->seed = strtoull(text, &end, 10);
    out->has_seed = true;
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0;
}

static bool read_audio(const char *text, struct kiosk_arguments *out)
{
    out->is_silent = strcmp(text, "none") == 0;
    out->audio_file = strncmp(text, "disk:", 5) == 0 && text[5] != '\0' ? text + 5 : NULL;
    return out->is_silent || out->audio_file != NULL;
}

static bool read_flag(const char *name, struct kiosk_arguments *out)
{
    if (strcmp(name, "--headless") == 0) {
        out->is_headless = true;
    } else if (strcmp(name, "--check") == 0) {
        out->check = true;
    } else if (strcmp(name, "--version") == 0) {
        out->version = true;
    } else if (strcmp(name, "--help") == 0) {
        out->help = true;
    } else {
        return false;
    }
    return true;
}

/* NULL if the argument is fine; else what was expected. */
static const char *read_valued(const char *name, const char *value, struct kiosk_arguments *out)
{
    if (strcmp(name, "--config") == 0) {
        out->config = value;
        return NULL;
    }
    if (strcmp(name, "--script") == 0) {
        out->script = value;
        return NULL;
    }
    if (strcmp(name, "--scene-file") == 0) {
        out->scene_file = value;
        return NULL;
    }
    if (strcmp(name, "--size") == 0) {
        return read_size(value, &out->width, &out->height) ? NULL
                                                           : "WIDTHxHEIGHT, 320x240 to 7680x4320";
    }
    if (strcmp(name, "--clock") == 0) {
        return read_clock(value, out) ? NULL : "virtual or virtual=2026-11-22T10:00:00Z";
    }
    if (strcmp(name, "--seed") == 0) {
        return read_seed(value, out) ? NULL : "a whole number";
    }
    if (strcmp(name, "--audio") == 0) {
        return read_audio(value, out) ? NULL : "disk:FILE or none";
    }
    return "one of --config --headless --size --clock --seed --script --scene-file --audio "
           "--check --version --help";
}

enum bs_err kiosk_arguments_read(int argc, char **argv, struct kiosk_arguments *out,
                                 struct bs_error *err)
{
    *out = (struct kiosk_arguments){0};
    for (int i = 1; i < argc; i++) {
        if (read_flag(argv[i], out)) {
            continue;
        }
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        const char *expected = read_valued(argv[i], value, out);
        if (expected != NULL || i + 1 >= argc) {
            return bs_fail(err, BS_BAD, "argument %s: expected %s", argv[i],
                           expected ? expected : "a value");
        }
        i++;
    }
    return BS_OK;
}
