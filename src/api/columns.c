/* columns.c - ?columns=traits.plan,identifiers.email: what of people a list shows. */
#include "api/api_people.h"

static int column(struct unify *u, struct api_columns *c, struct str name, struct err *err) {
    if (str_starts(name, STR("traits.")) && c->n_traits < API_COLUMNS_MAX) {
        c->traits[c->n_traits++] = str_n(name.s + 7, name.n - 7);
        return 0;
    }
    if (str_starts(name, STR("identifiers."))) {
        unsigned kind = ident_kind_of(u, str_n(name.s + 12, name.n - 12));
        c->kinds |= kind ? UINT64_C(1) << kind : 0;
        if (kind)
            return 0;
    }
    static const char *const always[] = { "id", "first_seen", "last_seen", "events" };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (str_is(name, always[i]))
            return 0;
    err_set(err, E_INVALID, "there is no column \"%.*s\"", (int)(name.n < 60 ? name.n : 60),
            name.s);
    return err_hint(err, "traits.plan, identifiers.email, last_seen");
}

int api_columns_read(struct http_req *r, struct str text, struct api_columns *c,
                     struct err *err) {
    struct unify *u = ((struct app *)r->app)->unify;
    c->some = text.n > 0;
    for (size_t at = 0; at < text.n;) {
        const char *comma = memchr(text.s + at, ',', text.n - at);
        size_t n = comma ? (size_t)(comma - text.s) - at : text.n - at;
        struct str name = str_trim(str_n(text.s + at, n));
        struct str kept = str_n(arena_dup(r->arena, name.s, name.n), name.n);
        if (name.n && column(u, c, kept, err) < 0)
            return err_within(err, "columns");
        at += n + 1;
    }
    return 0;
}

void api_columns_json(struct unify *u, uint32_t atom, const struct api_columns *c, struct jw *w) {
    unify_person_brief_json(u, atom, c->traits, c->n_traits, c->kinds, w);
}
