/*
 * durations.c - lengths of time as people write and read them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "durations.h"

#include "grid.h"

static const struct {
    const char *name;
    int64_t seconds;
} units[] = {{"s", 1}, {"min", 60}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"w", 7 * 86400}};

int64_t durations_parse(const char *text) {
    int64_t total = 0;
    do {
        int64_t number = 0;
        size_t digits = strspn(text, "0123456789"), unit = 0;
        if (digits == 0 || digits > 9) return 0;
        for (; digits > 0; digits--) number = number * 10 + (*text++ - '0');
        size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyz");
        while (unit < sizeof units / sizeof *units && (strlen(units[unit].name) != letters || memcmp(units[unit].name, text, letters) != 0)) unit++;
        if (unit == sizeof units / sizeof *units) return 0;
        text += letters;
        total += number * units[unit].seconds;
        while (*text == ' ') text++;
    } while (*text != '\0' && total < INT64_C(1000000000000));
    return *text == '\0' && total < INT64_C(1000000000000) ? total * 1000000 : 0;
}

/* The two largest units that are not nothing: "3 d 4 h", "5 min 20 s", "2.5 s". */
void durations_format(const cell *seconds, char text[CELL_TEXT_MAX]) {
    static const struct {
        const char *name, *next;
        int64_t seconds, part;
    } steps[] = {{"d", "h", 86400, 3600}, {"h", "min", 3600, 60}, {"min", "s", 60, 1}};
    char number[CELL_TEXT_MAX];
    if (!cell_rounded(seconds, 0, 0, number)) {
        strcpy(text, grid_undefined(seconds->state));
        return;
    }
    int64_t whole = strtoll(number, NULL, 10);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        /* The smaller unit is rounded, so that 59 min 59.9 s are 1 h and not 59 min 60 s. */
        int64_t rounded = (whole + steps[i].part / 2) / steps[i].part * steps[i].part;
        if (rounded < steps[i].seconds) continue;
        int64_t large = rounded / steps[i].seconds, small = rounded % steps[i].seconds / steps[i].part;
        if (small == 0) snprintf(text, CELL_TEXT_MAX, "%lld %s", (long long)large, steps[i].name);
        else snprintf(text, CELL_TEXT_MAX, "%lld %s %lld %s", (long long)large, steps[i].name, (long long)small, steps[i].next);
        return;
    }
    cell_rounded(seconds, cell_is_one(seconds->denominator) ? 0 : 1, 0, number);
    snprintf(text, CELL_TEXT_MAX, "%.40s s", number);
}
