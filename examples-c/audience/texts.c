/*
 * texts.c - the texts that the ids of persons and accounts came as.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A system that shows advertisements knows its people by the ids in the files, and not by the numbers the engine makes of them.
 */
#include "audience.h"

static int by_id(const void *one, const void *other) {
    uint64_t a = ((const id_text *)one)->id, b = ((const id_text *)other)->id;
    return a < b ? -1 : a > b;
}

/* The name of a code; NULL: there is none. Room is made for it in `memory`. */
static char *read_name(const audience *a, arena *memory, uint32_t dimension, uint32_t code, size_t *size) {
    char small[256];
    leadline_status status = leadline_name(a->in.engine, dimension, code, small, sizeof small, size);
    if (status != LEADLINE_OK && *size < sizeof small) return NULL;
    char *text = arena_get(memory, *size + 1);
    CHECK(leadline_name(a->in.engine, dimension, code, text, *size + 1, size));
    return text;
}

id_texts texts_read(const audience *a, arena *memory, const char *dimension) {
    id_texts made = {0, 0, NULL};
    if (!a->in.keeps_texts) return made;
    CHECK(leadline_dimension_index(a->in.engine, dimension, &made.dimension));
    for (uint32_t code = 0;; code++) {
        arena scratch = {NULL};
        size_t size = 0;
        const char *text = read_name(a, &scratch, made.dimension, code, &size);
        if (text != NULL) {
            id_text one = {leadline_id_from_bytes(text, size), code};
            made.items = arena_grow(memory, made.items, made.count, sizeof *made.items);
            made.items[made.count++] = one;
        }
        arena_free(&scratch);
        if (text == NULL) break;
    }
    qsort(made.items, made.count, sizeof *made.items, by_id);
    return made;
}

void text_print_id(const audience *a, const id_texts *texts, uint64_t id) {
    id_text wanted = {id, 0};
    if (id == 0) return;
    const id_text *found = texts->count > 0 ? bsearch(&wanted, texts->items, texts->count, sizeof wanted, by_id) : NULL;
    if (found == NULL) {
        printf("%llu", (unsigned long long)id);
        return;
    }
    arena memory = {NULL};
    size_t size = 0;
    const char *text = read_name(a, &memory, texts->dimension, found->code, &size);
    text_csv(stdout, text, size);
    arena_free(&memory);
}
