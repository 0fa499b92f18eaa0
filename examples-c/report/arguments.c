/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

#include <stdarg.h>

enum {
    TIME = 1, KIND, AMOUNT, COUNT, PERSON, ACCOUNT, ID, REF, DIMENSION, MEASURE, CURRENCY, MAP, NAMES, RATE, IN, PRICES,
    DELIMITER, NO_HEADER, HEADER, SKIP_LINES, TIME_FORMAT, TIMEZONE, AT, DECIMAL_COMMA, DECIMAL_POINT, THOUSANDS, IGNORE,
    FOLD_CASE, KEEP_CASE, SCALE, ROUND, SKIP_INVALID, REFUSE_INVALID, RESTATE,
    BY, PERIOD, WHERE, FROM, TO, AS_OF, INDICATORS, DEFINE, NO_VANITY, COMPARE, TARGET, HEALTH, ALERTS, INTERVAL, ORDER, LIMIT, TOTALS, PERCENT,
    DECIMALS, FORMAT, DESCRIBE, HELP, VERSION
};

static const option_spec specs[] = {
    {"time", TIME, 1}, {"kind", KIND, 1}, {"amount", AMOUNT, 1}, {"count", COUNT, 1}, {"person", PERSON, 1},
    {"account", ACCOUNT, 1}, {"id", ID, 1}, {"ref", REF, 1}, {"dimension", DIMENSION, 1}, {"measure", MEASURE, 1},
    {"currency", CURRENCY, 1}, {"map", MAP, 1}, {"names", NAMES, 1}, {"rate", RATE, 1}, {"in", IN, 1}, {"prices", PRICES, 1},
    {"delimiter", DELIMITER, 1}, {"no-header", NO_HEADER, 0}, {"header", HEADER, 0}, {"skip-lines", SKIP_LINES, 1},
    {"time-format", TIME_FORMAT, 1}, {"timezone", TIMEZONE, 1}, {"at", AT, 1}, {"decimal-comma", DECIMAL_COMMA, 0},
    {"decimal-point", DECIMAL_POINT, 0}, {"thousands", THOUSANDS, 1}, {"ignore", IGNORE, 1}, {"fold-case", FOLD_CASE, 0},
    {"keep-case", KEEP_CASE, 0}, {"scale", SCALE, 1}, {"round", ROUND, 1}, {"skip-invalid", SKIP_INVALID, 0},
    {"refuse-invalid", REFUSE_INVALID, 0}, {"restate", RESTATE, 1},
    {"by", BY, 1}, {"period", PERIOD, 1}, {"where", WHERE, 1}, {"from", FROM, 1}, {"to", TO, 1}, {"as-of", AS_OF, 1},
    {"indicators", INDICATORS, 1}, {"define", DEFINE, 1}, {"no-vanity", NO_VANITY, 0}, {"compare", COMPARE, 1}, {"target", TARGET, 1},
    {"health", HEALTH, 1}, {"alerts", ALERTS, 0},
    {"interval", INTERVAL, 1}, {"order", ORDER, 1}, {"limit", LIMIT, 1}, {"totals", TOTALS, 0}, {"percent", PERCENT, 0},
    {"decimals", DECIMALS, 1}, {"format", FORMAT, 1}, {"describe", DESCRIBE, 1}, {"help", HELP, 0}, {"version", VERSION, 0}, {NULL, 0, 0},
};

static const char *const period_words[] = {"all", "hour", "day", "week", "month", "quarter", "year", NULL};
static const uint32_t periods[] = {LEADLINE_PERIOD_ALL, LEADLINE_PERIOD_HOUR, LEADLINE_PERIOD_DAY, LEADLINE_PERIOD_WEEK,
                                   LEADLINE_PERIOD_MONTH, LEADLINE_PERIOD_QUARTER, LEADLINE_PERIOD_YEAR};
static const char *const round_words[] = {"toward-zero", "half-away", "half-even", "floor", "ceiling", NULL};
static const uint32_t roundings[] = {LEADLINE_ROUND_TOWARD_ZERO, LEADLINE_ROUND_HALF_AWAY, LEADLINE_ROUND_HALF_EVEN,
                                     LEADLINE_ROUND_FLOOR, LEADLINE_ROUND_CEILING};
static const char *const format_words[] = {"table", "csv", "json", NULL};
static const char *const compare_words[] = {"previous", "year", "weekdays", NULL};
static const comparison comparisons[] = {COMPARE_PREVIOUS, COMPARE_YEAR, COMPARE_WEEKDAYS};
static const char *const delimiter_words[] = {"comma", "tab", "\\t", "semicolon", "pipe", "space", NULL};
static const char delimiters[] = {',', '\t', '\t', ';', '|', ' '};

/* What `generate` writes, read like any other file. */
static const char *const demo_arguments[] = {"--time", "time", "--kind", "kind", "--dimension", "channel", "--dimension", "campaign",
                                             "--person", "person", "--id", "id", "--ref", "ref", "--count", "count", "--amount", "amount"};
static const char *const demo_columns[] = {"impressions", "clicks", "ctr", "cpc", "leads",
                                           "cpl", "sales", "cost_per_order", "revenue", "roas"};

void usage(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("report: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_USAGE);
}

/* The index of the option's value among `words`. */
static size_t option_word(const option_reader *option, const char *const *words) {
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(option->value, words[i]) == 0) return i;
    }
    fprintf(stderr, "report: --%s takes one of", option->name);
    for (size_t i = 0; words[i] != NULL; i++) fprintf(stderr, "%s %s", i == 0 ? "" : ",", words[i]);
    fprintf(stderr, "; not '%s'\n", option->value);
    exit(EXIT_USAGE);
}

static char option_character(const option_reader *option) {
    if (strlen(option->value) > 1) usage("--%s takes one character, not '%s'", option->name, option->value);
    return option->value[0];
}

/* Adds what stands between commas; those inside brackets belong to an expression. */
static void split(report *r, const char *text, text_list *list) {
    int depth = 0;
    const char *start = text;
    for (const char *at = text;; at++) {
        if (*at == '(') depth++;
        if (*at == ')') depth--;
        if (*at != '\0' && (*at != ',' || depth > 0)) continue;
        const char *end = at;
        while (start < end && *start == ' ') start++;
        while (end > start && end[-1] == ' ') end--;
        if (end > start) list_add(&r->memory, list, arena_text(&r->memory, start, (size_t)(end - start)));
        if (*at == '\0') return;
        start = at + 1;
    }
}

static void add_filter(report *r, const option_reader *option) {
    question *q = &r->question;
    const char *equals = strchr(option->value, '=');
    if (equals == NULL || equals == option->value) usage("--where takes DIMENSION=NAME, like channel=email, not '%s'", option->value);
    const char *dimension = arena_text(&r->memory, option->value, (size_t)(equals - option->value));
    size_t i = 0;
    while (i < q->filter_count && strcmp(q->filters[i].dimension, dimension) != 0) i++;
    if (i == q->filter_count) {
        q->filters = arena_grow(&r->memory, q->filters, q->filter_count, sizeof *q->filters);
        q->filter_count++;
        memset(&q->filters[i], 0, sizeof q->filters[i]);
        q->filters[i].struct_size = sizeof q->filters[i];
        q->filters[i].dimension = dimension;
    }
    text_list names = {(const char **)q->filters[i].names, q->filters[i].name_count};
    list_add(&r->memory, &names, equals + 1);
    q->filters[i].names = names.items;
    q->filters[i].name_count = names.count;
}

static void rates_add(report *r, const option_reader *option) {
    const char *equals = strchr(option->value, '=');
    const char *at = equals != NULL ? strchr(equals, '@') : NULL;
    if (equals == NULL || equals == option->value || equals[1] == '\0' || equals + 1 == at) {
        usage("--rate takes CURRENCY=RATE or CURRENCY=RATE@DATE, like USD=0.92@2024-01-01, not '%s'", option->value);
    }
    dated_rate made = {option->value, NULL, NULL, NULL};
    made.currency = arena_text(&r->memory, option->value, (size_t)(equals - option->value));
    made.rate = at != NULL ? arena_text(&r->memory, equals + 1, (size_t)(at - equals - 1)) : equals + 1;
    if (at != NULL) made.date = at + 1;
    r->rates = arena_grow(&r->memory, r->rates, r->rate_count, sizeof *r->rates);
    r->rates[r->rate_count++] = made;
}

/* A level like 95 or 99.9, in hundredths of a percent. */
static uint32_t option_level(const option_reader *option) {
    const char *at = option->value;
    uint32_t level = 0;
    int digits = 0, decimals = -1;
    for (; decimals < 2 && digits < 6 && ((*at >= '0' && *at <= '9') || (*at == '.' && decimals < 0)); at++, digits++) {
        if (*at != '.') level = level * 10 + (uint32_t)(*at - '0');
        if (*at == '.' || decimals >= 0) decimals++;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++) level *= 10;
    if (*at != '\0' || decimals == 0 || level < 5000 || level > 9999) usage("--%s takes a level in percent from 50 on, like 95 or 99.9, not '%s'", option->name, option->value);
    return level;
}

static void set_reading(report *r, settings *s, const option_reader *option, int id) {
    size_t word;
    switch (id) {
    case DELIMITER:
        if (strlen(option->value) == 1) {
            s->delimiter = option->value[0];
            s->flags &= ~LEADLINE_CSV_COLLAPSE;
            break;
        }
        word = option_word(option, delimiter_words);
        s->delimiter = delimiters[word];
        s->flags = s->delimiter == ' ' ? s->flags | LEADLINE_CSV_COLLAPSE : s->flags & ~LEADLINE_CSV_COLLAPSE;
        break;
    case NO_HEADER: s->flags |= LEADLINE_CSV_NO_HEADER; break;
    case HEADER: s->flags &= ~LEADLINE_CSV_NO_HEADER; break;
    case SKIP_LINES: s->skip_lines = option_number(option, 0, UINT64_MAX / 2); break;
    case TIME_FORMAT: s->time_format = option->value[0] != '\0' ? option->value : NULL; break;
    case TIMEZONE:
        s->time_zone = option->value;
        if (r->zone == NULL) r->zone = option->value;
        break;
    case AT: s->at = option->value[0] != '\0' ? option->value : NULL; break;
    case DECIMAL_COMMA: s->flags |= LEADLINE_CSV_DECIMAL_COMMA; break;
    case DECIMAL_POINT: s->flags &= ~LEADLINE_CSV_DECIMAL_COMMA; break;
    case THOUSANDS: s->thousands = option_character(option); break;
    case FOLD_CASE: s->flags |= LEADLINE_CSV_FOLD_CASE; break;
    case KEEP_CASE: s->flags &= ~LEADLINE_CSV_FOLD_CASE; break;
    case ROUND: s->rounding = roundings[option_word(option, round_words)]; break;
    case SKIP_INVALID: s->flags |= LEADLINE_CSV_SKIP_INVALID; break;
    case REFUSE_INVALID: s->flags &= ~LEADLINE_CSV_SKIP_INVALID; break;
    case RESTATE: s->restate = option->value[0] != '\0' ? option->value : NULL; break;
    case MAP: fields_add_map(r, s, option); break;
    case NAMES: fields_add_names(r, s, option); break;
    default: break;
    }
}

/* Returns 0 for an option that asks nothing. */
static int set_question(report *r, const option_reader *option, int id) {
    question *q = &r->question;
    switch (id) {
    case BY:
        q->by_given = 1;
        split(r, option->value, &q->by);
        return 1;
    case PERIOD: q->period = periods[option_word(option, period_words)]; return 1;
    case WHERE: add_filter(r, option); return 1;
    case FROM: q->from = option->value; return 1;
    case TO: q->to = option->value; return 1;
    case AS_OF: q->as_of = option->value; return 1;
    case INDICATORS: split(r, option->value, &q->columns); return 1;
    case DEFINE: define_add(r, option); return 1;
    case RATE: rates_add(r, option); return 1;
    case IN: r->currency = option->value; return 1;
    case PRICES: list_add(&r->memory, &r->prices, option->value); return 1;
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
    case ORDER: split(r, option->value, &q->order); return 1;
    case LIMIT: q->limit = option_number(option, 1, UINT64_MAX); return 1;
    case TOTALS: q->totals = 1; return 1;
    case PERCENT: q->style.percent = 1; return 1;
    case DECIMALS:
        q->decimals_given = 1;
        q->style.decimals = (uint32_t)option_number(option, 0, 38);
        return 1;
    case FORMAT: q->format = (output_format)option_word(option, format_words); return 1;
    default: return 0;
    }
}

static uint32_t field_use(int id) {
    switch (id) {
    case TIME: return LEADLINE_FIELD_TIME;
    case KIND: return LEADLINE_FIELD_KIND;
    case AMOUNT: return LEADLINE_FIELD_AMOUNT;
    case COUNT: return LEADLINE_FIELD_COUNT;
    case PERSON: return LEADLINE_FIELD_PERSON;
    case ACCOUNT: return LEADLINE_FIELD_ACCOUNT;
    case ID: return LEADLINE_FIELD_ID;
    case REF: return LEADLINE_FIELD_REF;
    case DIMENSION: return LEADLINE_FIELD_DIMENSION;
    case MEASURE: return LEADLINE_FIELD_MEASURE_COUNT;
    case CURRENCY: return LEADLINE_FIELD_CURRENCY;
    case IGNORE: return LEADLINE_FIELD_IGNORE;
    default: return 0;
    }
}

static void add_source(report *r, const char *path, settings *s) {
    r->sources = arena_grow(&r->memory, r->sources, r->source_count, sizeof *r->sources);
    r->sources[r->source_count].path = path;
    r->sources[r->source_count].settings = *s;
    r->source_count++;
}

/* Without a file: a million generated facts, compared by channel. What was asked on the command line stands. */
static void add_demo(report *r, settings *s) {
    question *q = &r->question;
    for (size_t i = 0; i < sizeof demo_arguments / sizeof *demo_arguments; i += 2) {
        option_reader option = {"report", specs, NULL, 0, 0, 0, demo_arguments[i] + 2, demo_arguments[i + 1]};
        const option_spec *spec = specs;
        while (strcmp(spec->name, option.name) != 0) spec++;
        fields_set(r, s, field_use(spec->id), &option);
    }
    add_source(r, NULL, s);
    if (!q->by_given) list_add(&r->memory, &q->by, "channel");
    q->by_given = 1;
    if (q->columns.count > 0 || q->alerts) return;
    q->are_defaults = 1;
    for (size_t i = 0; i < sizeof demo_columns / sizeof *demo_columns; i++) list_add(&r->memory, &q->columns, demo_columns[i]);
    if (q->order.count == 0) list_add(&r->memory, &q->order, "-revenue");
    q->totals = 1;
    q->style.percent = 1;
}

void arguments_read(report *r, int argc, char **argv) {
    settings now;
    memset(&now, 0, sizeof now);
    /* What platforms export for "nothing" is an empty field or dashes. */
    now.flags = LEADLINE_CSV_EMPTY_ABSENT | LEADLINE_CSV_DASHES_ABSENT;
    r->scale = LEADLINE_MAX_MONEY_SCALE + 1;
    r->question.style.decimals = 2;
    int behind_file = 0;       /* the last argument but options of the question was a file */
    const char *dangling = NULL; /* an option that no file has followed yet */

    option_reader option = option_start("report", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        if (id == OPTION_FILE) {
            add_source(r, option.value, &now);
            behind_file = 1;
            dangling = NULL;
        } else if (id == HELP) {
            for (size_t i = 0; help_text[i] != NULL; i++) fputs(help_text[i], stdout);
            exit(0);
        } else if (id == VERSION) {
            printf("report with leadline %s\n", leadline_version_text());
            exit(0);
        } else if (id == SCALE) {
            uint32_t scale = (uint32_t)option_number(&option, 0, LEADLINE_MAX_MONEY_SCALE);
            if (r->scale > LEADLINE_MAX_MONEY_SCALE || scale > r->scale) r->scale = scale;
        } else if (!set_question(r, &option, id)) {
            dangling = option.name;
            now.given = now.given || id != TIMEZONE;
            uint32_t use = field_use(id);
            if (use == 0) {
                set_reading(r, &now, &option, id);
                continue;
            }
            if (behind_file) now.group++;
            behind_file = 0;
            fields_set(r, &now, use, &option);
        }
    }
    if (r->scale > LEADLINE_MAX_MONEY_SCALE) r->scale = LEADLINE_MAX_MONEY_SCALE;
    if (r->describe != NULL) {
        r->source_count = 0;
        return;
    }
    if (r->source_count > 0 && dangling != NULL) usage("--%s stands behind the last FILE; it holds for files behind it", dangling);
    if (r->source_count > 0) return;
    if (now.given) usage("no FILE is given, but --%s; use - to read standard input, or --help", dangling);
    add_demo(r, &now);
}
