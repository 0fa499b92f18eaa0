/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

enum {
    PRICES = INPUT_END, BY, PERIOD, WHERE, INDICATORS, DEFINE, NO_VANITY, COMPARE, TARGET, HEALTH, ALERTS, INTERVAL, ORDER,
    LIMIT, TOTALS, PERCENT, DECIMALS, FORMAT, DESCRIBE
};

static const option_spec specs[] = {
    INPUT_OPTIONS, {"prices", PRICES, 1},
    {"by", BY, 1}, {"period", PERIOD, 1}, {"where", WHERE, 1}, BOUNDS_OPTIONS,
    {"indicators", INDICATORS, 1}, {"define", DEFINE, 1}, {"no-vanity", NO_VANITY, 0}, {"compare", COMPARE, 1}, {"target", TARGET, 1},
    {"health", HEALTH, 1}, {"alerts", ALERTS, 0},
    {"interval", INTERVAL, 1}, {"order", ORDER, 1}, {"limit", LIMIT, 1}, {"totals", TOTALS, 0}, {"percent", PERCENT, 0},
    {"decimals", DECIMALS, 1}, {"format", FORMAT, 1}, {"describe", DESCRIBE, 1}, USAGE_OPTIONS, {NULL, 0, 0},
};

static const char *const compare_words[] = {"previous", "year", "weekdays", NULL};
static const comparison comparisons[] = {COMPARE_PREVIOUS, COMPARE_YEAR, COMPARE_WEEKDAYS};
/* What `generate` writes, read like any other file. */
static const char *const demo_arguments[] = {"--time", "time", "--kind", "kind", "--dimension", "channel", "--dimension", "campaign",
                                             "--person", "person", "--id", "id", "--ref", "ref", "--count", "count", "--amount", "amount"};
static const char *const demo_columns[] = {"impressions", "clicks", "ctr", "cpc", "leads",
                                           "cpl", "sales", "cost_per_order", "revenue", "roas"};

static void add_filter(report *r, const option_reader *option) {
    question *q = &r->question;
    const char *equals = strchr(option->value, '=');
    if (equals == NULL || equals == option->value) usage("--where takes DIMENSION=NAME, like channel=email, not '%s'", option->value);
    const char *dimension = arena_text(&r->in.memory, option->value, (size_t)(equals - option->value));
    size_t i = 0;
    while (i < q->filter_count && strcmp(q->filters[i].dimension, dimension) != 0) i++;
    if (i == q->filter_count) {
        q->filters = arena_grow(&r->in.memory, q->filters, q->filter_count, sizeof *q->filters);
        q->filter_count++;
        memset(&q->filters[i], 0, sizeof q->filters[i]);
        q->filters[i].struct_size = sizeof q->filters[i];
        q->filters[i].dimension = dimension;
    }
    text_list names = {(const char **)q->filters[i].names, q->filters[i].name_count};
    list_add(&r->in.memory, &names, equals + 1);
    q->filters[i].names = names.items;
    q->filters[i].name_count = names.count;
}

/* Returns 0 for an option that asks nothing. */
static int set_question(report *r, const option_reader *option, int id) {
    question *q = &r->question;
    switch (id) {
    case BY:
        q->by_given = 1;
        list_split(&r->in.memory, &q->by, option->value);
        return 1;
    case PERIOD: q->period = period_numbers[option_word(option, period_words)]; return 1;
    case WHERE: add_filter(r, option); return 1;
    case INDICATORS: list_split(&r->in.memory, &q->columns, option->value); return 1;
    case DEFINE: define_add(r, option); return 1;
    case PRICES: list_add(&r->in.memory, &r->prices, option->value); return 1;
    case NO_VANITY: q->no_vanity = 1; return 1;
    case COMPARE: q->compare = comparisons[option_word(option, compare_words)]; return 1;
    case TARGET: columns_add_target(r, option); return 1;
    case HEALTH: health_add(r, option); return 1;
    case ALERTS: q->alerts = 1; return 1;
    case INTERVAL:
        q->level = option_level(option);
        q->level_text = option->value;
        return 1;
    case DESCRIBE: r->describe = option->value; return 1;
    case ORDER: list_split(&r->in.memory, &q->order, option->value); return 1;
    case LIMIT: q->limit = option_number(option, 1, UINT64_MAX); return 1;
    case TOTALS: q->totals = 1; return 1;
    case PERCENT: q->style.percent = 1; return 1;
    case DECIMALS:
        q->decimals_given = 1;
        q->style.decimals = (uint32_t)option_number(option, 0, 38);
        return 1;
    case FORMAT: q->format = option_format(option); return 1;
    default: return bounds_set(&q->bounds, option, id);
    }
}

/* Without a file: a million generated facts, compared by channel. What was asked on the command line stands. */
static void add_demo(report *r) {
    question *q = &r->question;
    for (size_t i = 0; i < sizeof demo_arguments / sizeof *demo_arguments; i += 2) {
        option_reader option = {"report", specs, NULL, 0, 0, 0, demo_arguments[i] + 2, demo_arguments[i + 1]};
        const option_spec *spec = specs;
        while (strcmp(spec->name, option.name) != 0) spec++;
        inputs_set(&r->in, &option, spec->id);
    }
    inputs_add_source(&r->in, NULL);
    if (!q->by_given) list_add(&r->in.memory, &q->by, "channel");
    q->by_given = 1;
    if (q->columns.count > 0 || q->alerts) return;
    q->are_defaults = 1;
    for (size_t i = 0; i < sizeof demo_columns / sizeof *demo_columns; i++) list_add(&r->in.memory, &q->columns, demo_columns[i]);
    if (q->order.count == 0) list_add(&r->in.memory, &q->order, "-revenue");
    q->totals = 1;
    q->style.percent = 1;
}

void arguments_read(report *r, int argc, char **argv) {
    inputs_start(&r->in, "report");
    r->question.style.decimals = 2;
    option_reader option = option_start("report", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        usage_tell(id, help_text);
        if (id == OPTION_FILE) inputs_add_source(&r->in, option.value);
        else if (!set_question(r, &option, id)) inputs_set(&r->in, &option, id);
    }
    if (r->describe != NULL) {
        r->in.source_count = 0;
        r->in.now.given = 0;
    }
    inputs_finish(&r->in);
    if (r->in.source_count == 0 && r->describe == NULL) add_demo(r);
}
