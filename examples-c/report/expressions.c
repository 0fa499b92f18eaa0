/*
 * expressions.c - what expressions name, as far down as their names' formulas go.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library checks expressions; this only finds words in them. The engine that is planned must hold the dimensions of
 * each `where` and `by`, and days where a period is compared with an earlier one.
 */
#include "report.h"

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static const char *skip_spaces(const char *at) {
    return at + strspn(at, " \t\n\v\f\r");
}

/* Behind the name that follows an '='. */
static const char *skip_name(const char *at) {
    at = skip_spaces(at);
    if (*at != '"' && *at != '\'') return at + strcspn(at, " \t\n\v\f\r(),");
    const char *close = strchr(at + 1, *at);
    return close != NULL ? close + 1 : at + strlen(at);
}

static int is_earlier(const char *word) {
    static const char *const functions[] = {"previous", "year_ago", "weekdays_ago", "growth"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(word, functions[i]) == 0) return 1;
    }
    return 0;
}

void expressions_scan(report *r, const char *text, expression_uses *uses) {
    for (const char *at = text; *at != '\0';) {
        if (!is_letter(*at)) {
            at++;
            continue;
        }
        const char *start = at;
        while (is_letter(*at) || (*at >= '0' && *at <= '9')) at++;
        const char *word = arena_text(&r->in.memory, start, (size_t)(at - start));
        at = skip_spaces(at);
        if (strcmp(word, "by") == 0 && is_letter(*at)) {
            /* distinct(KIND by DIMENSION) */
            size_t size = strcspn(at, " \t\n\v\f\r()");
            const char *dimension = arena_text(&r->in.memory, at, size);
            if (list_find(&uses->dimensions, dimension) == uses->dimensions.count) list_add(&r->in.memory, &uses->dimensions, dimension);
            at += size;
        } else if (*at == '(' && (strcmp(word, "distinct") == 0 || strcmp(word, "identified") == 0)) {
            at = skip_spaces(at + 1);
            size_t size = strcspn(at, " \t\n\v\f\r()");
            const char *kind = arena_text(&r->in.memory, at, size);
            if (list_find(&uses->persons, kind) == uses->persons.count) list_add(&r->in.memory, &uses->persons, kind);
            at += size;
        } else if (*at == '=') {
            if (list_find(&uses->dimensions, word) == uses->dimensions.count) list_add(&r->in.memory, &uses->dimensions, word);
            at = skip_name(at + 1);
        } else if (*at == '(' && strcmp(word, "accrued") == 0) {
            uses->accrues = 1;
        } else if (*at == '(' && is_earlier(word)) {
            uses->earlier = 1;
        } else {
            leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
            if (leadline_indicator_find(r->in.engine, word, &info) != LEADLINE_OK) continue;
            if (info.flags & LEADLINE_INDICATOR_ELSEWHERE) continue; /* its formula is in words */
            if (list_find(&uses->names, info.id) < uses->names.count) continue;
            list_add(&r->in.memory, &uses->names, arena_text(&r->in.memory, info.id, strlen(info.id)));
            expressions_scan(r, info.formula, uses);
        }
    }
}

const char *expressions_missing(const report *r, const expression_uses *uses) {
    for (size_t i = 0; i < uses->dimensions.count; i++) {
        const char *name = uses->dimensions.items[i];
        if (list_find(&r->in.dimensions, name) == r->in.dimensions.count) return name;
    }
    return NULL;
}

int expressions_are_counts(const report *r, const char *expression, const char **above, const char **below, arena *memory) {
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    const char *text = expression;
    if (leadline_indicator_find(r->in.engine, text, &info) == LEADLINE_OK) text = info.formula;
    const char *names[2];
    for (int i = 0; i < 2; i++) {
        text = skip_spaces(text);
        const char *start = text;
        while (is_letter(*text) || (text > start && *text >= '0' && *text <= '9')) text++;
        names[i] = arena_text(memory, start, (size_t)(text - start));
        if (leadline_indicator_find(r->in.engine, names[i], &info) != LEADLINE_OK || info.unit != LEADLINE_UNIT_COUNT) return 0;
        text = skip_spaces(text);
        if (*text != (i == 0 ? '/' : '\0')) return 0;
        if (i == 0) text++;
    }
    *above = names[0];
    *below = names[1];
    return 1;
}
