/*
 * audience - from logs and exports to whom to address, and which of several audiences buys more.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * audience.h says how its parts hang together; help.c what it can do.
 */
#include "audience.h"

int main(int argc, char **argv) {
    audience a;
    memset(&a, 0, sizeof a);
    int status = 0;
    arguments_read(&a, argc, argv);
    plan_open(&a);
    for (size_t i = 0; i < a.in.source_count && status == 0; i++) status = input_read(&a.in, &a.in.sources[i]);
    if (status == 0) status = answer_ask(&a, 0);
    leadline_table_close(a.table);
    leadline_table_close(a.pairs);
    return inputs_close(&a.in, status);
}
