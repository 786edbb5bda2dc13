/* sources.c - the kind "source": where events come from.
 *
 * THEORY      A source is a definition; its number is the definition's id and stands in every
 *             event, so a source that was published once stays for ever and is disabled
 *             instead of deleted.  Its plan is the struct that registry_source() copies.
 * THREADS     registry_source() on any thread, the rest as the registry's callbacks. */
#include "base/check.h"
#include "core/registry_internal.h"

#include <stdlib.h>

static const char *const type_names[] = {
    [SOURCE_BROWSER] = "browser", [SOURCE_SERVER] = "server", [SOURCE_MOBILE] = "mobile",
    [SOURCE_IMPORT] = "import",   [SOURCE_OTHER] = "other",
};

const char *source_type_name(enum source_type t) {
    CHECK((unsigned)t < sizeof(type_names) / sizeof(type_names[0]));
    return type_names[t];
}

static void copy(char *to, size_t size, struct str s) {
    size_t n = s.n < size ? s.n : size - 1;
    memcpy(to, s.s, n);
    to[n] = 0;
}

int source_read(struct str key, struct json body, struct source *ret, struct err *err) {
    struct source s = { .type = SOURCE_OTHER };
    struct str name = str_trim(json_str(json_get(body, "name")));
    struct str type = json_str(json_get(body, "type"));
    if (name.n == 0 || name.n > REGISTRY_NAME_MAX) {
        err_set(err, E_INVALID, "a name is 1 to %d bytes", REGISTRY_NAME_MAX);
        return err_within(err, "/name");
    }
    copy(s.name, sizeof(s.name), name);
    copy(s.key, sizeof(s.key), key);
    for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
        if (str_is(type, type_names[i]))
            s.type = (enum source_type)i;
    struct json enabled = json_get(body, "enabled");
    s.enabled = json_is(enabled, JSON_NONE) || json_true(enabled);
    s.batching = str_is(json_str(json_path(body, "settings.delivery")), "batching");
    *ret = s;
    return 0;
}

static int compile(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err) {
    (void)room;
    struct source *s = calloc(1, sizeof(*s));
    CHECK(s);
    if (source_read(key, body, s, err)) {
        free(s);
        return -1;
    }
    *ret_plan = s;
    return 0;
}

static void plan_free(void *room, void *plan) {
    (void)room;
    free(plan);
}

static struct source *source_find(struct registry *r, uint32_t id) {
    size_t lo = 0, hi = r->n_sources;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (r->sources[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < r->n_sources && r->sources[lo].id == id ? &r->sources[lo] : NULL;
}

static void published(void *room, uint32_t id, struct str key, uint32_t version, void *plan) {
    struct registry *r = room;
    struct source *s = plan;
    (void)key;
    s->id = id;
    s->version = version;
    pthread_rwlock_wrlock(&r->lock);
    struct source *old = source_find(r, id);
    if (old) {
        *old = *s;
    } else {
        r->sources = realloc(r->sources, (r->n_sources + 1) * sizeof(*s));
        CHECK(r->sources);
        size_t at = r->n_sources++;
        for (; at > 0 && r->sources[at - 1].id > id; at--)
            r->sources[at] = r->sources[at - 1];
        r->sources[at] = *s;
    }
    pthread_rwlock_unlock(&r->lock);
    free(s);
}

int registry_source(struct registry *r, uint32_t id, struct source *ret) {
    pthread_rwlock_rdlock(&r->lock);
    const struct source *s = source_find(r, id);
    if (s)
        *ret = *s;
    pthread_rwlock_unlock(&r->lock);
    return s ? 0 : -1;
}

int registry_source_at(struct registry *r, size_t i, struct source *ret) {
    pthread_rwlock_rdlock(&r->lock);
    bool there = i < r->n_sources;
    if (there)
        *ret = r->sources[i];
    pthread_rwlock_unlock(&r->lock);
    return there ? 0 : -1;
}

int registry_source_find(struct registry *r, struct str key, struct source *ret) {
    int rc = -1;
    pthread_rwlock_rdlock(&r->lock);
    for (size_t i = 0; i < r->n_sources && rc; i++) {
        if (str_is(key, r->sources[i].key)) {
            *ret = r->sources[i];
            rc = 0;
        }
    }
    pthread_rwlock_unlock(&r->lock);
    return rc;
}

int sources_register(struct registry *r, struct err *err) {
    const struct registry_kind kind = { .name = "source", .title = "Source", .room = r,
                                        .compile = compile, .plan_free = plan_free,
                                        .published = published };
    return registry_kind(r, &kind, err);
}
