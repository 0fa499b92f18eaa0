/*
 * suggest.c - names of indicators like one that there is not.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

#define SUGGESTIONS_MAX 8

/* How unlike a name is: 0 but for its letters' case, 1 where one letter has to change, 2 where it goes on, above that more
 * letters. What is not alike at all has 100. */
static unsigned unlike(const char *wanted, const char *name) {
    size_t size = strlen(wanted);
    char head[64] = "";
    if (size == 0 || size > 63) return 100;
    if (names_compare(wanted, name, 1) == 0) return 0;
    if (strlen(name) > size && name[size] == '_') {
        memcpy(head, name, size);
        if (names_compare(wanted, head, 1) == 0) return 2;
    }
    unsigned distance = text_distance(wanted, name), most = size <= 4 ? 1 : 3;
    return distance == 1 ? 1 : distance <= most ? 1 + distance : 100;
}

/* The same of an indicator, whichever of its names is most like it; that one goes into `best`. */
static unsigned unlike_any(const char *wanted, const leadline_indicator_info *info, char best[64]) {
    unsigned least = unlike(wanted, info->id);
    snprintf(best, 64, "%s", info->id);
    for (const char *alias = info->aliases; *alias != '\0';) {
        size_t size = strcspn(alias, " ");
        char text[64] = "";
        if (size < sizeof text) memcpy(text, alias, size);
        unsigned now = unlike(wanted, text);
        if (now < least) strcpy(best, text);
        if (now < least) least = now;
        alias += size + (alias[size] == ' ');
    }
    return least;
}

const char *suggest_indicators(report *r, const char *name) {
    text_list found = {NULL, 0};
    for (unsigned far = 0; far < 5 && found.count < SUGGESTIONS_MAX; far++) {
        for (size_t i = 0; i < leadline_indicator_count(r->in.engine) && found.count < SUGGESTIONS_MAX; i++) {
            leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
            CHECK(leadline_indicator_at(r->in.engine, i, &info));
            if (r->describe == NULL && (info.flags & LEADLINE_INDICATOR_ELSEWHERE)) continue; /* no report has it */
            char best[64];
            if (unlike_any(name, &info, best) == far) list_add(&r->in.memory, &found, arena_text(&r->in.memory, best, strlen(best)));
        }
        /* One of the same letters is it. */
        if (far == 0 && found.count > 0) break;
    }
    if (found.count == 0) return NULL;
    const char *text = found.items[0];
    for (size_t i = 1; i < found.count; i++) text = columns_text(r, text, i + 1 == found.count ? " or " : ", ", found.items[i]);
    return text;
}

void suggest_for_columns(report *r) {
    const question *q = &r->question;
    for (size_t i = 0; i < q->columns.count; i++) {
        const char *name = q->columns.items[i];
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] != '\0') continue;
        if (name[0] >= '0' && name[0] <= '9') continue;
        if (leadline_indicator_find(r->in.engine, name, &info) == LEADLINE_OK) continue;
        const char *like = suggest_indicators(r, name);
        if (like == NULL) continue; /* the library says it */
        usage("--indicators: no measure or indicator is called '%s'; did you mean %s?", name, like);
    }
}
