/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocation that aborts, and the arena: a list of blocks, newest first, wiped before they are freed. */

#include <buurtstem/mem.h>

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

enum { BLOCK_SIZE = 4096, STACK_DEPTH = 128 * 1024, ALIGNMENT = alignof(max_align_t) };

struct block {
    struct block *next; /* owned; the older one */
    size_t size;
    size_t used;
    alignas(max_align_t) uint8_t data[];
};

struct bs_arena {
    struct block *newest; /* owned */
    size_t limit;
    size_t used; /* bytes given out, with the gaps that alignment costs */
    bool full;
};

void *bs_xcalloc(size_t count, size_t size)
{
    static const char message[] = "out of memory\n";
    void *memory = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

    if (memory == NULL) {
        ssize_t done = write(STDERR_FILENO, message, sizeof message - 1);

        (void)done;
        abort();
    }
    return memory;
}

char *bs_xstrdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = bs_xcalloc(size, 1);

    memcpy(copy, text, size);
    return copy;
}

void bs_wipe(void *memory, size_t size)
{
    if (size > 0) {
        sodium_memzero(memory, size);
    }
}

void bs_wipe_stack(void)
{
    sodium_stackzero(STACK_DEPTH);
}

struct bs_arena *bs_arena_create(size_t limit)
{
    struct bs_arena *arena = bs_xcalloc(1, sizeof *arena);

    arena->limit = limit;
    return arena;
}

void bs_arena_destroy(struct bs_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    while (arena->newest != NULL) {
        struct block *block = arena->newest;

        arena->newest = block->next;
        bs_wipe(block->data, block->size);
        free(block);
    }
    free(arena);
}

static size_t align_up(size_t size)
{
    return (size + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1);
}

static void *take_from(struct block *block, size_t size)
{
    size_t start;

    if (block == NULL) {
        return NULL;
    }
    start = align_up(block->used);
    if (start > block->size || size > block->size - start) {
        return NULL;
    }
    block->used = start + size;
    return block->data + start;
}

void *bs_arena_alloc(struct bs_arena *arena, size_t size)
{
    size_t start = align_up(arena->used);
    size_t wanted = size == 0 ? 1 : size;
    void *memory;

    if (arena->full || start > arena->limit || wanted > arena->limit - start) {
        arena->full = true;
        return NULL;
    }
    memory = take_from(arena->newest, wanted);
    if (memory == NULL) {
        size_t block_size = wanted > BLOCK_SIZE ? wanted : BLOCK_SIZE;
        struct block *block = bs_xcalloc(1, sizeof *block + block_size);

        block->size = block_size;
        block->next = arena->newest;
        arena->newest = block;
        memory = take_from(block, wanted);
    }
    arena->used = start + wanted;
    return memory;
}

char *bs_arena_strndup(struct bs_arena *arena, const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    char *copy;

    copy = bs_arena_alloc(arena, len + 1);
    if (copy != NULL) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *bs_arena_printf(struct bs_arena *arena, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_list again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    if (len < 0) {
        arena->full = true;
    } else {
        text = bs_arena_alloc(arena, (size_t)len + 1);
    }
    if (text != NULL) {
        (void)vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    va_end(args);
    return text;
}

int bs_arena_is_full(const struct bs_arena *arena)
{
    return arena->full;
}
