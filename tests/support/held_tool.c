/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Residents who wrote something: held_tool DIR N PROGRAMME PLACE puts N comments into DIR/held.db and prints "ID TEXT" for each.
 * No two texts are the same, and none is in any file by chance. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <buurtstem/clock.h>
#include <buurtstem/crypto.h>
#include <buurtstem/held.h>
#include <buurtstem/random.h>
#include <buurtstem/utf8.h>
#include <buurtstem/uuid.h>

#define WORDS     4
#define WORD_LEN  6
#define COUNT_MAX 4096
#define SECOND_MS 1000

/* Letters that no hash, no id and no JSON of ours is made of alone. */
static void make_text(struct bs_random *random, char *out)
{
    static const char letters[] = "ghjklmnpqrstvwxz";
    for (int word = 0; word < WORDS; word++) {
        uint8_t bytes[WORD_LEN];
        random->fill(random, bytes, sizeof bytes);
        for (int i = 0; i < WORD_LEN; i++) {
            *out++ = letters[bytes[i] % (sizeof letters - 1)];
        }
        *out++ = word + 1 < WORDS ? ' ' : '\0';
    }
}

/* Of one millisecond two would stand in an order of chance. */
static enum bs_err keep_one(struct bs_held *held, char **argv, int64_t wall_ms,
                            struct bs_random *random, struct bs_error *err)
{
    char id[BS_UUID_TEXT];
    struct bs_held_comment comment = {.version = 1, .lang = "nl"};
    comment.wall_ms = wall_ms;
    comment.id = bs_uuid_v7(comment.wall_ms, random);
    bs_uuid_format(&comment.id, id);
    memcpy(comment.submission, id, sizeof comment.submission);
    (void)bs_utf8_copy(comment.programme, sizeof comment.programme, argv[3]);
    (void)bs_utf8_copy(comment.place, sizeof comment.place, argv[4]);
    make_text(random, comment.text);
    enum bs_err rc = bs_held_keep_comment(held, &comment, err);
    if (rc == BS_OK) {
        printf("%s %s\n", id, comment.text);
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct bs_random random = bs_random_system();
    struct bs_clock clock = bs_clock_system();
    struct bs_held *held = NULL;
    struct bs_error err = {0};
    const long count = argc == 5 ? strtol(argv[2], NULL, 10) : 0;
    if (count < 1 || count > COUNT_MAX) {
        fprintf(stderr, "usage: held_tool DIR N PROGRAMME PLACE\n");
        return 2;
    }
    enum bs_err rc = bs_crypto_start(&err);
    rc = rc == BS_OK ? bs_held_open(argv[1], &held, &err) : rc;
    for (long i = 0; i < count && rc == BS_OK; i++) {
        rc = keep_one(held, argv, clock.wall_ms(clock.self) - (count - i) * SECOND_MS, &random,
                      &err);
    }
    bs_held_close(held);
    if (rc != BS_OK) {
        fprintf(stderr, "held_tool: %s\n", err.text);
        return 1;
    }
    return 0;
}
