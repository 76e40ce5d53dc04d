/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Failures per key in a small table. A try counts at once and is forgiven when it succeeds. */

#include "throttle.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/crypto.h>
#include <buurtstem/mem.h>

struct counter {
    unsigned failures;
    int64_t last_ms;
    int64_t open_ms; /* before this, no try */
};

struct entry {
    char key[THROTTLE_KEY_TEXT]; /* "kind name"; "" free */
    struct counter counter;
    bool is_home; /* of an account at an address: its owner signed in there */
};

struct throttle {
    pthread_mutex_t mutex;
    char secret[BS_TOKEN_TEXT];
    struct counter accounts[THROTTLE_ACCOUNTS];
    struct entry entries[THROTTLE_KEYS_MAX];
};

struct throttle *throttle_create(void)
{
    struct throttle *throttle = bs_xcalloc(1, sizeof(*throttle));

    pthread_mutex_init(&throttle->mutex, NULL);
    bs_token_make(throttle->secret);
    return throttle;
}

void throttle_destroy(struct throttle *throttle)
{
    if (throttle != NULL) {
        pthread_mutex_destroy(&throttle->mutex);
        bs_wipe(throttle, sizeof(*throttle));
        free(throttle);
    }
}

/* Where an owner signed in goes last: who comes with many addresses is not to make her a stranger. */
static bool goes_first(const struct entry *one, const struct entry *other)
{
    return one->is_home != other->is_home ? !one->is_home
                                          : one->counter.last_ms < other->counter.last_ms;
}

/* The entry of a key, or the one that makes room for it. */
static struct entry *find(struct throttle *throttle, const char *key, bool *known)
{
    struct entry *first = &throttle->entries[0];

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
        if (goes_first(entry, first)) {
            first = entry;
        }
    }
    return first;
}

static int64_t pause_after(unsigned failures)
{
    if (failures >= THROTTLE_SHUT_AFTER) {
        return THROTTLE_SHUT_MS;
    }
    return failures < THROTTLE_FREE ? 0 : INT64_C(1000) << (failures - THROTTLE_FREE);
}

/* For the account alone: nobody is to keep its owner out. */
static int64_t short_pause_after(unsigned failures)
{
    int64_t pause = pause_after(failures);

    return pause < THROTTLE_SLOW_MS ? pause : THROTTLE_SLOW_MS;
}

static int64_t wait_of(const struct counter *counter, int64_t now_ms)
{
    return now_ms < counter->open_ms ? counter->open_ms - now_ms : 0;
}

static void count(struct counter *counter, int64_t now_ms, int64_t (*pause)(unsigned failures))
{
    if (now_ms - counter->last_ms > THROTTLE_FORGET_MS) {
        counter->failures = 0;
    }
    counter->failures++;
    counter->last_ms = now_ms;
    counter->open_ms = now_ms + pause(counter->failures);
}

static int64_t wait_for(struct throttle *throttle, const char *key, int64_t now_ms)
{
    bool known;
    const struct entry *entry = find(throttle, key, &known);

    return known ? wait_of(&entry->counter, now_ms) : 0;
}

static void count_for(struct throttle *throttle, const char *key, int64_t now_ms)
{
    bool known;
    struct entry *entry = find(throttle, key, &known);

    if (!known) {
        *entry = (struct entry){.is_home = false};
        (void)snprintf(entry->key, sizeof(entry->key), "%s", key);
    }
    count(&entry->counter, now_ms, pause_after);
}

static void start_anew(struct throttle *throttle, const char *key)
{
    bool known;
    struct entry *entry = find(throttle, key, &known);

    if (known) {
        entry->counter.failures = 0;
        entry->counter.open_ms = 0;
    }
}

int64_t throttle_try(struct throttle *throttle, const char *kind, const char *key, int64_t now_ms)
{
    char name[THROTTLE_KEY_TEXT];
    int64_t wait;

    (void)snprintf(name, sizeof(name), "%s %s", kind, key);
    pthread_mutex_lock(&throttle->mutex);
    wait = wait_for(throttle, name, now_ms);
    if (wait == 0) {
        count_for(throttle, name, now_ms);
    }
    pthread_mutex_unlock(&throttle->mutex);
    return wait;
}

void throttle_forgive(struct throttle *throttle, const char *kind, const char *key)
{
    char name[THROTTLE_KEY_TEXT];

    (void)snprintf(name, sizeof(name), "%s %s", kind, key);
    pthread_mutex_lock(&throttle->mutex);
    start_anew(throttle, name);
    pthread_mutex_unlock(&throttle->mutex);
}

/* ---- signing in ---- */

/* What one sign-in counts for. */
struct sign_in {
    char address[THROTTLE_KEY_TEXT], there[THROTTLE_KEY_TEXT];
    struct counter *account;
};

/* Whoever knew which names share a counter could be slow for another's account. */
static struct counter *counter_of(struct throttle *throttle, const char *account)
{
    const struct bs_bytes parts[] = {bs_bytes_of(throttle->secret), bs_bytes_of(account)};
    char hash[BS_HASH_TEXT];

    bs_sha256_hex(parts, 2, hash);
    hash[8] = '\0';
    return &throttle->accounts[strtoul(hash, NULL, 16) % THROTTLE_ACCOUNTS];
}

static struct sign_in sign_in_of(struct throttle *throttle, const char *account,
                                 const char *address)
{
    struct sign_in out = {.account = counter_of(throttle, account)};

    (void)snprintf(out.address, sizeof(out.address), "address %s", address);
    (void)snprintf(out.there, sizeof(out.there), "there %s %s", address, account);
    return out;
}

static bool is_home(struct throttle *throttle, const struct sign_in *sign_in)
{
    bool known;
    const struct entry *entry = find(throttle, sign_in->there, &known);

    return known && entry->is_home;
}

int64_t throttle_sign_in(struct throttle *throttle, const char *account, const char *address,
                         int64_t now_ms)
{
    const struct sign_in sign_in = sign_in_of(throttle, account, address);
    int64_t wait;
    bool at_home;

    pthread_mutex_lock(&throttle->mutex);
    at_home = is_home(throttle, &sign_in);
    wait = wait_for(throttle, sign_in.address, now_ms);
    if (wait == 0) {
        wait = wait_for(throttle, sign_in.there, now_ms);
    }
    if (wait == 0 && !at_home) {
        wait = wait_of(sign_in.account, now_ms);
    }
    if (wait == 0) {
        count_for(throttle, sign_in.address, now_ms);
        count_for(throttle, sign_in.there, now_ms);
        if (!at_home) {
            count(sign_in.account, now_ms, short_pause_after);
        }
    }
    pthread_mutex_unlock(&throttle->mutex);
    return wait;
}

void throttle_signed_in(struct throttle *throttle, const char *account, const char *address)
{
    const struct sign_in sign_in = sign_in_of(throttle, account, address);
    struct entry *entry;
    bool known;

    pthread_mutex_lock(&throttle->mutex);
    if (!is_home(throttle, &sign_in) && sign_in.account->failures > 0) {
        sign_in.account->failures--; /* this try was none */
        sign_in.account->open_ms = 0;
    }
    start_anew(throttle, sign_in.address);
    start_anew(throttle, sign_in.there);
    entry = find(throttle, sign_in.there, &known);
    if (known) {
        entry->is_home = true;
    }
    pthread_mutex_unlock(&throttle->mutex);
}
