/*
 * output.c - the judgement for people and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "leadprice.h"

#include "grid.h"

static const char *verdict_text(uint32_t verdict) {
    static const char *const names[] = {"none", "keep", "watch", "cut", "too few data"};
    return verdict < sizeof names / sizeof *names ? names[verdict] : "unknown";
}

static const char *no_verdict_text(const channel *c) {
    switch (c->verdict.state) {
    case LEADLINE_UNDEFINED_ZERO_DENOMINATOR: return c->leads.low == 0 && c->leads.high == 0 ? "no leads" : "none decided";
    case LEADLINE_NOT_A_PROPORTION: return "more sales than leads";
    default: return leadline_state_name(c->verdict.state);
    }
}

static leadline_value whole(leadline_int128 number) {
    leadline_value value = {number, {1, 0}, LEADLINE_DEFINED, LEADLINE_UNIT_NONE};
    return value;
}

static cell cell_of(const leadline_value *value) {
    cell made = {value->numerator, value->denominator, 0, value->state, 0};
    return made;
}

/* ---- For people ---- */

/* With so many decimals, times 10^power; the verdict says why there is none. */
static const char *value_text(const leadline_value *value, uint32_t decimals, int32_t power, char text[CELL_TEXT_MAX]) {
    cell made = cell_of(value);
    if (value->state != LEADLINE_DEFINED) return "-";
    return cell_rounded(&made, decimals, power, text) ? text : grid_undefined(LEADLINE_OVERFLOW);
}

static void add_value(grid *lines, const leadline_value *value, uint32_t decimals, int32_t power) {
    char text[CELL_TEXT_MAX];
    grid_add_text(lines, value_text(value, decimals, power, text));
}

static void add_whole(grid *lines, leadline_int128 number, uint32_t decimals, int32_t power) {
    leadline_value value = whole(number);
    add_value(lines, &value, decimals, power);
}

static void add_conversion(grid *lines, const channel *c) {
    const leadline_interval *interval = &c->verdict.conversion;
    char text[CELL_TEXT_MAX], line[2 * CELL_TEXT_MAX];
    snprintf(line, sizeof line, "%s%s", value_text(&c->conversion, 2, 2, text), c->conversion.state == LEADLINE_DEFINED ? "%" : "");
    grid_add_text(lines, line);
    snprintf(line, sizeof line, "%.2f%% .. %.2f%%", interval->low * 100, interval->high * 100);
    grid_add_text(lines, c->verdict.state == LEADLINE_DEFINED ? line : "-");
}

static void add_channel(grid *lines, const channel *c) {
    const leadline_channel_verdict *v = &c->verdict;
    grid_add_text(lines, c->name[0] != '\0' ? c->name : "(not set)");
    add_whole(lines, c->spend, 2, -SCALE);
    add_whole(lines, c->leads, 0, 0);
    add_value(lines, &v->cost_per_lead, 2, -SCALE);
    add_conversion(lines, c);
    add_value(lines, &v->allowed, 2, -SCALE);
    add_value(lines, &v->breakeven, 2, -SCALE);
    add_value(lines, &c->max_cpc, 2, -SCALE);
    grid_add_text(lines, v->state == LEADLINE_DEFINED ? verdict_text(v->verdict) : no_verdict_text(c));
    char range[64];
    snprintf(range, sizeof range, "%s .. %s", verdict_text(v->at_low), verdict_text(v->at_high));
    grid_add_text(lines, v->state != LEADLINE_DEFINED ? "-" : v->at_low == v->at_high ? verdict_text(v->at_low) : range);
}

void output_table(const settings *s, const judgement *found) {
    static const char *const headings[] = {"spend", "leads", "a lead costs", "conversion", NULL, "may cost", "brings in",
                                           "a click may cost", "verdict", "over the interval"};
    arena memory = {NULL};
    grid lines = grid_start(&memory, 1 + sizeof headings / sizeof *headings, 1);
    char interval[64], text[4][CELL_TEXT_MAX];
    snprintf(interval, sizeof interval, "%s%% interval", s->level_text);
    grid_add_text(&lines, s->by);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) grid_add_text(&lines, headings[i] != NULL ? headings[i] : interval);
    for (size_t i = 0; i < found->count; i++) add_channel(&lines, &found->channels[i]);
    grid_print(stdout, &lines);
    const leadline_lead_prices *p = &found->prices;
    printf("\nA sale leaves %s, of which winning it may take %s. Over all channels a lead brings in %s and may cost %s.\n",
           value_text(&p->unit_margin, 2, -SCALE, text[0]), value_text(&p->acquisition_allowance, 2, -SCALE, text[1]),
           value_text(&p->lead_price_breakeven, 2, -SCALE, text[2]), value_text(&p->lead_price_forecast, 2, -SCALE, text[3]));
    if (s->path == NULL) puts("These are three campaigns as an example. For your own: leadprice --help");
    arena_free(&memory);
}

/* ---- For programs ---- */

static void print_key(const char *name) {
    text_json(stdout, name, strlen(name));
    fputs(": ", stdout);
}

/* Money in units of the currency with power -SCALE. */
static void json_value(const char *name, const leadline_value *value, int32_t power) {
    char number[CELL_TEXT_MAX] = "null", above[CELL_TEXT_MAX] = "null", below[CELL_TEXT_MAX] = "null";
    cell made = cell_of(value);
    if (made.state == LEADLINE_DEFINED && leadline_ratio_shift(&made.numerator, &made.denominator, power) != LEADLINE_OK) {
        made.state = LEADLINE_OVERFLOW;
    }
    if (made.state == LEADLINE_DEFINED && cell_number_text(&made, number)) {
        cell_integer_text(made.numerator, above);
        cell_integer_text(made.denominator, below);
    }
    print_key(name);
    printf("{\"value\": %s, \"numerator\": %s, \"denominator\": %s, \"state\": \"%s\"}, ", number, above, below,
           leadline_state_name(made.state));
}

static void json_whole(const char *name, leadline_int128 number, int32_t power) {
    leadline_value value = whole(number);
    cell made = cell_of(&value);
    char text[CELL_TEXT_MAX] = "null";
    if (leadline_ratio_shift(&made.numerator, &made.denominator, power) == LEADLINE_OK) cell_number_text(&made, text);
    print_key(name);
    printf("%s, ", text);
}

static void json_verdict(const char *name, uint32_t verdict, const char *behind) {
    print_key(name);
    if (verdict == LEADLINE_VERDICT_NONE) fputs("null", stdout);
    else text_json(stdout, verdict_text(verdict), strlen(verdict_text(verdict)));
    fputs(behind, stdout);
}

/* Both ends in the fewest digits that read back as the same doubles. */
static void json_interval(const leadline_channel_verdict *v) {
    char low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    cell one = {{0, 0}, {1, 0}, v->conversion.low, v->state, 1}, other = one;
    other.number = v->conversion.high;
    if (cell_number_text(&one, low) && cell_number_text(&other, high)) printf("[%s, %s], ", low, high);
    else fputs("null, ", stdout);
}

static void json_channel(const settings *s, const channel *c) {
    const leadline_channel_verdict *v = &c->verdict;
    putchar('{');
    print_key(s->by);
    text_json(stdout, c->name, strlen(c->name));
    fputs(", ", stdout);
    json_whole("spend", c->spend, -SCALE);
    json_whole("clicks", c->clicks, 0);
    json_whole("leads", c->leads, 0);
    json_whole("sales", c->sales, 0);
    json_whole("decided", c->decided, 0);
    json_value("cost_per_lead", &v->cost_per_lead, -SCALE);
    json_value("conversion", &c->conversion, 0);
    print_key("interval");
    json_interval(v);
    json_value("allowed", &v->allowed, -SCALE);
    json_value("breakeven", &v->breakeven, -SCALE);
    json_value("max_cpc", &c->max_cpc, -SCALE);
    json_verdict("verdict", v->verdict, ", ");
    json_verdict("at_point", v->at_point, ", ");
    json_verdict("at_low", v->at_low, ", ");
    json_verdict("at_high", v->at_high, ", ");
    printf("\"state\": \"%s\"}", leadline_state_name(v->state));
}

void output_json(const settings *s, const judgement *found) {
    fputs("{\"channels\": [", stdout);
    for (size_t i = 0; i < found->count; i++) {
        fputs(i == 0 ? "\n" : ",\n", stdout);
        json_channel(s, &found->channels[i]);
    }
    fputs("\n], \"all\": {", stdout);
    json_value("unit_margin", &found->prices.unit_margin, -SCALE);
    json_value("acquisition_allowance", &found->prices.acquisition_allowance, -SCALE);
    json_value("lead_price_forecast", &found->prices.lead_price_forecast, -SCALE);
    json_value("lead_price_breakeven", &found->prices.lead_price_breakeven, -SCALE);
    printf("\"level\": %u.%02u}}\n", (unsigned)(s->level / 100), (unsigned)(s->level % 100));
}
