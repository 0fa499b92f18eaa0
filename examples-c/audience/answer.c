/*
 * answer.c - the question in the library's words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience.h"

static leadline_condition *conditions_asked(arena *memory, const step_item *steps, size_t count, int is_ordered) {
    leadline_condition *made = arena_get(memory, (count + 1) * sizeof *made);
    for (size_t i = 0; i < count; i++) {
        leadline_condition one = LEADLINE_CONDITION_INIT;
        one.kinds = steps[i].kinds;
        one.filters = steps[i].filters;
        one.filter_count = steps[i].filter_count;
        one.flags = (is_ordered && i > 0 ? LEADLINE_CONDITION_THEN : 0) | (steps[i].is_standing ? LEADLINE_STANDING : 0);
        made[i] = one;
    }
    return made;
}

static leadline_audience_rule rule_asked(arena *memory, const rule *one) {
    leadline_audience_rule made = LEADLINE_AUDIENCE_RULE_INIT;
    made.name = one->name;
    made.include = conditions_asked(memory, one->steps, one->step_count, one->is_ordered);
    made.include_count = one->step_count;
    made.exclude = conditions_asked(memory, one->exclusions, one->exclusion_count, 0);
    made.exclude_count = one->exclusion_count;
    made.mode = one->is_any ? LEADLINE_AUDIENCE_ANY : LEADLINE_AUDIENCE_ALL;
    made.flags = one->is_staying ? LEADLINE_AUDIENCE_STAYING : 0;
    return made;
}

static void note_names(const audience *a) {
    const question *q = &a->question;
    for (size_t r = 0; r < q->rule_count; r++) {
        for (size_t i = 0; i < q->rules[r].step_count; i++) step_note_names(&a->in, "audience", &q->rules[r].steps[i]);
        for (size_t i = 0; i < q->rules[r].exclusion_count; i++) step_note_names(&a->in, "exclude", &q->rules[r].exclusions[i]);
    }
    step_note_names(&a->in, "outcome", &q->outcome);
}

/* Follows all audiences, or lists the one. */
static leadline_status ask(audience *a) {
    question *q = &a->question;
    arena *memory = &a->in.memory;
    leadline_audience_rule *rules = arena_get(memory, q->rule_count * sizeof *rules);
    leadline_step outcome = step_asked(&q->outcome);
    leadline_audience_options asked = LEADLINE_AUDIENCE_OPTIONS_INIT;
    for (size_t r = 0; r < q->rule_count; r++) {
        if (q->list == NULL || strcmp(q->rules[r].name, q->list) == 0) rules[asked.rule_count++] = rule_asked(memory, &q->rules[r]);
    }
    asked.rules = rules;
    asked.outcome = &outcome;
    asked.window_us = q->window_us;
    asked.from_us = q->bounds.from_us;
    asked.to_us = q->bounds.to_us;
    asked.as_of_us = q->bounds.as_of_us;
    asked.flags = (q->by_person ? LEADLINE_AUDIENCE_PERSONS : 0) | bounds_flags(&q->bounds);
    if (q->list != NULL) return leadline_audience_members(a->in.engine, &asked, &a->table);
    return leadline_follow_audiences(a->in.engine, &asked, &a->table, &a->pairs);
}

int answer_ask(audience *a, int is_rehearsal) {
    leadline_status status = ask(a);
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(a->in.engine, status, "the audience cannot be asked for so");
    if (status != LEADLINE_OK) return inputs_fail(a->in.engine, status);
    if (is_rehearsal) {
        leadline_table_close(a->table);
        leadline_table_close(a->pairs);
        a->table = a->pairs = NULL;
        return 0;
    }
    note_names(a);
    inputs_note_repeats(&a->in);
    if (a->question.list != NULL) {
        output_list(a);
        return 0;
    }
    switch (a->question.format) {
    case FORMAT_CSV: output_csv(a); break;
    case FORMAT_JSON: output_json(a); break;
    default: output_table(a); break;
    }
    return 0;
}

leadline_interval answer_interval(const audience *a, const answer_columns *all, size_t row) {
    leadline_interval interval = {0, 0, LEADLINE_UNDEFINED_NO_DATA, 0};
    CHECK(leadline_wilson_interval(answers_number(answers_column(all, "decided_converted"), row), answers_number(answers_column(all, "decided"), row),
                                   a->question.level, &interval));
    return interval;
}
