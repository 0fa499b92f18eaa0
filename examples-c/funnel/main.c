/*
 * funnel - from logs and exports to how many people go how far, how fast, and where they go instead.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * funnel.h says how its parts hang together; help.c what it can do.
 */
#include "funnel.h"

int main(int argc, char **argv) {
    funnel f;
    memset(&f, 0, sizeof f);
    int status = 0;
    arguments_read(&f, argc, argv);
    plan_open(&f);
    for (size_t i = 0; i < f.in.source_count && status == 0; i++) status = input_read(&f.in, &f.in.sources[i]);
    if (status == 0) status = answer_ask(&f, 0);
    leadline_table_close(f.table);
    leadline_table_close(f.exits);
    leadline_table_close(f.totals);
    return inputs_close(&f.in, status);
}
