/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

enum {
    TOUCHES = INPUT_END, TOUCH, WINDOW, EXCLUDE, DIRECT, COLLAPSE, FIRST_TOUCHES, DROP_DIRECT, MOST, OUTCOME, IS_TOUCH, FIRST, ANEW, GAP, MODELS, BY,
    PERIOD, BY_TOUCH, BY_POSITION, FROM, TO, AS_OF, COSTS, COST, ACTIVITY, CLASSES, SHOW, PAIRS, DETAILS, THREADS, PATHS, PATH, CONVERSIONS, VALUE, LOST, SEPARATOR, DECIMALS, FORMAT, HELP, VERSION
};

static const option_spec specs[] = {
    INPUT_OPTIONS, ORDERING_OPTIONS,
    {"touches", TOUCHES, 1}, {"touch", TOUCH, 1}, {"window", WINDOW, 1}, {"exclude", EXCLUDE, 1}, {"direct", DIRECT, 1}, {"collapse", COLLAPSE, 0},
    {"first-touches", FIRST_TOUCHES, 0}, {"drop-direct", DROP_DIRECT, 0}, {"most", MOST, 1}, {"outcome", OUTCOME, 1},
    {"outcome-is-touch", IS_TOUCH, 0}, {"first", FIRST, 0}, {"anew", ANEW, 0}, {"gap", GAP, 1}, {"models", MODELS, 1}, {"by", BY, 1},
    {"period", PERIOD, 1}, {"by-touch", BY_TOUCH, 0}, {"by-position", BY_POSITION, 0}, {"from", FROM, 1}, {"to", TO, 1}, {"as-of", AS_OF, 1}, {"costs", COSTS, 1},
    {"cost", COST, 1}, {"activity", ACTIVITY, 1}, {"classes", CLASSES, 1}, {"show", SHOW, 1}, {"pairs", PAIRS, 0},
    {"details", DETAILS, 0}, {"threads", THREADS, 1}, {"decimals", DECIMALS, 1}, {"format", FORMAT, 1}, {"help", HELP, 0},
    {"paths", PATHS, 0}, {"path", PATH, 1}, {"conversions", CONVERSIONS, 1}, {"value", VALUE, 1}, {"null", LOST, 1}, {"separator", SEPARATOR, 1},
    {"version", VERSION, 0}, {NULL, 0, 0},
};

static const char *const format_words[] = {"table", "csv", "json", NULL};
static const char *const show_words[] = {"count", "value", NULL};
static const char *const touch_words[] = {"click", "view", "all", NULL};
static const uint32_t touch_roles[] = {1u << LEADLINE_TOUCH_CLICK, 1u << LEADLINE_TOUCH_VIEW, QUESTION_ALL_ROLES};

static void add_outcome(attribute *a, const char *text) {
    question *q = &a->question;
    step_item made = step_read(&a->in.memory, "outcome", text);
    if (made.is_standing) usage("--outcome '%s': without standing; a sale that was taken back as a whole is no outcome anyhow", text);
    for (size_t i = 0; i < q->outcome_count; i++) {
        const step_item *one = &q->outcomes[i];
        const char *name = made.name != NULL ? made.name : made.kinds;
        if (strcmp(one->name != NULL ? one->name : one->kinds, name) == 0) usage("two outcomes are called '%s'; say --outcome 'NAME = %s'", name, text);
    }
    q->outcomes = arena_grow(&a->in.memory, q->outcomes, q->outcome_count, sizeof *q->outcomes);
    q->outcomes[q->outcome_count++] = made;
}

/* A share like 0.005 in millionths; -1 if it is none. Ends at `end`. */
static int64_t read_millionths(const char *text, const char **end) {
    int64_t number = 0;
    size_t digits = strspn(text, "0123456789"), decimals = 0;
    if (digits == 0 || digits > 9) return -1;
    for (; digits > 0; digits--) number = number * 10 + (*text++ - '0');
    if (*text == '.') {
        for (text++; decimals < 6 && *text >= '0' && *text <= '9'; decimals++) number = number * 10 + (*text++ - '0');
        if (decimals == 0) return -1;
    }
    for (; decimals < 6; decimals++) number *= 10;
    *end = text;
    return number;
}

static void set_classes(question *q, const char *text) {
    const char *end = text;
    q->retire_below = read_millionths(text, &end);
    q->optimise_from = q->retire_below >= 0 && *end == ',' ? read_millionths(end + 1, &end) : -1;
    if (q->optimise_from < q->retire_below || q->optimise_from <= 0 || *end != '\0') {
        usage("--classes takes two bounds of outcomes a unit of activity, like 0.001,0.005, the first not above the second; not '%s'", text);
    }
}

static int64_t read_length(const option_reader *option) {
    int64_t length = durations_parse(option->value);
    if (length == 0) usage("--%s takes a length of time like 30d, 36h, 45min, 90s or 2w, not '%s'", option->name, option->value);
    return length;
}

/* Of the outcomes and their paths; returns 0 for another option. */
static int set_paths(attribute *a, const option_reader *option, int id) {
    question *q = &a->question;
    switch (id) {
    case TOUCHES: q->roles = touch_roles[option_word(option, touch_words)]; return 1;
    case TOUCH: touches_add_kinds(a, option->value); return 1;
    case WINDOW: touches_add_window(a, option->value); return 1;
    case EXCLUDE: touches_exclude(a, option->value); return 1;
    case DIRECT: touches_set_direct(a, option->value); return 1;
    case COLLAPSE: q->flags |= LEADLINE_ATTRIBUTE_COLLAPSE; return 1;
    case FIRST_TOUCHES: q->flags |= LEADLINE_ATTRIBUTE_FIRST; return 1;
    case DROP_DIRECT: q->flags |= LEADLINE_ATTRIBUTE_DROP_DIRECT; return 1;
    case MOST: q->most = (uint32_t)option_number(option, 1, UINT32_MAX); return 1;
    case OUTCOME: add_outcome(a, option->value); return 1;
    case IS_TOUCH: q->outcome_flags |= LEADLINE_OUTCOME_IS_TOUCH; return 1;
    case FIRST: q->outcome_flags |= LEADLINE_OUTCOME_FIRST; return 1;
    case ANEW: q->outcome_flags |= LEADLINE_OUTCOME_ANEW; return 1;
    case GAP: q->gap_us = read_length(option); return 1;
    default: return 0;
    }
}

/* Of counted paths. */
static int set_counted(attribute *a, const option_reader *option, int id) {
    path_reading *p = &a->paths;
    switch (id) {
    case PATHS: p->is_on = 1; return 1;
    case PATH: paths_set(a, option, &p->path); return 1;
    case CONVERSIONS: paths_set(a, option, &p->conversions); return 1;
    case VALUE: paths_set(a, option, &p->value); return 1;
    case LOST: paths_set(a, option, &p->lost); return 1;
    case SEPARATOR:
        paths_set(a, option, &p->separator);
        if (p->separator[0] == '\0') usage("--separator takes what stands between the keys of a path, like >");
        return 1;
    default: return 0;
    }
}

/* Returns 0 for an option of the files. */
static int set_question(attribute *a, const option_reader *option, int id) {
    question *q = &a->question;
    if (set_paths(a, option, id) || set_counted(a, option, id) || ordering_set(&q->order, option, id)) return 1;
    switch (id) {
    case MODELS: models_add(a, option->name, option->value); return 1;
    case BY: list_split(&a->in.memory, &q->by, option->value); return 1;
    case PERIOD: q->period = period_numbers[option_word(option, period_words)]; return 1;
    case BY_TOUCH: q->flags |= LEADLINE_ATTRIBUTE_BY_TOUCH; return 1;
    case BY_POSITION: q->flags |= LEADLINE_ATTRIBUTE_BY_POSITION; return 1;
    case FROM: q->from = option->value; return 1;
    case TO: q->to = option->value; return 1;
    case AS_OF: q->as_of = option->value; return 1;
    case COSTS:
        inputs_add_source(&a->in, option->value);
        if (q->cost == NULL) q->cost = "marketing_cost";
        return 1;
    case COST: q->cost = option->value; return 1;
    case ACTIVITY: q->activity = option->value; return 1;
    case CLASSES: set_classes(q, option->value); return 1;
    case SHOW: q->show = option_word(option, show_words) == 0 ? SHOW_COUNT : SHOW_VALUE; return 1;
    case PAIRS: q->pairs = 1; return 1;
    case DETAILS: q->details = 1; return 1;
    case THREADS: a->threads = (uint32_t)option_number(option, 1, 64); return 1;
    case DECIMALS: q->decimals = (uint32_t)option_number(option, 0, 38); return 1;
    case FORMAT: q->format = (output_format)option_word(option, format_words); return 1;
    default: return 0;
    }
}

/* What is said by saying nothing. */
static void fill_in(attribute *a) {
    question *q = &a->question;
    if (q->outcome_count == 0) add_outcome(a, a->paths.is_on ? "conversion" : "sale");
    models_settle(a);
    if (q->by.count > 0 || a->paths.is_on) return;
    if (a->in.dimensions.count == 0) usage("what is credited? Say --dimension COL=channel, and --by where it has another name");
    size_t channel = list_find(&a->in.dimensions, "channel");
    list_add(&a->in.memory, &q->by, a->in.dimensions.items[channel < a->in.dimensions.count ? channel : 0]);
}

void arguments_read(attribute *a, int argc, char **argv) {
    inputs_start(&a->in, "attribute");
    a->question.decimals = 2;
    a->question.roles = QUESTION_ALL_ROLES;
    option_reader option = option_start("attribute", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        if (id == OPTION_FILE) {
            inputs_add_source(&a->in, option.value);
        } else if (id == HELP) {
            for (size_t i = 0; help_text[i] != NULL; i++) fputs(help_text[i], stdout);
            exit(0);
        } else if (id == VERSION) {
            printf("attribute with leadline %s\n", leadline_version_text());
            exit(0);
        } else if (!set_question(a, &option, id)) {
            inputs_set(&a->in, &option, id);
        }
    }
    inputs_finish(&a->in);
    if (a->in.source_count == 0) usage("no FILE is given; use - to read standard input, or --help");
    if (a->question.optimise_from > 0 && a->question.activity == NULL) usage("--classes are by what an --activity brings, and none is given");
    if ((a->question.flags & LEADLINE_ATTRIBUTE_BY_TOUCH) && a->question.period == LEADLINE_PERIOD_DEFAULT) {
        usage("--by-touch says of what --period is, and none is given");
    }
    if ((a->question.flags & LEADLINE_ATTRIBUTE_BY_POSITION) && (a->question.cost != NULL || a->question.activity != NULL)) {
        usage("--by-position goes with no --costs, --cost and --activity: what is spent has no place in a path");
    }
    paths_check(a);
    fill_in(a);
}
