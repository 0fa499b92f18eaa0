/*
 * steps.c - the steps and exclusions of a funnel.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

void steps_add(funnel *f, const char *option, const char *text) {
    question *q = &f->question;
    text_list list = {NULL, 0};
    list_split(&f->in.memory, &list, text);
    for (size_t i = 0; i < list.count; i++) {
        step_item made = step_read(&f->in.memory, option, list.items[i]);
        q->steps = arena_grow(&f->in.memory, q->steps, q->step_count, sizeof *q->steps);
        q->steps[q->step_count++] = made;
    }
    if (list.count == 0) usage("--%s names no step", option);
}

void steps_add_exclusion(funnel *f, const char *text) {
    question *q = &f->question;
    step_item made = step_read_exclusion(&f->in.memory, "exclude", text);
    q->exclusions = arena_grow(&f->in.memory, q->exclusions, q->exclusion_count, sizeof *q->exclusions);
    q->exclusions[q->exclusion_count++] = made;
}

const char *steps_name(const step_item *step) {
    return step->name != NULL ? step->name : step->kinds;
}

uint32_t steps_find(const question *q, const char *text) {
    for (size_t i = 0; i < q->step_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        if (strcmp(text, number) == 0 || strcmp(text, steps_name(&q->steps[i])) == 0) return (uint32_t)i + 1;
    }
    return 0;
}

uint32_t steps_number(const question *q, const char *text) {
    uint32_t number = text == NULL ? 0 : steps_find(q, text);
    if (text == NULL || number > 0) return number;
    usage("--exclude: there is no step '%s'; say its number, 1 to %zu, or its name", text, q->step_count);
    return 0;
}
