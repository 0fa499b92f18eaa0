/*
 * models.c - models out of text: [NAME =] MODEL{:SETTING}, like time_decay:14d or position:30/40/30:clicks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

#define WEIGHTS_MAX 1024
#define NAME_MAX_SIZE 200

static const struct {
    const char *word;
    uint32_t kind;
    int is_usual; /* asked for where nothing is said */
} known[] = {
    {"last_click", LEADLINE_MODEL_LAST_CLICK, 1}, {"first", LEADLINE_MODEL_FIRST, 1}, {"last", LEADLINE_MODEL_LAST, 0},
    {"click_then_view", LEADLINE_MODEL_CLICK_THEN_VIEW, 0}, {"last_non_direct", LEADLINE_MODEL_LAST_NON_DIRECT, 0},
    {"linear", LEADLINE_MODEL_LINEAR, 1}, {"position", LEADLINE_MODEL_POSITION, 1}, {"time_decay", LEADLINE_MODEL_TIME_DECAY, 1},
    {"middle", LEADLINE_MODEL_MIDDLE, 0}, {"stage", LEADLINE_MODEL_STAGE, 0}, {"custom", LEADLINE_MODEL_CUSTOM, 0},
    {"shapley", LEADLINE_MODEL_SHAPLEY, 1}, {"markov", LEADLINE_MODEL_MARKOV, 1}, {"shapley_rate", LEADLINE_MODEL_SHAPLEY_RATE, 0},
};

enum { KNOWN = sizeof known / sizeof *known };

/* Whether a model splits sums, or wants more than counted paths have. */
int models_is_of_sums(uint32_t kind) { return kind == LEADLINE_MODEL_MARKOV || kind == LEADLINE_MODEL_SHAPLEY_RATE; }
static int is_of_facts(uint32_t kind) { return kind == LEADLINE_MODEL_TIME_DECAY || kind == LEADLINE_MODEL_STAGE; }

static uint32_t find(const char *text, const char *word) {
    const char *best = NULL;
    unsigned distance = 4;
    for (size_t i = 0; i < KNOWN; i++) {
        if (strcmp(known[i].word, word) == 0) return known[i].kind;
        text_suggest(word, known[i].word, &best, &distance);
    }
    if (best != NULL) usage("--models '%s': there is no model '%s'; did you mean %s?", text, word, best);
    fprintf(stderr, "%s: --models '%s': there is no model '%s'; there are", usage_program, text, word);
    for (size_t i = 0; i < KNOWN; i++) fprintf(stderr, "%s %s", i == 0 ? "" : ",", known[i].word);
    fputc('\n', stderr);
    exit(EXIT_USAGE);
}

/* ---- Settings ---- */

/* 30/40/30; 0 if it is no such list. */
static int read_weights(arena *memory, model_item *made, const char *text) {
    uint32_t *weights = NULL;
    size_t count = 0;
    for (;;) {
        size_t digits = strspn(text, "0123456789");
        uint32_t number = 0;
        if (digits == 0 || digits > 7 || (text[digits] != '/' && text[digits] != '\0') || count == WEIGHTS_MAX) return 0;
        for (size_t i = 0; i < digits; i++) number = number * 10 + (uint32_t)(text[i] - '0');
        weights = arena_grow(memory, weights, count, sizeof *weights);
        weights[count++] = number;
        if (text[digits] == '\0') break;
        text += digits + 1;
    }
    made->model.weights = weights;
    made->model.weight_count = count;
    return 1;
}

/* KIND+KIND, anchors of stages. */
static void read_anchors(arena *memory, model_item *made, const char *text) {
    for (;;) {
        size_t size = strcspn(text, "+");
        made->anchors = arena_grow(memory, made->anchors, made->anchor_count, sizeof *made->anchors);
        made->anchors[made->anchor_count++] = step_read(memory, "models", arena_text(memory, text, size));
        if (text[size] == '\0') return;
        text += size + 1;
    }
}

static uint32_t read_number(const char *text, uint32_t most) {
    uint32_t number = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9 || text[digits] != '\0') return 0;
    for (size_t i = 0; i < digits; i++) number = number * 10 + (uint32_t)(text[i] - '0');
    return number <= most ? number : 0;
}

/* Returns what is wanted instead, or NULL. */
static const char *set(arena *memory, model_item *made, const char *text) {
    leadline_model *model = &made->model;
    if (strcmp(text, "clicks") == 0) {
        model->flags |= LEADLINE_MODEL_CLICKS;
        return NULL;
    }
    switch (model->kind) {
    case LEADLINE_MODEL_POSITION: return read_weights(memory, made, text) && model->weight_count == 3 ? NULL : "three weights like 40/20/40";
    case LEADLINE_MODEL_TIME_DECAY:
        model->half_life_us = durations_parse(text);
        return model->half_life_us > 0 ? NULL : "a half-life like 14d";
    case LEADLINE_MODEL_STAGE:
        if (text[0] != '\0' && strchr("0123456789", text[0]) == NULL) read_anchors(memory, made, text);
        else if (!read_weights(memory, made, text)) return "weights like 30/30/30/10, or anchors like mql+opportunity";
        return NULL;
    case LEADLINE_MODEL_CUSTOM:
        if (strcmp(text, "from_end") == 0) model->flags |= LEADLINE_MODEL_FROM_END;
        else if (!read_weights(memory, made, text)) return "weights like 5/3/2, or from_end";
        return NULL;
    case LEADLINE_MODEL_MARKOV:
        if (strcmp(text, "by_kind") == 0) model->flags |= LEADLINE_MODEL_BY_KIND;
        else model->order = strcmp(text, "auto") == 0 ? LEADLINE_MARKOV_HELD_OUT : read_number(text, 4);
        return strcmp(text, "by_kind") == 0 || model->order != 0 ? NULL : "an order from 1 to 4, auto, or by_kind";
    case LEADLINE_MODEL_SHAPLEY_RATE:
        model->samples = read_number(text, 100000000);
        return model->samples > 0 ? NULL : "a number of samples";
    default: return "only clicks";
    }
}

/* ---- The option ---- */

static void add(attribute *a, const model_item *made) {
    model_list *list = &a->question.models;
    list->items = arena_grow(&a->in.memory, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = *made;
}

static model_item start(uint32_t kind, const char *name) {
    model_item made;
    memset(&made, 0, sizeof made);
    made.model.struct_size = sizeof made.model;
    made.model.kind = kind;
    made.model.name = name;
    return made;
}

static void add_known(attribute *a, int only_usual) {
    for (size_t i = 0; i < KNOWN; i++) {
        uint32_t kind = known[i].kind;
        if ((only_usual && !known[i].is_usual) || kind == LEADLINE_MODEL_CUSTOM) continue;
        model_item made = start(kind, known[i].word);
        made.is_implied = 1;
        add(a, &made);
    }
}

static void add_model(attribute *a, const char *text) {
    arena *memory = &a->in.memory;
    const char *equals = strchr(text, '='), *at = equals != NULL ? equals + 1 : text;
    while (*at == ' ') at++;
    size_t size = strcspn(at, ":"), name_size = equals != NULL ? (size_t)(equals - text) : strlen(text);
    while (name_size > 0 && text[name_size - 1] == ' ') name_size--;
    model_item made = start(find(text, arena_text(memory, at, size)), arena_text(memory, text, name_size));
    while (at[size] == ':') {
        at += size + 1;
        size = strcspn(at, ":");
        const char *setting = arena_text(memory, at, size), *wanted = set(memory, &made, setting);
        if (wanted != NULL) usage("--models '%s': this model takes %s, not '%s'", text, wanted, setting);
    }
    if (made.model.kind == LEADLINE_MODEL_CUSTOM && made.model.weight_count == 0) usage("--models '%s': say its weights, like custom:5/3/2", text);
    if (name_size == 0 || name_size > NAME_MAX_SIZE) usage("--models '%s': the name of a model has 1 to %d bytes", text, NAME_MAX_SIZE);
    for (size_t i = 0; i < a->question.models.count; i++) {
        if (strcmp(a->question.models.items[i].model.name, made.model.name) == 0) usage("--models: two are called '%s'; say NAME=%s", made.model.name, text);
    }
    add(a, &made);
}

void models_add(attribute *a, const char *option, const char *text) {
    text_list list = {NULL, 0};
    list_split(&a->in.memory, &list, text);
    if (list.count == 0) usage("--%s names no model", option);
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.items[i], "all") == 0 && a->question.models.count == 0) add_known(a, 0);
        else add_model(a, list.items[i]);
    }
}

void models_settle(attribute *a) {
    question *q = &a->question;
    const char *option = q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH ? "--by-touch" : q->flags & LEADLINE_ATTRIBUTE_BY_POSITION ? "--by-position" : NULL;
    size_t kept = 0;
    if (q->models.count == 0) add_known(a, 1);
    for (size_t i = 0; i < q->models.count; i++) {
        const model_item one = q->models.items[i];
        int splits_sums = option != NULL && models_is_of_sums(one.model.kind);
        if (splits_sums && !one.is_implied) {
            usage("--models %s: %s cannot be asked of markov or shapley_rate, which split the sum of all paths; ask for one without the other", one.model.name, option);
        }
        if (splits_sums || (one.is_implied && a->paths.is_on && is_of_facts(one.model.kind))) list_add(&a->in.memory, &q->left_out, one.model.name);
        else q->models.items[kept++] = one;
    }
    q->models.count = kept;
}

void models_check(const attribute *a) {
    for (size_t i = 0; i < a->question.models.count; i++) {
        const model_item *one = &a->question.models.items[i];
        for (size_t s = 0; s < one->anchor_count; s++) step_check(&a->in, "models", &one->anchors[s]);
        if (a->paths.is_on && is_of_facts(one->model.kind)) usage("--models %s: it wants times and facts, which counted paths have not", one->model.name);
    }
}

leadline_model *models_asked(const question *q, arena *memory) {
    leadline_model *made = arena_get(memory, (q->models.count + 1) * sizeof *made);
    for (size_t i = 0; i < q->models.count; i++) {
        const model_item *one = &q->models.items[i];
        leadline_step *anchors = arena_get(memory, (one->anchor_count + 1) * sizeof *anchors);
        for (size_t s = 0; s < one->anchor_count; s++) anchors[s] = step_asked(&one->anchors[s]);
        made[i] = one->model;
        made[i].anchors = one->anchor_count > 0 ? anchors : NULL;
        made[i].anchor_count = one->anchor_count;
    }
    return made;
}
