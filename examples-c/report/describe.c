/*
 * describe.c - what the library says of its measures and indicators.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

static const char *direction_text(uint32_t direction) {
    switch (direction) {
    case LEADLINE_DIRECTION_UP: return "up: larger is better";
    case LEADLINE_DIRECTION_DOWN: return "down: smaller is better";
    default: return "none: neither is better as such";
    }
}

static const char *family_text(uint32_t family) {
    switch (family) {
    case LEADLINE_FAMILY_TACTICAL: return "tactical";
    case LEADLINE_FAMILY_STRATEGIC: return "strategic";
    case LEADLINE_FAMILY_WEB: return "web";
    case LEADLINE_FAMILY_BUSINESS: return "business";
    default: return "";
    }
}

/* One that the user defined has no words for its unit. */
static const char *unit_text(const leadline_indicator_info *info) {
    if (info->unit_text[0] != '\0') return info->unit_text;
    switch (info->unit) {
    case LEADLINE_UNIT_MONEY: return "money";
    case LEADLINE_UNIT_SECONDS: return "seconds";
    case LEADLINE_UNIT_POINTS: return "points";
    case LEADLINE_UNIT_COUNT: return "count";
    case LEADLINE_UNIT_RATIO: return "ratio";
    case LEADLINE_UNIT_MONEY_PER_COUNT: return "money per count";
    case LEADLINE_UNIT_SECONDS_PER_COUNT: return "seconds per count";
    case LEADLINE_UNIT_POINTS_PER_COUNT: return "points per count";
    default: return "other";
    }
}

static void print_line(const char *what, const char *text) {
    printf("  %-12s ", what);
    text_print_plain(stdout, text[0] != '\0' ? text : "-");
    putchar('\n');
}

static void print_one(const leadline_indicator_info *info) {
    const char *sort = info->flags & LEADLINE_INDICATOR_ELSEWHERE   ? "indicator that no report has"
                       : info->flags & LEADLINE_INDICATOR_MEASURE   ? "measure"
                       : info->flags & LEADLINE_INDICATOR_PARAMETER ? "parameter, --define gives it another formula"
                       : info->flags & LEADLINE_INDICATOR_CUSTOM    ? "indicator of --define"
                                                                    : "indicator";
    puts(info->id);
    print_line("what", sort);
    print_line("aliases", info->aliases);
    print_line("formula", info->formula);
    print_line("unit", unit_text(info));
    print_line("direction", direction_text(info->direction));
    print_line("family", family_text(info->family));
    print_line("vanity", info->flags & LEADLINE_INDICATOR_VANITY ? "yes: it looks good and steers nothing" : "no");
    print_line("description", info->description);
    if (info->function[0] != '\0') print_line("answered by", info->function);
    if (info->benchmark[0] != '\0') print_line("benchmark", info->benchmark);
}

static void print_all(report *r) {
    arena memory = {NULL};
    grid lines = grid_start(&memory, 3, 3);
    for (size_t i = 0; i < leadline_indicator_count(r->in.engine); i++) {
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        CHECK(leadline_indicator_at(r->in.engine, i, &info));
        grid_add_text(&lines, info.id);
        grid_add_text(&lines, unit_text(&info));
        const char *text = info.description[0] != '\0' ? info.description : info.formula;
        int is_elsewhere = (info.flags & LEADLINE_INDICATOR_ELSEWHERE) != 0;
        grid_add_text(&lines, is_elsewhere ? columns_text(r, columns_text(r, text, " (", info.function), ")", "") : text);
    }
    grid_print(stdout, &lines);
    arena_free(&memory);
}

void describe(report *r) {
    if (strcmp(r->describe, "all") == 0) {
        print_all(r);
        return;
    }
    if (strcmp(r->describe, "alerts") == 0) {
        alerts_list(r);
        return;
    }
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    if (leadline_indicator_find(r->in.engine, r->describe, &info) != LEADLINE_OK) {
        if (alerts_describe(r, r->describe)) return;
        const char *best = suggest_indicators(r, r->describe);
        usage("--describe: no measure or indicator is called '%s'%s%s%s", r->describe, best != NULL ? "; did you mean " : "",
              best != NULL ? best : "", best != NULL ? "?" : "; --describe all lists them");
    }
    print_one(&info);
}
