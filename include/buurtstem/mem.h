/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BUURTSTEM_MEM_H
#define BUURTSTEM_MEM_H

/*
 * Small allocations that abort instead of failing: every durable step is a transaction and the service manager starts
 * the process again. Sizes that come from outside are checked against a limit first and answered with BS_LIMIT.
 */

#include <stddef.h>

void *bs_xcalloc(size_t count, size_t size); /* zeroed; free with free() */
char *bs_xstrdup(const char *text);          /* free with free() */

/* Overwrites in a way that the compiler keeps. */
void bs_wipe(void *memory, size_t size);

/* Overwrites what the functions that were called before left on this thread's stack, 128 KiB deep. */
void bs_wipe_stack(void);

/*
 * An arena: many small pieces that live and die together. At most `limit` bytes in all; asking for more returns NULL
 * and sets `full` for good, so a caller may allocate a whole structure and check once.
 */
struct bs_arena;

struct bs_arena *bs_arena_create(size_t limit);
void bs_arena_destroy(struct bs_arena *arena);             /* wipes, then frees; NULL is fine */
void *bs_arena_alloc(struct bs_arena *arena, size_t size); /* zeroed, aligned for any type */
char *bs_arena_strndup(struct bs_arena *arena, const char *text, size_t size); /* terminated */
char *bs_arena_printf(struct bs_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int bs_arena_is_full(const struct bs_arena *arena);

#endif
