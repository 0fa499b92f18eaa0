/*
 * leadprice - what a lead may cost on each channel, and which channels to keep, to watch or to cut.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "leadprice.h"

static const char help[] =
    "leadprice - what a lead may cost on each channel, and which channels to keep, to watch or to cut\n"
    "\n"
    "  leadprice [OPTIONS]        three campaigns as an example\n"
    "  leadprice --check MONEY --cost MONEY [OPTIONS] FILE\n"
    "\n"
    "FILE is a CSV with these columns in any order; rows of one channel are added up, further columns are not looked at:\n"
    "  channel   its name\n"
    "  spend     what its clicks cost\n"
    "  clicks    how many\n"
    "  leads     that came of them\n"
    "  sales     that came of the decided leads\n"
    "  decided   leads whose outcome is known, of this time or an earlier one; without the column all leads are\n"
    "\n"
    "  --check MONEY   what a sale brings on average\n"
    "  --cost MONEY    what the goods of a sale cost\n"
    "  --share N       how much of the margin may be spent on winning a sale, in percent, 50 unless told\n"
    "  --level N       of the interval of the conversion, in percent, 95 unless told\n"
    "  --by COLUMN     names stand in this column, not in `channel`\n"
    "  --format table, --format json\n"
    "  --help\n"
    "\n"
    "A sale's margin is check - cost. A lead may cost share x margin x conversion, and brings in margin x conversion: up to\n"
    "the one keep the channel, up to the other watch it, beyond cut it. The conversion is known from so many leads only.\n"
    "Where one end of its interval says keep and the other cut, the answer is that there are too few data.\n"
    "\n"
    "Exit status: 0; 1 when the file cannot be read; 2 for a mistake on the command line.\n";

enum { CHECK_VALUE = 1, COST, SHARE, LEVEL, BY, FORMAT, HELP };
static const option_spec specs[] = {{"check", CHECK_VALUE, 1}, {"cost", COST, 1}, {"share", SHARE, 1}, {"level", LEVEL, 1},
                                    {"by", BY, 1}, {"format", FORMAT, 1}, {"help", HELP, 0}, {NULL, 0, 0}};

/* The option's value as an exact fraction times 10^power: a number of at most 15 digits. */
static leadline_value option_decimal(const option_reader *option, int32_t power) {
    leadline_value value = {{0, 0}, {1, 0}, LEADLINE_DEFINED, LEADLINE_UNIT_NONE};
    const char *at = option->value;
    uint64_t number = 0;
    int digits = 0, decimals = -1;
    for (; digits < 16 && ((*at >= '0' && *at <= '9') || (*at == '.' && decimals < 0 && digits > 0)); at++) {
        if (*at == '.' || decimals >= 0) decimals++;
        if (*at == '.') continue;
        number = number * 10 + (uint64_t)(*at - '0');
        digits++;
    }
    if (*at != '\0' || digits == 0 || digits > 15) {
        option_fail(option, "--", option->name, " takes a number of at most 15 digits, like 1250 or 12.50");
    }
    value.numerator.low = number;
    CHECK(leadline_ratio_shift(&value.numerator, &value.denominator, power - (decimals > 0 ? decimals : 0)));
    return value;
}

static uint32_t option_level(const option_reader *option) {
    leadline_value level = option_decimal(option, 2);
    if (!cell_is_one(level.denominator) || level.numerator.low < 5000 || level.numerator.low > 9999) {
        option_fail(option, "--", option->name, " takes a level in percent from 50 on, like 95 or 99.9");
    }
    return (uint32_t)level.numerator.low;
}

/* In percent: 0.5 is meant as one half as likely as not. */
static leadline_value option_share(const option_reader *option) {
    leadline_value percent = option_decimal(option, 0);
    if (percent.numerator.low < percent.denominator.low || percent.numerator.low > 100 * percent.denominator.low) {
        option_fail(option, "--", option->name, " takes percent from 1 to 100, 50 for one half");
    }
    return option_decimal(option, -2);
}

static void read_arguments(settings *s, int argc, char **argv) {
    option_reader option = option_start("leadprice", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        switch (id) {
        case CHECK_VALUE:
            s->check = option_decimal(&option, SCALE);
            s->terms_given |= 1;
            break;
        case COST:
            s->cost = option_decimal(&option, SCALE);
            s->terms_given |= 2;
            break;
        case SHARE: s->share = option_share(&option); break;
        case LEVEL:
            s->level = option_level(&option);
            s->level_text = option.value;
            break;
        case BY: s->by = option.value; break;
        case FORMAT:
            if (strcmp(option.value, "table") != 0 && strcmp(option.value, "json") != 0) {
                option_fail(&option, "--format takes table or json, not ", option.value, "");
            }
            s->format = option.value[0] == 't' ? FORMAT_TABLE : FORMAT_JSON;
            break;
        case HELP: fputs(help, stdout); exit(0);
        default:
            if (s->path != NULL) option_fail(&option, "one FILE, not also ", option.value, "; see --help");
            s->path = option.value;
        }
    }
    if (s->path != NULL && s->terms_given != 3) option_fail(&option, "a FILE needs ", "--check and --cost", "; see --help");
}

int main(int argc, char **argv) {
    /* What the built-in campaigns are sold for: 40000 a sale, whose goods cost 15000. */
    settings s = {.by = "channel", .level = 9500, .level_text = "95"};
    leadline_value check = {{40000, 0}, {1, 0}, LEADLINE_DEFINED, 0}, cost = {{15000, 0}, {1, 0}, LEADLINE_DEFINED, 0};
    leadline_value half = {{1, 0}, {2, 0}, LEADLINE_DEFINED, 0};
    CHECK(leadline_ratio_shift(&check.numerator, &check.denominator, SCALE));
    CHECK(leadline_ratio_shift(&cost.numerator, &cost.denominator, SCALE));
    s.check = check;
    s.cost = cost;
    s.share = half;
    read_arguments(&s, argc, argv);

    leadline_engine *engine = NULL;
    int has_decided = 0, status = facts_read(&s, &engine, &has_decided);
    if (status == 0) {
        arena memory = {NULL};
        judgement found = judge(&memory, &s, engine, has_decided);
        if (s.format == FORMAT_JSON) output_json(&s, &found);
        if (s.format == FORMAT_TABLE) output_table(&s, &found);
        arena_free(&memory);
    }
    CHECK(leadline_close(engine));
    if (fflush(stdout) != 0 || ferror(stdout)) status = EXIT_INPUT;
    return status;
}
