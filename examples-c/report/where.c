/*
 * where.c - the names of --where against those that came in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

/* A-Z as a-z. */
static const char *folded_text(report *r, const char *name) {
    char *text = arena_text(&r->in.memory, name, strlen(name));
    for (char *at = text; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at + 'a' - 'A');
    }
    return text;
}

const char *where_folded(report *r, const char *name) {
    int folds = r->in.source_count > 0;
    for (size_t i = 0; i < r->in.source_count; i++) folds = folds && (r->in.sources[i].settings.flags & LEADLINE_CSV_FOLD_CASE);
    return folds ? folded_text(r, name) : name;
}

void where_fold(report *r) {
    question *q = &r->question;
    int folds = 0;
    for (size_t i = 0; i < r->in.source_count; i++) folds = folds || (r->in.sources[i].settings.flags & LEADLINE_CSV_FOLD_CASE);
    for (size_t i = 0; folds && i < q->filter_count; i++) {
        text_list names = {(const char **)q->filters[i].names, q->filters[i].name_count};
        /* As it was given, too: some of the files may keep theirs. */
        for (size_t n = 0, count = names.count; n < count; n++) {
            const char *name = folded_text(r, names.items[n]);
            if (list_find(&names, name) == names.count) list_add(&r->in.memory, &names, name);
        }
        q->filters[i].names = names.items;
        q->filters[i].name_count = names.count;
    }
}

static int is_known(const report *r, uint32_t dimension, const char *name) {
    uint32_t code = 0;
    if (name[0] == '\0' || strcmp(name, "(other)") == 0) return 1;
    return leadline_find(r->in.engine, dimension, name, strlen(name), &code) == LEADLINE_OK;
}

/* The name most like one that nobody has. */
static int suggest(const report *r, uint32_t dimension, const char *name, char best[64]) {
    unsigned distance = 4;
    best[0] = '\0';
    for (uint32_t code = 2;; code++) {
        char text[64];
        size_t size = 0;
        leadline_status status = leadline_name(r->in.engine, dimension, code, text, sizeof text - 1, &size);
        if (status == LEADLINE_ERROR_BUFFER) continue;
        if (status != LEADLINE_OK) return best[0] != '\0';
        text[size] = '\0';
        unsigned now = names_compare(name, text, 1) == 0 ? 0 : text_distance(name, text);
        if (now >= distance) continue;
        distance = now;
        strcpy(best, text);
    }
}

void where_note(const report *r) {
    const question *q = &r->question;
    for (size_t i = 0; i < q->filter_count; i++) {
        uint32_t dimension = 0;
        if (leadline_dimension_index(r->in.engine, q->filters[i].dimension, &dimension) != LEADLINE_OK) continue;
        for (size_t n = 0; n < q->filters[i].name_count; n++) {
            const char *name = q->filters[i].names[n];
            char best[64];
            int is_double = 0;
            /* Of a name and the same in small letters one is enough. */
            for (size_t o = 0; o < q->filters[i].name_count; o++) {
                is_double = is_double || (o != n && names_compare(name, q->filters[i].names[o], 1) == 0 &&
                                          (is_known(r, dimension, q->filters[i].names[o]) || o < n));
            }
            if (is_double || is_known(r, dimension, name)) continue;
            fputs("report: --where ", stderr);
            text_print_plain(stderr, q->filters[i].dimension);
            fputs(": no fact has the name '", stderr);
            text_print_plain(stderr, name);
            fputc('\'', stderr);
            if (suggest(r, dimension, name, best)) {
                fputs("; did you mean ", stderr);
                text_print_plain(stderr, best);
                fputc('?', stderr);
            }
            fputc('\n', stderr);
        }
    }
}
