/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Configuration files, with a field of each type: whatever is taken is within its limits, and whatever is not is told. */

#include <string.h>

#include <buurtstem/config.h>
#include <buurtstem/utf8.h>

#include "fuzz_target.h"

struct settings {
    char folder[32], proxy[64], level[16];
    int64_t seconds, millimetres;
    bool test_faces;
};

#define FIELD(name) offsetof(struct settings, name), sizeof(((struct settings *)NULL)->name)

static const struct bs_config_field fields[] = {
    {"state_dir", BS_CONFIG_TEXT, FIELD(folder), true, 0, 0, NULL, NULL, "a folder"},
    {"proxy", BS_CONFIG_TEXT, FIELD(proxy), false, 0, 0, NULL, "none", "an address"},
    {"poll_seconds", BS_CONFIG_INT, FIELD(seconds), false, 5, 86400, NULL, "300", "seconds"},
    {"screen_width_mm", BS_CONFIG_INT, FIELD(millimetres), true, -5, INT64_MAX, NULL, NULL, "mm"},
    {"log_level", BS_CONFIG_CHOICE, FIELD(level), false, 0, 0, "error|notice|debug", "notice",
     "a level"},
    {"test_faces", BS_CONFIG_BOOL, FIELD(test_faces), false, 0, 0, NULL, "no", "yes or no"},
};

static void look_at_settings(const struct settings *settings)
{
    FUZZ_MUST(memchr(settings->folder, '\0', sizeof settings->folder) != NULL);
    FUZZ_MUST(memchr(settings->proxy, '\0', sizeof settings->proxy) != NULL);
    FUZZ_MUST(settings->seconds >= 5 && settings->seconds <= 86400);
    FUZZ_MUST(settings->millimetres >= -5);
    FUZZ_MUST(strcmp(settings->level, "error") == 0 || strcmp(settings->level, "notice") == 0 ||
              strcmp(settings->level, "debug") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct settings settings = {0};
    struct bs_complaints complaints = {0};
    struct bs_error err = {0};
    enum bs_err rc =
        bs_config_parse("file.conf", (const char *)data, size, fields,
                        sizeof fields / sizeof fields[0], &settings, &complaints, &err);

    if (rc == BS_OK) {
        FUZZ_MUST(complaints.count == 0);
        look_at_settings(&settings);
        return 0;
    }
    FUZZ_MUST(err.code == rc && complaints.count > 0);
    for (size_t i = 0; i < complaints.count; i++) {
        FUZZ_MUST(strncmp(complaints.text[i], "file.conf", 9) == 0);
        FUZZ_MUST(bs_utf8_is_text(complaints.text[i], strlen(complaints.text[i])));
    }
    return 0;
}
