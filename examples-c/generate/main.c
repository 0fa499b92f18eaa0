/*
 * generate - a click stream of any size as CSV, the same on every machine.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "options.h"
#include "stream_csv.h"

#include <errno.h>
#include <stdio.h>

#define PIECE_SIZE (1u << 20)

static const char help[] =
    "generate - a made-up click stream as CSV, in order of time, the same on every machine\n"
    "\n"
    "  generate > facts.csv                                    a million facts\n"
    "  generate --facts 50M --campaigns 5000 --days 90 --out facts.csv\n"
    "  generate --facts 20 --seed 7                            other facts\n"
    "  generate | report --time time --kind kind --dimension channel --id id --amount amount -\n"
    "\n"
    "Columns: time,kind,campaign,channel,person,id,ref,count,amount. Impressions become clicks, clicks leads days later,\n"
    "leads are approved or rejected and become sales weeks later, some sales are refunded; ref is the id of the lead or\n"
    "sale that a fact belongs to. Every campaign has a media_spend row for each day on which it was shown. The first\n"
    "campaign is shown most, the k-th a k-th as often.\n"
    "\n"
    "  --facts N       how many facts, 1M unless told\n"
    "  --seed S        another number, other facts; 1 unless told\n"
    "  --campaigns C   1 to 1000000, 200 unless told\n"
    "  --days D        days with impressions, from 2024-01-01 on, 1 to 36500; 30 unless told\n"
    "  --out FILE      instead of standard output\n"
    "  --help\n";

enum { FACTS = 1, SEED, CAMPAIGNS, DAYS, OUT, HELP };

static const option_spec specs[] = {
    {"facts", FACTS, 1}, {"seed", SEED, 1}, {"campaigns", CAMPAIGNS, 1}, {"days", DAYS, 1},
    {"out", OUT, 1},     {"help", HELP, 0}, {NULL, 0, 0},
};

static int fail(const char *what, const char *which) {
    fprintf(stderr, "generate: %s%s%s%s\n", what, which, errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    return 1;
}

static int write_stream(const stream_options *options, FILE *out, const char *name) {
    static char piece[PIECE_SIZE + STREAM_CSV_LINE_MAX];
    stream facts;
    stream_fact fact;
    if (!stream_open(&facts, options)) return fail("out of memory", "");
    char *end = stream_put_text(piece, STREAM_CSV_HEADER);
    int written = 1;
    while (written && stream_next(&facts, &fact)) {
        end = stream_put_line(end, &fact);
        if ((size_t)(end - piece) >= PIECE_SIZE) {
            written = fwrite(piece, 1, (size_t)(end - piece), out) == (size_t)(end - piece);
            end = piece;
        }
    }
    int failed = facts.failed;
    stream_close(&facts);
    if (failed) return fail("out of memory", "");
    if (!written || fwrite(piece, 1, (size_t)(end - piece), out) != (size_t)(end - piece) || fflush(out) != 0) {
        return fail("cannot write ", name);
    }
    return 0;
}

int main(int argc, char **argv) {
    stream_options options = {1000000, 1, 200, 30};
    const char *path = NULL;
    option_reader reader = option_start("generate", specs, argc, argv);
    for (int id = option_next(&reader); id != OPTION_END; id = option_next(&reader)) {
        switch (id) {
        case FACTS: options.facts = option_number(&reader, 0, UINT64_C(1000000000000)); break;
        case SEED: options.seed = option_number(&reader, 0, UINT64_MAX); break;
        case CAMPAIGNS: options.campaigns = (uint32_t)option_number(&reader, 1, 1000000); break;
        case DAYS: options.days = (uint32_t)option_number(&reader, 1, 36500); break;
        case OUT: path = reader.value; break;
        case HELP: fputs(help, stdout); return 0;
        default: option_fail(&reader, "unexpected ", reader.value, "; to write a file, use --out FILE");
        }
    }
    errno = 0;
    FILE *out = path != NULL ? fopen(path, "wb") : stdout;
    if (out == NULL) return fail("cannot open ", path);
    int status = write_stream(&options, out, path != NULL ? path : "standard output");
    if (path != NULL && fclose(out) != 0 && status == 0) status = fail("cannot write ", path);
    return status;
}
