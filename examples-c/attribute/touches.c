/*
 * touches.c - which facts are touches, and for how long they count.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

#define DAY INT64_C(86400000000)

static const char *const role_words[] = {"", "view", "click"};

/* The text before the last `mark`, and what stands behind it. */
static const char *cut(attribute *a, const char *text, char mark, const char **behind) {
    const char *at = strrchr(text, mark);
    if (at == NULL) return NULL;
    const char *end = at;
    while (end > text && end[-1] == ' ') end--;
    for (at++; *at == ' '; at++) continue;
    *behind = at;
    return arena_text(&a->in.memory, text, (size_t)(end - text));
}

static touch_item *add(attribute *a, const char *text) {
    touch_list *list = &a->question.touches;
    list->items = arena_grow(&a->in.memory, list->items, list->count, sizeof *list->items);
    touch_item *made = &list->items[list->count++];
    memset(made, 0, sizeof *made);
    made->text = text;
    return made;
}

/* The role that kinds are a word for, 0: they are kinds. */
static uint32_t role_of(const char *kinds) {
    for (uint32_t role = LEADLINE_TOUCH_VIEW; role <= LEADLINE_TOUCH_CLICK; role++) {
        if (strcmp(kinds, role_words[role]) == 0) return role;
    }
    return 0;
}

static int64_t read_window(const char *option, const char *given, const char *text) {
    int64_t window = strcmp(text, "any") == 0 ? INT64_MAX : durations_parse(text);
    if (window == 0) usage("--%s '%s': a length of time like 30d, 36h or 2w, or any, is wanted, not '%s'", option, given, text);
    return window;
}

void touches_add_window(attribute *a, const char *text) {
    const char *window = NULL, *what = cut(a, text, '=', &window);
    if (what == NULL || what[0] == '\0') usage("--window takes KIND=DURATION, like click=90d or impression=7d, not '%s'", text);
    touch_item *made = add(a, text);
    made->step = step_read(&a->in.memory, "window", what);
    made->role = role_of(made->step.kinds);
    if (made->role != 0) made->step.kinds = NULL;
    made->window_us = read_window("window", text, window);
}

void touches_add_kinds(attribute *a, const char *text) {
    const char *role = NULL, *what = cut(a, text, '=', &role), *window = NULL;
    const char *word = role != NULL ? cut(a, role, ':', &window) : NULL;
    uint32_t number = role != NULL ? role_of(word != NULL ? word : role) : 0;
    if (what == NULL || what[0] == '\0' || number == 0) {
        usage("--touch takes KIND=click or KIND=view, perhaps with a window, like visit=click:30d, not '%s'", text);
    }
    touch_item *made = add(a, text);
    made->step = step_read(&a->in.memory, "touch", what);
    made->role = number;
    if (window != NULL) made->window_us = read_window("touch", text, window);
}

/* DIMENSION=NAME|NAME */
static leadline_filter read_filter(attribute *a, const char *option, const char *text) {
    arena *memory = &a->in.memory;
    leadline_filter made = LEADLINE_FILTER_INIT;
    text_list names = {NULL, 0};
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) usage("--%s takes DIMENSION=NAME|NAME, like channel=paypal, not '%s'", option, text);
    const char *end = equals;
    while (end > text && end[-1] == ' ') end--;
    made.dimension = arena_text(memory, text, (size_t)(end - text));
    for (const char *at = equals + 1;;) {
        size_t size = strcspn(at, "|"), from = strspn(at, " "), to = size;
        if (from > size) from = size;
        while (to > from && at[to - 1] == ' ') to--;
        list_add(memory, &names, arena_text(memory, at + from, to - from));
        if (at[size] == '\0') break;
        at += size + 1;
    }
    made.names = names.items;
    made.name_count = names.count;
    return made;
}

void touches_exclude(attribute *a, const char *text) {
    leadline_filter filter = read_filter(a, "exclude", text);
    touch_item *made = add(a, text);
    made->is_excluded = 1;
    made->step.filters = arena_get(&a->in.memory, sizeof filter);
    made->step.filters[0] = filter;
    made->step.filter_count = 1;
}

void touches_set_direct(attribute *a, const char *text) {
    question *q = &a->question;
    q->direct = text;
    if (strchr(text, '=') != NULL) {
        q->direct_filter = read_filter(a, "direct", text);
        return;
    }
    /* The dimension is the first of --by, which may come later. */
    size_t size = strlen(text) + 2;
    char *named = arena_get(&a->in.memory, size + 1);
    snprintf(named, size + 1, "-=%s", text);
    q->direct_filter = read_filter(a, "direct", named);
    q->direct_filter.dimension = NULL;
}

/* ---- Beside an engine ---- */

/* Which roles the kinds of an item have, as bits. */
static uint32_t roles_of(const attribute *a, const touch_item *one) {
    uint32_t roles = 0;
    if (one->role != 0) return 1u << one->role;
    for (const char *at = one->step.kinds; at != NULL && *at != '\0';) {
        char kind[64] = "";
        size_t size = strcspn(at, "|");
        uint16_t number = 0;
        if (size < sizeof kind) memcpy(kind, at, size);
        at += size + (at[size] == '|');
        if (leadline_kind_number(a->in.engine, kind, &number) != LEADLINE_OK) continue;
        for (size_t i = 0; i < leadline_kind_count(a->in.engine); i++) {
            leadline_kind_info info = LEADLINE_KIND_INFO_INIT;
            CHECK(leadline_kind_at(a->in.engine, i, &info));
            if (info.number != number) continue;
            if (info.roles & LEADLINE_ROLE_VIEW_TOUCH) roles |= 1u << LEADLINE_TOUCH_VIEW;
            if (info.roles & LEADLINE_ROLE_CLICK_TOUCH) roles |= 1u << LEADLINE_TOUCH_CLICK;
        }
    }
    return roles;
}

void touches_check(attribute *a) {
    question *q = &a->question;
    for (size_t i = 0; i < q->touches.count; i++) {
        const touch_item *one = &q->touches.items[i];
        const char *option = one->is_excluded ? "exclude" : "window";
        if (one->step.kinds != NULL) step_check(&a->in, option, &one->step);
        for (size_t f = 0; f < one->step.filter_count; f++) inputs_check_dimension(&a->in, option, one->step.filters[f].dimension);
        if (one->is_excluded) continue;
        uint32_t roles = roles_of(a, one);
        if (roles == 0) usage("--window %s: facts of this kind are neither clicks nor views; say what they are with --touch %s=click:30d", one->text, one->step.kinds);
        /* What --touch adds is there because it was asked for. */
        if (one->role != 0 && one->step.kinds != NULL) continue;
        if ((roles & ~q->roles) != 0) usage("--window %s: --touches leaves such facts out", one->text);
    }
    if (q->direct == NULL) return;
    if (q->direct_filter.dimension == NULL) q->direct_filter.dimension = q->by.items[0];
    else inputs_check_dimension(&a->in, "direct", q->direct_filter.dimension);
}

int64_t touches_window(const attribute *a, const touch_item *one) {
    if (one->window_us != 0) return one->window_us;
    return roles_of(a, one) == 1u << LEADLINE_TOUCH_VIEW ? 30 * DAY : 180 * DAY;
}

/* ---- As the library wants it: the first that a fact meets says what it is ---- */

/* How narrow an item is: 0 for what is excluded, then names, kinds of a role of their own, kinds; 4 for roles. */
static int breadth(const touch_item *one) {
    if (one->is_excluded) return 0;
    if (one->step.filter_count > 0) return 1;
    if (one->step.kinds == NULL) return 4;
    return one->role == 0 ? 2 : 3;
}

touch_list touches_list(const question *q, arena *memory) {
    touch_list made = {arena_get(memory, (q->touches.count + 2) * sizeof *made.items), 0};
    for (int width = 0; width < 4; width++) {
        for (size_t i = 0; i < q->touches.count; i++) {
            if (breadth(&q->touches.items[i]) == width) made.items[made.count++] = q->touches.items[i];
        }
    }
    for (uint32_t role = LEADLINE_TOUCH_CLICK; role >= LEADLINE_TOUCH_VIEW; role--) {
        touch_item all;
        memset(&all, 0, sizeof all);
        if (!(q->roles & 1u << role)) continue;
        all.role = role;
        for (size_t i = 0; i < q->touches.count; i++) {
            const touch_item *one = &q->touches.items[i];
            if (breadth(one) == 4 && one->role == role) all = *one; /* the last of several counts */
        }
        made.items[made.count++] = all;
    }
    return made;
}

leadline_touch touches_asked(const touch_item *one) {
    leadline_touch made = LEADLINE_TOUCH_INIT;
    made.kinds = one->step.kinds;
    made.filters = one->step.filters;
    made.filter_count = one->step.filter_count;
    made.role = one->role;
    made.window_us = one->window_us;
    made.flags = one->is_excluded ? LEADLINE_TOUCH_EXCLUDED : 0;
    return made;
}

void touches_name(const touch_item *one, char *text, size_t size) {
    snprintf(text, size, "%s%s", one->step.kinds != NULL ? one->step.kinds : role_words[one->role], one->step.kinds == NULL && !one->is_excluded ? "s" : "");
    for (size_t f = 0; f < one->step.filter_count; f++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s = ", one->is_excluded ? "" : f == 0 ? " where " : " and ", one->step.filters[f].dimension);
        for (size_t n = 0; n < one->step.filters[f].name_count; n++) {
            used = strlen(text);
            snprintf(text + used, size - used, "%s%s", n > 0 ? "|" : "", one->step.filters[f].names[n]);
        }
    }
}
