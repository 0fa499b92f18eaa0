/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience.h"

enum {
    AUDIENCE = INPUT_END, EXCLUDE, IN_ORDER, ANY, STAYING, OUTCOME, WINDOW, PERSONS, LIST, THREADS, INTERVAL, DECIMALS,
    FORMAT
};

static const option_spec specs[] = {
    INPUT_OPTIONS,
    {"audience", AUDIENCE, 1}, {"exclude", EXCLUDE, 1}, {"in-order", IN_ORDER, 0}, {"any", ANY, 0}, {"staying", STAYING, 0},
    {"outcome", OUTCOME, 1}, {"window", WINDOW, 1}, BOUNDS_OPTIONS, {"persons", PERSONS, 0},
    {"list", LIST, 1}, {"threads", THREADS, 1}, {"interval", INTERVAL, 1}, {"decimals", DECIMALS, 1}, {"format", FORMAT, 1},
    USAGE_OPTIONS, {NULL, 0, 0},
};

static void read_steps(arena *memory, const option_reader *option, step_item **steps, size_t *count) {
    text_list list = {NULL, 0};
    list_split(memory, &list, option->value);
    if (list.count == 0) usage("--%s names no step", option->name);
    for (size_t i = 0; i < list.count; i++) {
        step_item made = step_read(memory, option->name, list.items[i]);
        *steps = arena_grow(memory, *steps, *count, sizeof **steps);
        (*steps)[(*count)++] = made;
    }
}

static void add_rule(audience *a, const option_reader *option) {
    question *q = &a->question;
    rule made;
    memset(&made, 0, sizeof made);
    read_steps(&a->in.memory, option, &made.steps, &made.step_count);
    made.name = made.steps[0].name != NULL ? made.steps[0].name : option->value;
    for (size_t i = 0; i < q->rule_count; i++) {
        if (strcmp(q->rules[i].name, made.name) == 0) usage("two audiences are called '%s'; say --audience 'NAME = STEP, ...'", made.name);
    }
    if (q->rule_count == LEADLINE_MAX_AUDIENCES) usage("there can be %d audiences", LEADLINE_MAX_AUDIENCES);
    q->rules = arena_grow(&a->in.memory, q->rules, q->rule_count, sizeof *q->rules);
    q->rules[q->rule_count++] = made;
}

/* The audience that an option behind it belongs to. */
static rule *rule_at_hand(const question *q, const option_reader *option) {
    if (q->rule_count == 0) usage("--%s belongs to the --audience before it, and there is none", option->name);
    return &q->rules[q->rule_count - 1];
}

/* Returns 0 for an option of the files. */
static int set_question(audience *a, const option_reader *option, int id) {
    question *q = &a->question;
    rule *now;
    switch (id) {
    case AUDIENCE: add_rule(a, option); return 1;
    case EXCLUDE:
        now = rule_at_hand(q, option);
        read_steps(&a->in.memory, option, &now->exclusions, &now->exclusion_count);
        return 1;
    case IN_ORDER: rule_at_hand(q, option)->is_ordered = 1; return 1;
    case ANY: rule_at_hand(q, option)->is_any = 1; return 1;
    case STAYING: rule_at_hand(q, option)->is_staying = 1; return 1;
    case OUTCOME:
        q->outcome = step_read(&a->in.memory, "outcome", option->value);
        q->has_outcome = 1;
        return 1;
    case WINDOW:
        q->window = option->value;
        q->window_us = durations_parse(option->value);
        if (q->window_us == 0) usage("--window takes a length of time like 30d, 36h, 45min, 90s or 2w, not '%s'", option->value);
        return 1;
    case PERSONS: q->by_person = 1; return 1;
    case LIST: q->list = option->value; return 1;
    case THREADS: a->threads = (uint32_t)option_number(option, 1, 64); return 1;
    case INTERVAL:
        q->level = option_level(option);
        q->level_text = option->value;
        return 1;
    case DECIMALS: q->decimals = (uint32_t)option_number(option, 0, 38); return 1;
    case FORMAT: q->format = option_format(option); return 1;
    default: return bounds_set(&q->bounds, option, id);
    }
}

static void check_rules(const question *q) {
    int is_there = q->list == NULL;
    if (q->rule_count == 0) usage("whom is it about? Say --audience STEP, or --help");
    for (size_t i = 0; i < q->rule_count; i++) {
        const rule *one = &q->rules[i];
        if (one->is_any && one->is_ordered) usage("audience '%s': --any and --in-order go not together", one->name);
        if (q->list != NULL && strcmp(one->name, q->list) == 0) is_there = 1;
    }
    if (!is_there) usage("--list: no audience is called '%s'", q->list);
}

void arguments_read(audience *a, int argc, char **argv) {
    inputs_start(&a->in, "audience");
    a->question.decimals = 1;
    a->question.level = 9500;
    a->question.level_text = "95";
    option_reader option = option_start("audience", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        usage_tell(id, help_text);
        if (id == OPTION_FILE) inputs_add_source(&a->in, option.value);
        else if (!set_question(a, &option, id)) inputs_set(&a->in, &option, id);
    }
    inputs_finish(&a->in);
    if (a->in.source_count == 0) usage("no FILE is given; use - to read standard input, or --help");
    check_rules(&a->question);
    if (!a->question.has_outcome) a->question.outcome = step_read(&a->in.memory, "outcome", "sale");
}
