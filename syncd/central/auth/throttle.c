/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Failures per key in a small table. A try counts at once and is forgiven when it succeeds. */

#include "throttle.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

struct entry {
    char key[THROTTLE_KEY_TEXT]; /* "kind name"; "" free */
    unsigned failures;
    int64_t last_ms;
    int64_t open_ms; /* before this, no try */
};

struct throttle {
    pthread_mutex_t mutex;
    struct entry entries[THROTTLE_KEYS_MAX];
};

struct throttle *throttle_create(void)
{
    struct throttle *throttle = bs_xcalloc(1, sizeof(*throttle));

    pthread_mutex_init(&throttle->mutex, NULL);
    return throttle;
}

void throttle_destroy(struct throttle *throttle)
{
    if (throttle != NULL) {
        pthread_mutex_destroy(&throttle->mutex);
        free(throttle);
    }
}

/* The entry of a key, or the one that makes room for it. */
static struct entry *find(struct throttle *throttle, const char *key, bool *known)
{
    struct entry *oldest = &throttle->entries[0];

    *known = false;
    for (size_t i = 0; i < THROTTLE_KEYS_MAX; i++) {
        struct entry *entry = &throttle->entries[i];

        if (strcmp(entry->key, key) == 0) {
            *known = true;
            return entry;
        }
        if (entry->key[0] == '\0') {
            return entry; /* entries are taken in order and never given back */
        }
        if (entry->last_ms < oldest->last_ms) {
            oldest = entry;
        }
    }
    return oldest;
}

static int64_t pause_after(unsigned failures)
{
    if (failures >= THROTTLE_SHUT_AFTER) {
        return THROTTLE_SHUT_MS;
    }
    return failures < THROTTLE_FREE ? 0 : INT64_C(1000) << (failures - THROTTLE_FREE);
}

int64_t throttle_try(struct throttle *throttle, const char *kind, const char *key, int64_t now_ms)
{
    char name[THROTTLE_KEY_TEXT];
    struct entry *entry;
    int64_t wait = 0;
    bool known;

    (void)snprintf(name, sizeof(name), "%s %s", kind, key);
    pthread_mutex_lock(&throttle->mutex);
    entry = find(throttle, name, &known);
    if (!known || now_ms - entry->last_ms > THROTTLE_FORGET_MS) {
        *entry = (struct entry){.failures = 0};
        memcpy(entry->key, name, sizeof(name));
    }
    if (now_ms < entry->open_ms) {
        wait = entry->open_ms - now_ms;
    } else {
        entry->failures++;
        entry->last_ms = now_ms;
        entry->open_ms = now_ms + pause_after(entry->failures);
    }
    pthread_mutex_unlock(&throttle->mutex);
    return wait;
}

void throttle_forgive(struct throttle *throttle, const char *kind, const char *key)
{
    char name[THROTTLE_KEY_TEXT];
    struct entry *entry;
    bool known;

    (void)snprintf(name, sizeof(name), "%s %s", kind, key);
    pthread_mutex_lock(&throttle->mutex);
    entry = find(throttle, name, &known);
    if (known) {
        entry->failures = 0;
        entry->open_ms = 0;
    }
    pthread_mutex_unlock(&throttle->mutex);
}
