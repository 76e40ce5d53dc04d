/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef KIOSK_CONFIG_H
#define KIOSK_CONFIG_H

/* kiosk.conf and the command line. */

#include <stdbool.h>
#include <stdint.h>

#include <buurtstem/config.h>
#include <buurtstem/err.h>

struct kiosk_config {
    char state_dir[BS_CONFIG_VALUE];    /* kiosk.db: written by the kiosk */
    char sync_dir[BS_CONFIG_VALUE];     /* sync.db: read by the kiosk */
    int64_t retention_days;             /* what central holds for good stays so long; 0–3650 */
    char assets_dir[BS_CONFIG_VALUE];   /* icons, keyboards, languages, pictures, themes */
    char messages_dir[BS_CONFIG_VALUE]; /* compiled catalogues */
    char font_dir[BS_CONFIG_VALUE];
    char theme[BS_CONFIG_VALUE]; /* file; "" for assets_dir/themes/default.theme */
    int64_t screen_width_mm, screen_height_mm, screen_bottom_mm, viewing_distance_mm;
    char espeak[BS_CONFIG_VALUE];           /* espeak-ng, by path or by name in PATH */
    char speech_cache_dir[BS_CONFIG_VALUE]; /* sound that was made; "" keeps it in memory only */
    char headset_device[BS_CONFIG_VALUE];   /* /dev/input/eventN of the jack; "" for none */
    bool private_sound; /* only the visitor hears the loudspeaker: typed words may be said */
    char log_level[16];
    bool
        test_faces; /* allows --script, --scene-file, --clock and --audio; the shipped unit refuses it */
};

struct kiosk_arguments {
    const char *config; /* --config FILE */
    bool is_headless;   /* --headless */
    int width, height;  /* --size WxH; 0: the display's own, full screen */
    bool is_virtual;    /* --clock virtual[=2026-11-22T10:00:00Z] */
    int64_t virtual_ms; /* wall clock at the start */
    bool has_seed;      /* --seed N */
    uint64_t seed;
    const char *script;     /* --script FILE */
    const char *scene_file; /* --scene-file FILE */
    const char *audio_file; /* --audio disk:FILE */
    bool is_silent;         /* --audio none */
    bool check;             /* --check */
    bool version;           /* --version */
    bool help;              /* --help */
};

/* BS_BAD names the argument and what was expected. */
enum bs_err kiosk_arguments_read(int argc, char **argv, struct kiosk_arguments *out,
                                 struct bs_error *err);

/* BS_BAD with every complaint in the list. Also complains about test faces on the command line without test_faces. */
enum bs_err kiosk_config_read(const struct kiosk_arguments *arguments, struct kiosk_config *out,
                              struct bs_complaints *complaints, struct bs_error *err);

/* For --check: whether this user can use the folders that are named. BS_BAD with every complaint in the list. */
enum bs_err kiosk_config_check(const struct kiosk_arguments *arguments,
                               const struct kiosk_config *config, struct bs_complaints *complaints,
                               struct bs_error *err);

/* The path of the theme file; out holds 2 × BS_CONFIG_VALUE. */
void kiosk_config_theme(const struct kiosk_config *config, char *out, size_t size);

#endif
