/*
 * health.c - --health: when an indicator is green, and when yellow.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

/* The comma between two expressions, outside of their brackets. */
static const char *find_comma(const char *text) {
    int depth = 0;
    for (; *text != '\0'; text++) {
        if (*text == '(') depth++;
        if (*text == ')') depth--;
        if (*text == ',' && depth == 0) return text;
    }
    return NULL;
}

void health_add(report *r, const option_reader *option) {
    question *q = &r->question;
    const char *equals = strchr(option->value, '=');
    const char *comma = equals != NULL && equals > option->value ? find_comma(equals + 1) : NULL;
    if (comma == NULL) usage("--health takes INDICATOR=GREEN,YELLOW, like cpl=25,50, not '%s'", option->value);
    q->healths = arena_grow(&r->in.memory, q->healths, q->health_count, sizeof *q->healths);
    health *made = &q->healths[q->health_count++];
    made->name = arena_text(&r->in.memory, option->value, (size_t)(equals - option->value));
    made->green = arena_text(&r->in.memory, equals + 1, (size_t)(comma - equals - 1));
    made->yellow = comma + 1;
}

void health_set_all(report *r) {
    for (size_t i = 0; i < r->question.health_count; i++) {
        const health *h = &r->question.healths[i];
        leadline_health given = LEADLINE_HEALTH_INIT;
        given.indicator = h->name;
        given.green = h->green;
        given.yellow = h->yellow;
        leadline_status status = leadline_set_health(r->in.engine, &given);
        if (status == LEADLINE_OK) continue;
        char text[512] = "";
        leadline_engine_error(r->in.engine, text, sizeof text);
        usage("--health %s: %s", h->name, text[0] != '\0' ? text : leadline_status_text(status));
    }
}

const char *health_word(const leadline_column *column, size_t row) {
    static const char *const words[] = {"red", "yellow", "green"};
    if (column->states[row] != LEADLINE_DEFINED || column->numerators[row].low > LEADLINE_HEALTH_GREEN) return NULL;
    return words[column->numerators[row].low];
}
