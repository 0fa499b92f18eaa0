/*
 * stages.c - the steps of ready-made lists of stages.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

static const char *const parts[] = {"", ":top", ":bottom"};

int stages_add(funnel *f, const char *text) {
    question *q = &f->question;
    for (size_t i = 0; i < leadline_stage_list_count(NULL); i++) {
        leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
        CHECK(leadline_stage_list_at(NULL, i, &list));
        size_t size = strlen(list.name);
        if (strncmp(text, list.name, size) != 0) continue;
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            if (strcmp(text + size, parts[part]) != 0) continue;
            size_t first = part == 2 ? list.boundary : 0, end = part == 1 ? list.boundary : list.step_count;
            for (size_t k = first; k < end; k++) {
                leadline_step step = LEADLINE_STEP_INIT;
                CHECK(leadline_stage_at(NULL, i, k, &step));
                q->steps = arena_grow(&f->in.memory, q->steps, q->step_count, sizeof *q->steps);
                q->steps[q->step_count++] = (step_item){.name = step.name, .kinds = step.kinds};
            }
            return end > first;
        }
    }
    return 0;
}

const char *stages_names(void) {
    static char text[256];
    size_t size = 0, count = leadline_stage_list_count(NULL);
    for (size_t i = 0; i < count; i++) {
        leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
        CHECK(leadline_stage_list_at(NULL, i, &list));
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", i == 0 ? "" : ", ", list.name);
    }
    return text;
}
