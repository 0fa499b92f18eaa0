/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

enum {
    STEPS = INPUT_END, STAGES, WINDOW, BY, ENTRY, COUNT_BY, MODE, OPEN, EXCLUDE, INTERVAL, TIMES, QUANTILES, EXITS, TOTALS, THREADS,
    NO_BARS, DECIMALS, FORMAT
};

static const option_spec specs[] = {
    INPUT_OPTIONS, ORDERING_OPTIONS,
    {"steps", STEPS, 1}, {"stages", STAGES, 1}, {"window", WINDOW, 1}, {"by", BY, 1}, {"entry", ENTRY, 1}, {"count-by", COUNT_BY, 1},
    BOUNDS_OPTIONS, {"mode", MODE, 1}, {"open", OPEN, 0}, {"exclude", EXCLUDE, 1}, {"interval", INTERVAL, 1}, {"times", TIMES, 0},
    {"quantiles", QUANTILES, 1}, {"exits", EXITS, 0}, {"totals", TOTALS, 0}, {"threads", THREADS, 1}, {"no-bars", NO_BARS, 0}, {"decimals", DECIMALS, 1},
    {"format", FORMAT, 1}, USAGE_OPTIONS, {NULL, 0, 0},
};

static const char *const mode_words[] = {"ordered", "strict", "any", NULL};
static const uint32_t modes[] = {LEADLINE_FUNNEL_ORDERED, LEADLINE_FUNNEL_STRICT, LEADLINE_FUNNEL_ANY_ORDER};
static const char *const counting_words[] = {"best", "first", NULL};
static const counting countings[] = {COUNT_BY_BEST, COUNT_BY_FIRST};

/* Percentages like 50,90,99.9 as thousandths. */
static void read_quantiles(question *q, const option_reader *option) {
    const char *at = option->value;
    q->quantile_count = 0;
    for (;;) {
        uint32_t number = 0;
        size_t digits = strspn(at, "0123456789");
        int good = digits > 0 && digits <= 3 && q->quantile_count < QUANTILES_MAX;
        for (size_t i = 0; good && i < digits; i++) number = number * 10 + (uint32_t)(at[i] - '0');
        at += digits;
        number *= 10;
        if (*at == '.') {
            good = good && at[1] >= '0' && at[1] <= '9';
            if (good) number += (uint32_t)(at[1] - '0');
            at += good ? 2 : 1;
        }
        good = good && number <= 1000 && (*at == ',' || *at == '\0');
        if (good && q->quantile_count > 0) good = number > q->quantiles[q->quantile_count - 1];
        if (!good) usage("--quantiles takes up to %d percentages from 0 to 100, each above the one before, like 50,90,99.9; not '%s'", QUANTILES_MAX, option->value);
        q->quantiles[q->quantile_count++] = (uint16_t)number;
        if (*at++ == '\0') return;
    }
}

static void set_stages(funnel *f, const option_reader *option) {
    if (!stages_add(f, option->value)) {
        usage("--stages takes one of %s, alone or with :top or :bottom where it has such a part; not '%s'", stages_names(), option->value);
    }
}

static void set_window(question *q, const option_reader *option) {
    q->window = option->value;
    q->window_us = durations_parse(option->value);
    if (q->window_us == 0) usage("--window takes a length of time like 30d, 36h, 45min, 90s or 2w, not '%s'", option->value);
}

/* Returns 0 for an option of the files. */
static int set_question(funnel *f, const option_reader *option, int id) {
    question *q = &f->question;
    switch (id) {
    case STEPS: steps_add(f, "steps", option->value); return 1;
    case STAGES: set_stages(f, option); return 1;
    case WINDOW: set_window(q, option); return 1;
    case BY: list_split(&f->in.memory, &q->by, option->value); return 1;
    case ENTRY: q->period = period_numbers[option_word(option, period_words)]; return 1;
    case COUNT_BY: q->count_by = countings[option_word(option, counting_words)]; return 1;
    case MODE: q->mode = modes[option_word(option, mode_words)]; return 1;
    case OPEN: q->is_open = 1; return 1;
    case EXCLUDE: steps_add_exclusion(f, option->value); return 1;
    case INTERVAL:
        q->level = option_level(option);
        q->level_text = option->value;
        return 1;
    case TIMES: q->times = 1; return 1;
    case QUANTILES:
        read_quantiles(q, option);
        q->times = 1;
        return 1;
    case EXITS: q->exits = 1; return 1;
    case TOTALS: q->totals = 1; return 1;
    case THREADS: f->threads = (uint32_t)option_number(option, 1, 64); return 1;
    case NO_BARS: q->no_bars = 1; return 1;
    case DECIMALS: q->decimals = (uint32_t)option_number(option, 0, 38); return 1;
    case FORMAT: q->format = option_format(option); return 1;
    default: return ordering_set(&q->order, option, id) || bounds_set(&q->bounds, option, id);
    }
}

void arguments_read(funnel *f, int argc, char **argv) {
    inputs_start(&f->in, "funnel");
    f->question.level = 9500;
    f->question.level_text = "95";
    f->question.decimals = 1;
    option_reader option = option_start("funnel", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        usage_tell(id, help_text);
        if (id == OPTION_FILE) inputs_add_source(&f->in, option.value);
        else if (!set_question(f, &option, id)) inputs_set(&f->in, &option, id);
    }
    inputs_finish(&f->in);
    /* Rows are there to be compared, and only those of first entries can be. */
    int has_keys = f->question.by.count > 0 || (f->question.period != LEADLINE_PERIOD_DEFAULT && f->question.period != LEADLINE_PERIOD_ALL);
    if (f->question.count_by == COUNT_BY_DEFAULT) f->question.count_by = has_keys ? COUNT_BY_FIRST : COUNT_BY_BEST;
    if (f->in.source_count == 0) usage("no FILE is given; use - to read standard input, or --help");
    if (f->question.step_count == 0) usage("which steps? Say --steps click,'lead|enquiry',sale, or --stages with one of %s", stages_names());
}
