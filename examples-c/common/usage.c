/*
 * usage.c - see usage.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "usage.h"

#include <leadline.h>

#include <stdarg.h>

const char *usage_program = "";

const char *const period_words[] = {"all", "hour", "day", "week", "month", "quarter", "year", NULL};
const uint32_t period_numbers[] = {LEADLINE_PERIOD_ALL, LEADLINE_PERIOD_HOUR, LEADLINE_PERIOD_DAY, LEADLINE_PERIOD_WEEK,
                                   LEADLINE_PERIOD_MONTH, LEADLINE_PERIOD_QUARTER, LEADLINE_PERIOD_YEAR};

void usage(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", usage_program);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_USAGE);
}

void usage_tell(int id, const char *const *help) {
    if (id != USAGE_HELP && id != USAGE_VERSION) return;
    if (id == USAGE_VERSION) printf("%s with leadline %s\n", usage_program, leadline_version_text());
    for (; id == USAGE_HELP && *help != NULL; help++) fputs(*help, stdout);
    exit(0);
}

size_t option_word(const option_reader *option, const char *const *words) {
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(option->value, words[i]) == 0) return i;
    }
    fprintf(stderr, "%s: --%s takes one of", usage_program, option->name);
    for (size_t i = 0; words[i] != NULL; i++) fprintf(stderr, "%s %s", i == 0 ? "" : ",", words[i]);
    fprintf(stderr, "; not '%s'\n", option->value);
    exit(EXIT_USAGE);
}

output_format option_format(const option_reader *option) {
    static const char *const words[] = {"table", "csv", "json", NULL};
    return (output_format)option_word(option, words);
}

uint32_t option_level(const option_reader *option) {
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

size_t list_find(const text_list *list, const char *text) {
    size_t i = 0;
    while (i < list->count && strcmp(list->items[i], text) != 0) i++;
    return i;
}

size_t list_add(arena *memory, text_list *list, const char *text) {
    list->items = arena_grow(memory, list->items, list->count, sizeof *list->items);
    list->items[list->count] = text;
    return list->count++;
}

void list_split(arena *memory, text_list *list, const char *text) {
    int depth = 0;
    char quote = '\0';
    const char *start = text;
    for (const char *at = text;; at++) {
        if (quote != '\0' && *at == quote) quote = '\0';
        else if (quote == '\0' && (*at == '"' || *at == '\'') && strchr(at + 1, *at) != NULL) quote = *at;
        if (*at == '(') depth++;
        if (*at == ')') depth--;
        if (*at != '\0' && (*at != ',' || depth > 0 || quote != '\0')) continue;
        const char *end = at;
        while (start < end && *start == ' ') start++;
        while (end > start && end[-1] == ' ') end--;
        if (end > start) list_add(memory, list, arena_text(memory, start, (size_t)(end - start)));
        if (*at == '\0') return;
        start = at + 1;
    }
}
