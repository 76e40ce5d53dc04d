/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Memory that any library of this program lets go of is overwritten first: what somebody wrote has passed through the page
 * cache of SQLite, through JSON, OpenSSL and the fonts. In the program's own file, so that it takes the place of the C
 * library's functions everywhere. Sanitizers bring their own heap, and overwrite by their options.
 */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_OWN_HEAP 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_OWN_HEAP 1
#endif

#ifndef HAS_OWN_HEAP

/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's name for what is replaced here. */
extern void __libc_free(void *memory);

void free(void *memory)
{
    if (memory != NULL) {
        explicit_bzero(memory, malloc_usable_size(memory));
        __libc_free(memory);
    }
}

/* Never in place: what moves would stay behind. */
void *realloc(void *memory, size_t size)
{
    if (memory == NULL) {
        return malloc(size);
    }
    if (size == 0) {
        free(memory);
        return NULL;
    }
    const size_t there = malloc_usable_size(memory);
    if (size <= there && there - size <= there / 2) {
        return memory;
    }
    void *moved = malloc(size);
    if (moved != NULL) {
        memcpy(moved, memory, size < there ? size : there);
        free(memory);
    }
    return moved;
}

#endif
