/*
 * attribute - from logs and exports to what each channel is credited with, by several models side by side.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * attribute.h says how its parts hang together; help.c what it can do.
 */
#include "attribute.h"

int main(int argc, char **argv) {
    attribute a;
    memset(&a, 0, sizeof a);
    int status = 0;
    arguments_read(&a, argc, argv);
    plan_open(&a);
    if (a.paths.is_on) status = paths_read(&a);
    for (size_t i = 0; i < a.in.source_count && status == 0 && !a.paths.is_on; i++) status = input_read(&a.in, &a.in.sources[i]);
    if (status == 0) status = answer_ask(&a, 0);
    leadline_table_close(a.credits);
    leadline_table_close(a.totals);
    leadline_table_close(a.pairs);
    return inputs_close(&a.in, status);
}
