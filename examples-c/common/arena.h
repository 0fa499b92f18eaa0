/*
 * arena.h - memory that is handed out piece by piece and given back all at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The programs keep what the command line says until they end; one arena spares them a free for each piece. Running out
 * of memory ends the program.
 */
#ifndef EXAMPLES_ARENA_H
#define EXAMPLES_ARENA_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
} arena_block;

typedef struct arena {
    arena_block *first;
} arena;

#define ARENA_BLOCK_SIZE 65536
#define ARENA_ALIGNMENT 16

static inline void arena_fail(void) {
    fputs("out of memory\n", stderr);
    exit(1);
}

/* `size` zeroed bytes, aligned for anything. Never NULL. */
static inline void *arena_get(arena *memory, size_t size) {
    const size_t header = (sizeof(arena_block) + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (size > SIZE_MAX / 4) arena_fail();
    size = (size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    arena_block *block = memory->first;
    if (block == NULL || block->size - block->used < size) {
        size_t room = size > ARENA_BLOCK_SIZE ? size : ARENA_BLOCK_SIZE;
        block = calloc(1, header + room);
        if (block == NULL) arena_fail();
        block->size = room;
        block->next = memory->first;
        memory->first = block;
    }
    void *piece = (char *)block + header + block->used;
    block->used += size;
    return piece;
}

/* A copy of `size` bytes with a NUL behind them. */
static inline char *arena_text(arena *memory, const char *bytes, size_t size) {
    char *copy = arena_get(memory, size + 1);
    if (size > 0) memcpy(copy, bytes, size);
    return copy;
}

/* Room for one more element in an array that lives in the arena: `items` itself while `count` is no power of two, else
 * a copy twice as large. The old one stays where it is until the end, which costs as much again at most. */
static inline void *arena_grow(arena *memory, void *items, size_t count, size_t item_size) {
    if (count != 0 && (count & (count - 1)) != 0) return items;
    if (count > SIZE_MAX / 4 / item_size) arena_fail();
    void *larger = arena_get(memory, (count == 0 ? 1 : 2 * count) * item_size);
    if (count > 0) memcpy(larger, items, count * item_size);
    return larger;
}

static inline void arena_free(arena *memory) {
    while (memory->first != NULL) {
        arena_block *next = memory->first->next;
        free(memory->first);
        memory->first = next;
    }
}

#endif
