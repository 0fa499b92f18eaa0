/*
 * paths.c - files of paths that were counted elsewhere: a path, how often it led to the outcome, what that was worth, and how often
 * it led to nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

#include "feeder.h"

#include <errno.h>

#define PATHS_SIZE_MAX ((size_t)1 << 32)
#define COLUMNS_MAX 4096

enum { COLUMN_PATH, COLUMN_CONVERSIONS, COLUMN_VALUE, COLUMN_LOST, COLUMNS };

/* ---- What may be asked ---- */

void paths_set(attribute *a, const option_reader *option, const char **column) {
    a->paths.said = option->name;
    *column = option->value;
}

void paths_check(attribute *a) {
    question *q = &a->question;
    path_reading *p = &a->paths;
    if (!p->is_on) {
        if (p->said != NULL) usage("--%s is of counted paths; say --paths", p->said);
        return;
    }
    const struct {
        int is_there;
        const char *option;
    } others[] = {
        {q->touches.count > 0, "window, --touch or --exclude"}, {q->roles != QUESTION_ALL_ROLES, "touches"}, {q->outcome_flags != 0 || q->gap_us != 0, "first, --anew, --gap or --outcome-is-touch"},
        {q->by.count > 0, "by"}, {q->period != LEADLINE_PERIOD_DEFAULT || (q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH) != 0, "period"},
        {q->from != NULL || q->to != NULL || q->as_of != NULL, "from, --to or --as-of"}, {q->cost != NULL || q->activity != NULL, "cost or --activity"},
        {q->outcome_count > 1, "outcome"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].is_there) usage("--paths: counted paths have no facts, so there is no --%s%s", others[i].option, i + 1 == sizeof others / sizeof *others ? " but one name" : "");
    }
    for (size_t i = 0; i < a->in.source_count; i++) {
        const settings *s = &a->in.sources[i].settings;
        if (s->field_count > 0) usage("--paths: counted paths have no facts, so there is no --%s", s->fields[0].option);
        if (s->flags & LEADLINE_CSV_NO_HEADER) usage("--paths wants a header that names the columns");
    }
    if (q->outcome_count == 1 && (q->outcomes[0].filter_count > 0 || strchr(q->outcomes[0].kinds, '|') != NULL)) {
        usage("--paths: of counted paths --outcome is a name");
    }
    if (q->direct != NULL && q->direct_filter.dimension == NULL) q->direct_filter.dimension = "key";
}

/* ---- Rows ---- */

typedef struct path_file {
    const char *name;
    char *at;         /* what is not yet read */
    uint64_t line;
    char delimiter;
    size_t places[COLUMNS]; /* from 1; 0: there is none */
    const char *columns[COLUMNS];
} path_file;

static int fail(const path_file *f, int column, const char *what, const char *text) {
    fprintf(stderr, "%s: ", usage_program);
    text_print_plain(stderr, f->name);
    fprintf(stderr, ":%llu", (unsigned long long)f->line);
    if (column >= 0) {
        fputs(": column ", stderr);
        text_print_plain(stderr, f->columns[column]);
    }
    fprintf(stderr, ": %s", what);
    if (text != NULL) {
        fputs(": '", stderr);
        text_print_plain(stderr, text);
        fputs("'", stderr);
    }
    fputc('\n', stderr);
    return EXIT_INPUT;
}

/* Cuts the next line off; NULL at the end. */
static char *next_line(path_file *f) {
    char *line = f->at;
    if (*line == '\0') return NULL;
    size_t size = strcspn(line, "\n");
    f->at = line + size + (line[size] == '\n');
    line[size] = '\0';
    if (size > 0 && line[size - 1] == '\r') line[size - 1] = '\0';
    f->line++;
    return line;
}

static int read_header(const attribute *a, path_file *f) {
    const path_reading *p = &a->paths;
    const char *const asked[COLUMNS] = {p->path, p->conversions, p->value, p->lost};
    static const char *const usual[COLUMNS] = {"path", "total_conversions", "total_conversion_value", "total_null"};
    char *line = next_line(f);
    const char *whole = line != NULL ? arena_text((arena *)&a->in.memory, line, strlen(line)) : "";
    for (int c = 0; c < COLUMNS; c++) f->columns[c] = asked[c] != NULL ? asked[c] : usual[c];
    for (size_t place = 1; line != NULL && place <= COLUMNS_MAX; place++) {
        int is_last = line[0] == '\0';
        const char *name = names_field(&line, f->delimiter);
        for (int c = 0; c < COLUMNS && !is_last; c++) {
            if (f->places[c] == 0 && strcmp(name, f->columns[c]) == 0) f->places[c] = place;
        }
        if (is_last) break;
    }
    for (int c = 0; c < COLUMNS; c++) {
        if (f->places[c] > 0 || (c >= COLUMN_VALUE && asked[c] == NULL)) continue;
        const char *advice = f->delimiter == ',' && strchr(whole, ';') != NULL ? "there is no such column; is it --delimiter ';'? The line reads" : "there is no such column; the line reads";
        return fail(f, c, advice, whole);
    }
    return 0;
}

/* A count; 0 if it is none. Empty is 0. */
static int read_count(const char *text, uint64_t *count) {
    *count = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (*count > UINT64_MAX / 100) return 0;
        *count = *count * 10 + (uint64_t)(*text - '0');
    }
    return *text == '\0';
}

/* Ten times a number of at most 37 digits, and a digit more. */
static void add_digit(leadline_int128 *number, unsigned digit) {
    uint64_t low = (number->low & 0xFFFFFFFFu) * 10 + digit, high = (number->low >> 32) * 10 + (low >> 32);
    number->low = high << 32 | (low & 0xFFFFFFFFu);
    number->high = number->high * 10 + (int64_t)(high >> 32);
}

/* An amount in units of the engine's last decimal. Returns what is wrong with it, or NULL. Empty is 0. */
static const char *read_amount(const attribute *a, const settings *s, const char *text, int64_t *amount) {
    char point = s->flags & LEADLINE_CSV_DECIMAL_COMMA ? ',' : '.';
    int is_less = *text == '-', is_behind = 0, digits = 0;
    uint32_t decimals = 0, needed = 0;
    leadline_int128 sum = {0, 0}, unit = {1, 0}, rounded = {0, 0};
    for (text += is_less; *text != '\0'; text++) {
        if (*text == point && !is_behind) {
            is_behind = 1;
            continue;
        }
        if (*text < '0' || *text > '9') return "not an amount";
        if (++digits > 36) return "too many digits";
        add_digit(&sum, (unsigned)(*text - '0'));
        if (!is_behind) continue;
        add_digit(&unit, 0);
        decimals++;
        if (*text != '0') needed = decimals;
    }
    if (needed > a->in.scale && s->rounding == LEADLINE_ROUND_NONE) return "too many decimals; say how to --round";
    if (is_less) {
        sum.low = ~sum.low + 1;
        sum.high = ~sum.high + (sum.low == 0);
    }
    uint32_t mode = s->rounding != LEADLINE_ROUND_NONE ? s->rounding : LEADLINE_ROUND_HALF_EVEN;
    leadline_status status = leadline_ratio_round(sum, unit, a->in.scale, mode, &rounded);
    int is_large = rounded.high != (rounded.low >> 63 != 0 ? -1 : 0);
    if (status != LEADLINE_OK || is_large) return "too large; a lower --scale leaves room for larger amounts";
    *amount = rounded.high < 0 ? -(int64_t)(~rounded.low) - 1 : (int64_t)rounded.low;
    return NULL;
}

static int add_row(attribute *a, const settings *s, const path_file *f, char *line) {
    path_reading *p = &a->paths;
    arena *memory = &a->in.memory;
    char *fields[COLUMNS] = {"", "", "", ""};
    uint64_t conversions = 0, lost = 0;
    int64_t value = 0;
    for (size_t place = 1; place <= COLUMNS_MAX; place++) {
        int is_last = *line == '\0';
        char *text = names_field(&line, f->delimiter);
        for (int c = 0; c < COLUMNS; c++) {
            if (f->places[c] == place) fields[c] = text;
        }
        if (is_last) break;
    }
    if (!read_count(fields[COLUMN_CONVERSIONS], &conversions)) return fail(f, COLUMN_CONVERSIONS, "not a count", fields[COLUMN_CONVERSIONS]);
    if (!read_count(fields[COLUMN_LOST], &lost)) return fail(f, COLUMN_LOST, "not a count", fields[COLUMN_LOST]);
    const char *wrong = read_amount(a, s, fields[COLUMN_VALUE], &value);
    if (wrong != NULL) return fail(f, COLUMN_VALUE, wrong, fields[COLUMN_VALUE]);
    p->texts = arena_grow(memory, p->texts, p->count, sizeof *p->texts);
    p->outcomes = arena_grow(memory, p->outcomes, p->count, sizeof *p->outcomes);
    p->values = arena_grow(memory, p->values, p->count, sizeof *p->values);
    p->losses = arena_grow(memory, p->losses, p->count, sizeof *p->losses);
    p->texts[p->count] = fields[COLUMN_PATH];
    p->outcomes[p->count] = conversions;
    p->values[p->count] = value;
    p->losses[p->count++] = lost;
    return 0;
}

/* ---- Files ---- */

/* All that a file holds, with a NUL behind it; NULL after a failure, which has been said. */
static char *read_whole(attribute *a, const char *path) {
    feeder f;
    char not_text[FEEDER_TEXT_SIZE], *text = NULL;
    size_t size = 0, room = 0;
    int is_read = feeder_open(&f, path) && feeder_fill(&f), is_text = is_read && !feeder_not_text(&f, not_text);
    if (!is_read) fault_say(f.name, errno != 0 ? strerror(errno) : "out of memory");
    else if (!is_text) fault_say(f.name, not_text);
    while (is_text && f.size > 0) {
        if (size + f.size + 1 > room) {
            room = 2 * (size + f.size + 1);
            char *larger = room < PATHS_SIZE_MAX ? arena_get(&a->in.memory, room) : NULL;
            if (larger == NULL) {
                fault_say(f.name, "is too large for a file of counted paths");
                text = NULL;
                break;
            }
            if (size > 0) memcpy(larger, text, size);
            text = larger;
        }
        memcpy(text + size, f.piece, f.size);
        size += f.size;
        if (feeder_fill(&f)) continue;
        fault_say(f.name, errno != 0 ? strerror(errno) : "cannot be read");
        text = NULL;
        break;
    }
    feeder_close(&f);
    if (text != NULL && memchr(text, '\0', size) != NULL) {
        fault_say(path, "is no text: it has a byte of 0 in it");
        return NULL;
    }
    return text;
}

int paths_read(attribute *a) {
    for (size_t i = 0; i < a->in.source_count; i++) {
        const source *from = &a->in.sources[i];
        const settings *s = &from->settings;
        path_file f;
        memset(&f, 0, sizeof f);
        f.name = strcmp(from->path, "-") == 0 ? "standard input" : from->path;
        f.delimiter = s->delimiter != '\0' ? s->delimiter : ',';
        f.at = read_whole(a, from->path);
        if (f.at == NULL) return EXIT_INPUT;
        if (strncmp(f.at, "\xEF\xBB\xBF", 3) == 0) f.at += 3;
        for (uint64_t skipped = 0; skipped < s->skip_lines && next_line(&f) != NULL; skipped++) continue;
        size_t before = a->paths.count;
        int status = read_header(a, &f);
        for (char *line = next_line(&f); status == 0 && line != NULL; line = next_line(&f)) {
            if (line[0] != '\0') status = add_row(a, s, &f, line);
        }
        if (status != 0) return status;
        if (a->paths.count == before) fault_say(f.name, "has no rows");
    }
    return 0;
}

leadline_status paths_ask(const attribute *a, const leadline_attribution_options *asked, leadline_table **credits, leadline_table **totals, leadline_table **pairs) {
    const path_reading *p = &a->paths;
    leadline_counted_paths paths = LEADLINE_COUNTED_PATHS_INIT;
    leadline_attribution_options options = *asked;
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    const step_item *one = &a->question.outcomes[0];
    paths.paths = p->texts;
    paths.outcomes = p->outcomes;
    paths.values = p->values;
    paths.lost = p->losses;
    paths.count = p->count;
    paths.separator = p->separator;
    outcome.name = one->name != NULL ? one->name : one->kinds;
    options.outcomes = &outcome;
    options.touches = NULL;
    options.touch_count = 0;
    return leadline_attribute_paths(a->in.engine, &paths, &options, credits, totals, pairs);
}
