/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A hash table of counts: entries in the order they came, slots with open addressing. */

#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/mem.h>

enum { FIRST_CAPACITY = 64 };

void tally_finish(struct tally *tally)
{
    free(tally->entries);
    free(tally->slots);
    *tally = (struct tally){NULL, 0, 0, NULL, 0};
}

static uint64_t mix(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * 0xff51afd7ed558ccdu;
    return sum ^ sum >> 32;
}

/* One text of a key, up to the zeros behind it; its last word may reach into what stands behind it in the key, which equal keys
 * have as equal. */
static uint64_t mix_text(uint64_t sum, const struct tally_key *key, size_t from, size_t size)
{
    const char *bytes = (const char *)key;

    for (size_t at = from; at < from + size && bytes[at] != '\0'; at += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, bytes + (at < sizeof(*key) - sizeof(word) ? at : sizeof(*key) - sizeof(word)),
               sizeof(word));
        sum = mix(sum, word);
    }
    return sum;
}

#define MIX(sum, key, member)                                                                      \
    mix_text(sum, key, offsetof(struct tally_key, member), sizeof((key)->member))

/* Not against an adversary: values are slugs of published programmes, so nobody outside chooses keys. */
static uint64_t hash(const struct tally_key *key)
{
    uint64_t sum = (uint64_t)(unsigned char)key->trial << 1 | (unsigned char)key->burst;

    sum = MIX(sum, key, question);
    sum = MIX(sum, key, value);
    sum = MIX(sum, key, programme);
    sum = MIX(sum, key, place);
    sum = MIX(sum, key, day);
    sum = MIX(sum, key, lang);
    sum = MIX(sum, key, channel);
    sum = MIX(sum, key, tenant);
    return sum;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct tally *tally, const struct tally_key *key)
{
    size_t mask = tally->slot_count - 1;
    size_t slot = (size_t)hash(key) & mask;

    while (tally->slots[slot] != 0 &&
           memcmp(&tally->entries[tally->slots[slot] - 1].key, key, sizeof(*key)) != 0) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(struct tally *tally)
{
    struct tally larger = {.capacity = tally->capacity == 0 ? FIRST_CAPACITY : tally->capacity * 2,
                           .count = tally->count};

    larger.slot_count = larger.capacity * 2;
    larger.entries = bs_xcalloc(larger.capacity, sizeof(*larger.entries));
    larger.slots = bs_xcalloc(larger.slot_count, sizeof(*larger.slots));
    if (tally->count > 0) {
        memcpy(larger.entries, tally->entries, tally->count * sizeof(*tally->entries));
    }
    for (size_t i = 0; i < larger.count; i++) {
        larger.slots[slot_of(&larger, &larger.entries[i].key)] = (uint32_t)(i + 1);
    }
    free(tally->entries);
    free(tally->slots);
    tally->entries = larger.entries;
    tally->capacity = larger.capacity;
    tally->slots = larger.slots;
    tally->slot_count = larger.slot_count;
}

void tally_add(struct tally *tally, const struct tally_key *key, int64_t count)
{
    size_t slot;

    if (tally->count == tally->capacity) {
        grow(tally);
    }
    slot = slot_of(tally, key);
    if (tally->slots[slot] == 0) {
        tally->entries[tally->count] = (struct tally_entry){*key, 0};
        tally->slots[slot] = (uint32_t)++tally->count;
    }
    tally->entries[tally->slots[slot] - 1].count += count;
}

int64_t tally_of(const struct tally *tally, const struct tally_key *key)
{
    size_t slot;

    if (tally->count == 0) {
        return 0;
    }
    slot = slot_of(tally, key);
    return tally->slots[slot] == 0 ? 0 : tally->entries[tally->slots[slot] - 1].count;
}

static void fill(char *out, size_t size, const char *text)
{
    size_t len = strnlen(text, size - 1);

    memcpy(out, text, len);
    memset(out + len, 0, size - len);
}

void tally_key_at(struct tally_key *key, const char *tenant, const char *day, const char *programme,
                  const char *place, const char *lang, enum bs_channel channel, bool is_trial)
{
    memset(key, 0, sizeof(*key));
    fill(key->tenant, sizeof(key->tenant), tenant);
    fill(key->programme, sizeof(key->programme), programme);
    fill(key->place, sizeof(key->place), place);
    fill(key->lang, sizeof(key->lang), lang);
    fill(key->channel, sizeof(key->channel), bs_channel_name(channel));
    fill(key->day, sizeof(key->day), day);
    key->trial = is_trial ? 1 : 0;
}

void tally_value(struct tally *tally, struct tally_key *key, const char *question,
                 const char *value, int64_t count)
{
    fill(key->question, sizeof(key->question), question);
    fill(key->value, sizeof(key->value), value);
    tally_add(tally, key, count);
}

/* Where the order of the values says something: the place in a top, the round of a pair. */
static bool has_ranks(enum bs_kind kind)
{
    return kind == BS_KIND_TOP || kind == BS_KIND_PAIR;
}

static void add_answer(struct tally *tally, struct tally_key *key, const struct bs_answer *answer,
                       int64_t count)
{
    char ranked[TALLY_VALUE_TEXT];

    tally_value(tally, key, answer->question, TALLY_ALL, count);
    if (answer->dont_know) {
        tally_value(tally, key, answer->question, TALLY_DONT_KNOW, count);
    }
    for (size_t v = 0; v < answer->value_count; v++) {
        tally_value(tally, key, answer->question, answer->values[v], count);
        if (has_ranks(answer->kind)) {
            (void)snprintf(ranked, sizeof(ranked), "%c%c%s", (char)('1' + v), TALLY_RANK,
                           answer->values[v]);
            tally_value(tally, key, answer->question, ranked, count);
        }
    }
}

void tally_submission(struct tally *tally, const char *tenant, const char *day,
                      const struct bs_submission *submission, int64_t count)
{
    struct tally_key key;

    tally_key_at(&key, tenant, day, submission->programme, submission->place, submission->lang,
                 submission->channel, submission->is_trial);
    key.burst = submission->is_burst ? 1 : 0;
    tally_value(tally, &key, "", TALLY_ALL, count);
    if (submission->is_partial) {
        tally_value(tally, &key, "", TALLY_PARTIAL, count);
    }
    for (size_t i = 0; i < submission->answer_count; i++) {
        add_answer(tally, &key, &submission->answers[i], count);
    }
}
