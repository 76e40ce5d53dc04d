/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads what the kernel says of each input device's keys; opens no device. */

#include "keypad.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/input-event-codes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "platform.h"

enum { WORDS_MAX = 2 * KEY_CNT / 32 }; /* twice as many keys as kernels know today */

struct keys {
    unsigned word_bits;
    size_t count;
    uint64_t words[WORDS_MAX]; /* the most significant first */
};

static int digit_of(char sign)
{
    if (sign >= '0' && sign <= '9') {
        return sign - '0';
    }
    return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : -1;
}

/* The word at `line`: how many digits it has; 0 if there is none, or it is longer than a word can be. */
static size_t read_word(const char *line, size_t len, unsigned word_bits, uint64_t *word)
{
    size_t at = 0;

    *word = 0;
    for (; at < len && digit_of(line[at]) >= 0; at++) {
        if (at >= word_bits / 4) {
            return 0;
        }
        *word = *word << 4 | (uint64_t)digit_of(line[at]);
    }
    return at;
}

static bool read_keys(const char *line, size_t len, struct keys *keys)
{
    while (keys->count < WORDS_MAX) {
        const size_t used = read_word(line, len, keys->word_bits, &keys->words[keys->count]);

        if (used == 0) {
            return false;
        }
        keys->count++;
        if (used == len) {
            return true;
        }
        if (line[used] != ' ') {
            return false;
        }
        line += used + 1;
        len -= used + 1;
    }
    return false;
}

static bool has_key(const struct keys *keys, unsigned key)
{
    const size_t from_end = key / keys->word_bits;

    return from_end < keys->count &&
           (keys->words[keys->count - 1 - from_end] >> (key % keys->word_bits) & 1) != 0;
}

bool keypad_has_enter(const char *line, size_t len, unsigned word_bits)
{
    struct keys keys = {.word_bits = word_bits};

    if (len == 0 || len > KEYPAD_LINE_MAX) {
        return false;
    }
    if (line[len - 1] == '\n') {
        len--;
    }
    return read_keys(line, len, &keys) &&
           (has_key(&keys, KEY_ENTER) || has_key(&keys, KEY_KPENTER));
}

static bool device_has_enter(const char *folder, const char *name)
{
    char path[PATH_MAX], line[KEYPAD_LINE_MAX + 1];
    const int written = snprintf(path, sizeof path, "%s/%s/device/capabilities/key", folder, name);
    int file = -1;
    ssize_t got = -1;

    if (written > 0 && (size_t)written < sizeof path) {
        file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }
    if (file >= 0) {
        got = read(file, line, sizeof line);
        close(file);
    }
    return got > 0 && keypad_has_enter(line, (size_t)got, sizeof(long) * CHAR_BIT);
}

bool keypad_look(const char *folder)
{
    DIR *open_folder = opendir(folder);
    bool is_found = false;

    if (open_folder == NULL) {
        return false;
    }
    for (int looked = 0; !is_found && looked < KEYPAD_DEVICES_MAX;) {
        const struct dirent *entry = readdir(open_folder);

        if (entry == NULL) {
            break;
        }
        if (strncmp(entry->d_name, "event", 5) == 0) {
            looked++;
            is_found = device_has_enter(folder, entry->d_name);
        }
    }
    closedir(open_folder);
    return is_found;
}

bool platform_has_keys(void)
{
    return keypad_look(KEYPAD_FOLDER);
}
