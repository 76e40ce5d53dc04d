/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_CARRIED_H
#define BUURTSTEM_CARRIED_H

/*
 * The record that opens an epoch which goes on where another one ended: which epoch that was, how far it went, and which of its
 * numbers come along. With it central can tell "complete" from "lost on the kiosk", number by number. Made by the store in
 * the transaction that carries over, read by central. Pure but for random.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <buurtstem/buf.h>
#include <buurtstem/err.h>
#include <buurtstem/random.h>
#include <buurtstem/record.h>

#define BS_KIND_CARRIED       "carried"
#define BS_CARRIED_RANGES_MAX 64
#define BS_CARRIED_WHY_TEXT   16
#define BS_CARRIED_BYTES_MAX  8192

struct bs_carried {
    char epoch[BS_EPOCH_TEXT];     /* that ended */
    char why[BS_CARRIED_WHY_TEXT]; /* damaged, forked, restored */
    uint64_t from; /* numbers below were doubly safe, or are not disputed: they stay that epoch's */
    uint64_t tip;  /* its highest number that is known here; from - 1: none */
    uint64_t kept; /* how many of from … tip come along */
    size_t range_count; /* of those numbers, ascending and apart */
    bool is_cut;        /* there are more ranges than fit: the rest is known by its number alone */
    struct {
        uint64_t first, last;
    } ranges[BS_CARRIED_RANGES_MAX];
};

/* Appends the body: {"salt","v":1,"epoch","why","from","tip","kept","ranges":[[1,2],…]} and "cut":true if it is. */
void bs_carried_write(const struct bs_carried *carried, struct bs_random *random,
                      struct bs_buf *out);
/* Strict: every member, no other; ranges within from … tip, ascending and apart, that add up to `kept`; when cut, as many as
 * there can be, and to less. BS_BAD; BS_LIMIT: more than BS_CARRIED_BYTES_MAX. */
enum bs_err bs_carried_read(struct bs_bytes body, struct bs_carried *out, struct bs_error *err);

#endif
