/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TALLY_H
#define TALLY_H

/*
 * Counts in memory, gathered from many submissions before they are added to the database, or compared with it. Beside the
 * values of each question stand two that are no slugs: TALLY_ALL, how many answered it, and TALLY_DONT_KNOW; and of what has
 * an order, the place or the round before TALLY_RANK: "1>trees". The empty question counts the submissions themselves, with
 * TALLY_ALL and TALLY_PARTIAL. Pure but for memory.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/submission.h>

#define TALLY_ALL       "*" /* sorts before every slug: readers meet it first */
#define TALLY_DONT_KNOW "?"
#define TALLY_PARTIAL   "~"
#define TALLY_RANK      '>'

#define TALLY_VALUE_TEXT (BS_SLUG_TEXT + 2)

/* All of it is compared: zero what is behind a text's end. */
struct tally_key {
    char tenant[8], programme[BS_SLUG_TEXT], question[BS_SLUG_TEXT], value[TALLY_VALUE_TEXT];
    char place[BS_SLUG_TEXT], lang[BS_LANG_TEXT], channel[10], day[11];
    char trial, burst; /* 0 or 1 */
};

struct tally_entry {
    struct tally_key key;
    int64_t count;
};

struct tally {
    struct tally_entry *entries; /* owned */
    size_t count, capacity;
    uint32_t *slots; /* owned; index + 1 in entries, 0: free */
    size_t slot_count;
};

/* A zeroed struct is an empty tally. */
void tally_finish(struct tally *tally);
void tally_add(struct tally *tally, const struct tally_key *key, int64_t count);
/* The count of a key, 0 if there is none. */
int64_t tally_of(const struct tally *tally, const struct tally_key *key);

/* A key without question and value, for tally_value. */
void tally_key_at(struct tally_key *key, const char *tenant, const char *day, const char *programme,
                  const char *place, const char *lang, enum bs_channel channel, bool is_trial);
void tally_value(struct tally *tally, struct tally_key *key, const char *question,
                 const char *value, int64_t count);

/* Everything that one submission adds `count` times; -1 takes it back. */
void tally_submission(struct tally *tally, const char *tenant, const char *day,
                      const struct bs_submission *submission, int64_t count);

#endif
