/*
 * inputs_fault.c - why a file could not be read, on one line, and what to do about it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "inputs.h"

#define HEADER_SHOWN 160

void fault_say(const char *path, const char *what) {
    fprintf(stderr, "%s: ", usage_program);
    text_print_plain(stderr, path);
    fprintf(stderr, ": %s\n", what);
}

static const char *what_is_wrong(leadline_status reason) {
    switch (reason) {
    case LEADLINE_CSV_SYNTAX: return "a quote out of place, or never closed";
    case LEADLINE_CSV_FIELDS: return "the row has too few fields";
    case LEADLINE_CSV_TIME: return "not a time";
    case LEADLINE_CSV_NUMBER: return "not a number, or too large";
    case LEADLINE_CSV_DECIMALS: return "too many decimals";
    case LEADLINE_CSV_KIND: return "not a kind";
    case LEADLINE_CSV_EMPTY: return "empty";
    case LEADLINE_FACT_CURRENCY: return "a currency without a rate at this time";
    default: return leadline_status_text(reason); /* of a fact */
    }
}

static int is_count(const settings *s, const char *column) {
    for (size_t i = 0; i < s->field_count; i++) {
        uint32_t use = s->fields[i].use;
        if ((use == LEADLINE_FIELD_COUNT || use == LEADLINE_FIELD_MEASURE_COUNT) && fields_ask_for(&s->fields[i], column)) return 1;
    }
    return 0;
}

static int is_time(const settings *s, const char *column) {
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].use == LEADLINE_FIELD_TIME && fields_ask_for(&s->fields[i], column)) return 1;
    }
    return 0;
}

static void print_advice(const settings *s, leadline_status reason, const char *column, const char *text) {
    switch (reason) {
    case LEADLINE_CSV_TIME:
        if (s->time_format != NULL) fprintf(stderr, "; it was read by --time-format '%s'", s->time_format);
        else fputs("; ISO 8601 was expected, --time-format says otherwise", stderr);
        break;
    case LEADLINE_CSV_NUMBER:
        if (strchr(text, ',') != NULL && !(s->flags & LEADLINE_CSV_DECIMAL_COMMA)) {
            fputs("; --decimal-comma or --thousands , says what the comma is", stderr);
        } else if (strlen(text) > 9 && strspn(text, "-0123456789.") == strlen(text)) {
            fputs(is_count(s, column) ? "; a count is at most 2^32" : "; a lower --scale leaves room for larger amounts", stderr);
        }
        break;
    case LEADLINE_CSV_DECIMALS:
        fputs(is_count(s, column) ? "; counts are whole, --round makes them so" : "; keep more with --scale, or say how to --round",
              stderr);
        break;
    case LEADLINE_CSV_KIND: fputs("; say what it means with --map VALUE=KIND, or leave it out with --ignore COL=VALUE", stderr); break;
    case LEADLINE_CSV_EMPTY:
        fputs("; --ignore COL= leaves such rows out", stderr);
        if (is_time(s, column)) fputs(", --at TIME gives them a time", stderr);
        break;
    case LEADLINE_CSV_FIELDS: fputs("; is the --delimiter right? --skip-invalid leaves such rows out", stderr); break;
    case LEADLINE_FACT_CURRENCY:
        fputs("; give one with --rate CURRENCY=RATE or CURRENCY=RATE@DATE; --in CURRENCY names the answer's own", stderr);
        break;
    default: break;
    }
}

/* For a column that is missing: what the line in its place holds, and whether another delimiter is in it. */
static void print_header(const settings *s, const char *head, size_t size) {
    static const char others[] = ",\t;|";
    const char *end = head + size;
    if (size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) head += 3;
    for (uint64_t i = 0; i < s->skip_lines && head < end; i++) {
        const char *newline = memchr(head, '\n', (size_t)(end - head));
        head = newline != NULL ? newline + 1 : end;
    }
    size_t line = 0;
    while (head + line < end && head[line] != '\n' && head[line] != '\r') line++;
    char delimiter = s->delimiter != '\0' ? s->delimiter : ',';
    if (line > 0 && memchr(head, delimiter, line) == NULL) {
        for (const char *other = others; *other != '\0'; other++) {
            if (memchr(head, *other, line) == NULL) continue;
            fprintf(stderr, "; is it --delimiter '%s'?", *other == '\t' ? "tab" : (const char[]){*other, '\0'});
            break;
        }
    }
    fputs("; the line reads: ", stderr);
    text_print(stderr, head, line < HEADER_SHOWN ? line : HEADER_SHOWN);
    if (line > HEADER_SHOWN) fputs(" ...", stderr);
}

/* The line and column, behind the file's name. */
static void print_place(const leadline_csv_result *result) {
    if (result->first_line > 0) fprintf(stderr, ":%llu", (unsigned long long)result->first_line);
    if (result->first_column_name[0] != '\0') {
        fputs(": column ", stderr);
        text_print_plain(stderr, result->first_column_name);
    } else if (result->first_column > 0) {
        fprintf(stderr, ": column %u", (unsigned)result->first_column);
    }
}

/* A column that is missing may have been meant for another file. */
static void print_origin(const settings *s, const char *column) {
    for (size_t i = 0; i < s->field_count; i++) {
        const field *f = &s->fields[i];
        if (f->group == s->group || !fields_ask_for(f, column)) continue;
        fprintf(stderr, "; --%s ", f->option);
        text_print_plain(stderr, f->argument);
        fputs(" still holds from an earlier file", stderr);
        return;
    }
}

static void print_what(const leadline_csv_result *result, leadline_status reason) {
    fprintf(stderr, ": %s", what_is_wrong(reason));
    if (result->first_text[0] != '\0') {
        fputs(": '", stderr);
        text_print_plain(stderr, result->first_text);
        fputs("'", stderr);
    }
}

void fault_print(const char *path, const settings *s, const leadline_csv_result *result, leadline_status status, const char *head,
                 size_t head_size) {
    fprintf(stderr, "%s: ", usage_program);
    text_print_plain(stderr, path);
    print_place(result);
    if (status == LEADLINE_CSV_COLUMN) {
        fputs(": there is no such column", stderr);
        print_origin(s, result->first_column_name);
        if (head != NULL && !(s->flags & LEADLINE_CSV_NO_HEADER)) print_header(s, head, head_size);
    } else {
        print_what(result, status);
        print_advice(s, status, result->first_column_name, result->first_text);
    }
    fputc('\n', stderr);
}

void fault_note(const char *path, const leadline_csv_result *result) {
    fprintf(stderr, "%s: ", usage_program);
    text_print_plain(stderr, path);
    print_place(result);
    print_what(result, result->first_reason);
    fprintf(stderr, "; %llu of %llu rows left out, this one first\n", (unsigned long long)result->rejected,
            (unsigned long long)result->rows);
}
