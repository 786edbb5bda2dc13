/* identify.c - identifiers off a message: where they stand, how they are normalised, which
 * values stand for nobody.
 *
 * THEORY      Runs on a connection's thread and looks at nothing but the message.  The kinds,
 *             where declared ones stand, their order of strength and the blocked values are the
 *             plan's (kinds.c).  A declared kind's normalisation is a set of steps, done in one
 *             fixed order whatever the order they were written in, so that what came of it stays
 *             as it is when it is normalised again.  Of the
 *             device kinds the anonymous ID is taken for the atom, although it is the weakest:
 *             a client's reset() makes a new one, which is how it says that another person
 *             holds the device.
 * THREADS     Any.
 */
#include "base/hash.h"
#include "base/utf8.h"
#include "unify/unify_internal.h"

/* ---- normalisation ---- */

static struct str fold(struct str v, bool lower, struct arena *a, struct err *err) {
    bool plain = utf8_is_ascii(v);
    for (size_t i = 0; plain && lower && i < v.n; i++)
        plain = v.s[i] < 'A' || v.s[i] > 'Z';
    if (plain)
        return v;
    struct buf b;
    buf_init(&b, "identifier", IDENT_VALUE_MAX * 8);
    struct str out = { NULL, 0 };
    if (utf8_nfkc(v, lower, &b, err) == 0 && buf_check(&b, err) == 0)
        out = str_n(arena_dup(a, b.data, b.len), b.len);
    buf_release(&b);
    return out;
}

static bool email_ok(struct str v) {
    size_t at = 0; /* of the last @ */
    for (size_t i = 0; i < v.n; i++) {
        if ((unsigned char)v.s[i] <= ' ' || v.s[i] == 0x7f)
            return false;
        if (v.s[i] == '@')
            at = i;
    }
    return at > 0 && at + 1 < v.n;
}

static int phone(struct str v, const char *region, struct arena *a, struct str *ret,
                 struct err *err) {
    char out[24];
    size_t n = phone_e164(v.s, v.n, region, out);
    if (n == 0) {
        err_set(err, E_INVALID, "not a valid telephone number");
        return err_hint(err, "give it in international form: +81 3 1234 5678");
    }
    *ret = str_n(arena_dup(a, out, n), n);
    return 0;
}

/* Until nothing changes any more: a zero may hide behind a space that hides behind a zero. */
static struct str strip(struct str v, unsigned steps) {
    for (size_t was = 0; was != v.n;) {
        was = v.n;
        if (steps & STEP_TRIM)
            v = utf8_trim(v);
        while (steps & STEP_ZEROS && v.n > 1 && v.s[0] == '0')
            v = str_n(v.s + 1, v.n - 1);
    }
    return v;
}

static struct str digits(struct str v, struct arena *a) {
    char *out = arena_alloc(a, v.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < v.n; i++)
        if (v.s[i] >= '0' && v.s[i] <= '9')
            out[n++] = v.s[i];
    return str_n(out, n);
}

static int normalise_own(const struct kind_known *k, struct str v, const char *region,
                         struct arena *a, struct str *ret, struct err *err) {
    if (k->steps & STEP_NFKC)
        v = fold(v, k->steps & STEP_LOWER, a, err);
    if (!v.s)
        return -1;
    if (k->steps & STEP_DIGITS)
        v = digits(v, a);
    v = strip(v, k->steps);
    if (utf8_trim(v).n == 0 || v.n > IDENT_VALUE_MAX || memchr(v.s, 0, v.n)) {
        err_set(err, E_INVALID, "normalised, an identifier has 1 to %u bytes, none of them 0",
                IDENT_VALUE_MAX);
        return err_hint(err, "what a %s is normalised by stands in the identity rules", k->key);
    }
    if (k->steps & STEP_E164)
        return phone(v, k->region[0] ? k->region : region, a, ret, err);
    *ret = v;
    return 0;
}

int ident_plan_normalise(const struct ident_plan *p, unsigned kind, struct str value,
                         const char *region, struct arena *a, struct str *ret,
                         struct err *err) {
    struct str v = utf8_trim(value);
    bool own = kind >= IDENT_OWN_FIRST;
    CHECK(p->info[kind].key);
    if (v.n == 0 || (own ? value.n : v.n) > IDENT_VALUE_MAX)
        return err_set(err, E_INVALID, "an identifier has 1 to %u bytes", IDENT_VALUE_MAX);
    if (!utf8_valid(v.s, v.n))
        return err_set(err, E_INVALID, "an identifier must be UTF-8");
    if (own)
        return normalise_own(&p->known[kind - IDENT_OWN_FIRST], value, region, a, ret, err);
    v = fold(v, kind == IDENT_EMAIL, a, err);
    if (!v.s)
        return -1;
    v = utf8_trim(v);
    if (v.n == 0 || v.n > IDENT_VALUE_MAX || memchr(v.s, 0, v.n))
        return err_set(err, E_INVALID, "an identifier has 1 to %u bytes, none of them 0",
                       IDENT_VALUE_MAX);
    if (kind == IDENT_EMAIL && !email_ok(v))
        return err_set(err, E_INVALID, "not an e-mail address");
    if (kind == IDENT_PHONE)
        return phone(v, region, a, ret, err);
    *ret = v;
    return 0;
}

int ident_normalise(struct unify *u, unsigned kind, struct str value, const char *region,
                    struct arena *a, struct str *ret, struct err *err) {
    return ident_plan_normalise(ident_plan(u), kind, value, region, a, ret, err);
}

/* ---- reading a message ---- */

struct reading {
    struct unify *u;
    const struct ident_plan *plan;
    struct event *ev;
    struct arena *a;
    char region[3]; /* of context.locale, or empty */
};

/* Text, or a number as clients that mean text send it. */
static struct str text_of(struct json v, struct arena *a) {
    int64_t n;
    if (json_is(v, JSON_STRING))
        return json_str(v);
    if (!json_int(v, &n))
        return (struct str){ NULL, 0 };
    return str_of(arena_printf(a, "%lld", (long long)n));
}

static unsigned rank(const struct reading *r, unsigned kind) {
    return r->plan->rule[kind]->priority;
}

static void add_text(struct reading *r, unsigned kind, struct str raw) {
    struct event *ev = r->ev;
    struct str v;
    struct err err = ERR_INIT;
    if (raw.n == 0 ||
        ident_plan_normalise(r->plan, kind, raw, r->region, r->a, &v, &err) < 0 ||
        ident_blocked(r->plan, kind, v))
        return; /* a value that is nobody's is not an identifier; the trait keeps it */
    for (unsigned i = 0; i < ev->n_idents; i++)
        if (ev->idents[i].kind == kind && str_eq(ev->idents[i].value, v))
            return;
    unsigned n = ev->n_idents;
    if (n == EVENT_IDENTS_MAX) {
        if (rank(r, ev->idents[n - 1].kind) <= rank(r, kind))
            return;
        n--; /* the weakest gives way */
    } else {
        ev->n_idents++;
    }
    for (; n > 0 && rank(r, ev->idents[n - 1].kind) > rank(r, kind); n--)
        ev->idents[n] = ev->idents[n - 1];
    ev->idents[n] = (struct event_ident){ (uint8_t)kind, v,
                                          ident_plan_hash(r->plan, r->u->key, kind, v) };
}

static void add(struct reading *r, unsigned kind, struct json v) {
    add_text(r, kind, text_of(v, r->a));
}

/* Of declared kinds that are read from this type.  True: it is no external ID. */
static bool own_external(struct reading *r, struct str type, struct str id) {
    bool taken = false;
    for (uint32_t i = 0; i < r->plan->rules->n_own; i++) {
        const struct own_kind *o = &r->plan->rules->own[i];
        for (uint32_t k = 0; k < o->n_from && r->plan->number[i]; k++)
            if (o->from[k].place == OWN_EXTERNAL && str_eq(o->from[k].part[0], type)) {
                add_text(r, r->plan->number[i], id);
                taken |= !o->keep_external;
            }
    }
    return taken;
}

static void read_external(struct reading *r, struct json list) {
    static const struct { const char *type; uint8_t kind; } known[] = {
        { "user_id", IDENT_USER_ID },          { "email", IDENT_EMAIL },
        { "phone", IDENT_PHONE },              { "customer_number", IDENT_CUSTOMER_NUMBER },
        { "anonymous_id", IDENT_ANONYMOUS_ID }, { "device_id", IDENT_DEVICE_ID },
        { "android.id", IDENT_DEVICE_ID },     { "ios.id", IDENT_DEVICE_ID },
        { "android.idfa", IDENT_ADVERTISING_ID }, { "ios.idfa", IDENT_ADVERTISING_ID },
        { "android.push_token", IDENT_PUSH_TOKEN }, { "ios.push_token", IDENT_PUSH_TOKEN },
    };
    for (struct json_it it = json_it(list); !it.object && json_next(&it);) {
        struct str type = json_str(json_get(it.value, "type"));
        struct str id = text_of(json_get(it.value, "id"), r->a);
        struct str encoding = json_str(json_get(it.value, "encoding"));
        bool plain = encoding.n == 0 || str_is(encoding, "none");
        if (type.n == 0 || type.n > 100 || id.n == 0 || (plain && own_external(r, type, id)) ||
            ident_blocked(r->plan, IDENT_EXTERNAL, utf8_trim(id)))
            continue;
        unsigned kind = 0;
        for (size_t i = 0; i < sizeof known / sizeof *known && !kind; i++)
            if (str_is(type, known[i].type))
                kind = known[i].kind;
        if (kind && plain)
            add_text(r, kind, id);
        else
            add_text(r, IDENT_EXTERNAL,
                     str_of(arena_printf(r->a, "%.*s:%.*s", STR_FMT(type), STR_FMT(id))));
    }
}

static void read_traits(struct reading *r, struct json traits) {
    if (!json_is(traits, JSON_OBJECT))
        return;
    add(r, IDENT_EMAIL, json_get(traits, "email"));
    add(r, IDENT_PHONE, json_get(traits, "phone"));
    add(r, IDENT_CUSTOMER_NUMBER, json_get(traits, "customer_number"));
    add(r, IDENT_CUSTOMER_NUMBER, json_get(traits, "customerNumber"));
}

/* What stands there, or each of what stands there. */
static void read_path(struct reading *r, unsigned kind, struct json v, const struct own_from *f) {
    unsigned max = EVENT_IDENTS_MAX;
    for (uint32_t i = 0; i < f->n; i++) {
        if (!json_is(v, JSON_OBJECT))
            return;
        v = json_get_str(v, f->part[i]);
    }
    if (!json_is(v, JSON_ARRAY))
        add(r, kind, v);
    else
        for (struct json_it it = json_it(v); max-- > 0 && json_next(&it);)
            add(r, kind, it.value);
}

/* Declared kinds; those in externalIds are read where these are. */
static void read_own(struct reading *r, struct json message, struct json context) {
    for (uint32_t i = 0; i < r->plan->rules->n_own; i++) {
        const struct own_kind *o = &r->plan->rules->own[i];
        unsigned kind = r->plan->number[i];
        for (uint32_t k = 0; k < o->n_from && kind; k++) {
            const struct own_from *f = &o->from[k];
            if (f->place == OWN_TRAITS && r->ev->type != EVENT_GROUP)
                read_path(r, kind, json_get(message, "traits"), f);
            if (f->place == OWN_TRAITS && json_is(context, JSON_OBJECT))
                read_path(r, kind, json_get(context, "traits"), f);
            if (f->place == OWN_CONTEXT)
                read_path(r, kind, context, f);
            if (f->place == OWN_PROPERTIES)
                read_path(r, kind, json_get(message, "properties"), f);
        }
    }
}

static void read_region(struct reading *r, struct json context) {
    struct str l = json_str(json_get(context, "locale"));
    size_t n = l.n;
    if (n >= 5 && (l.s[n - 3] == '-' || l.s[n - 3] == '_')) {
        r->region[0] = (char)(l.s[n - 2] & ~0x20);
        r->region[1] = (char)(l.s[n - 1] & ~0x20);
    }
}

void unify_identify(void *room, struct json message, struct event *ev, struct arena *a) {
    struct reading r = { .u = room, .plan = ident_plan(room), .ev = ev, .a = a };
    struct json context = json_get(message, "context");
    read_region(&r, context);
    add(&r, IDENT_USER_ID, json_get(message, "userId"));
    add(&r, IDENT_ANONYMOUS_ID, json_get(message, "anonymousId"));
    if (ev->type != EVENT_GROUP) /* those are the group's */
        read_traits(&r, json_get(message, "traits"));
    read_own(&r, message, context);
    if (!json_is(context, JSON_OBJECT))
        return;
    read_traits(&r, json_get(context, "traits"));
    read_external(&r, json_get(context, "externalIds"));
    struct json device = json_get(context, "device");
    if (json_is(device, JSON_OBJECT)) {
        add(&r, IDENT_DEVICE_ID, json_get(device, "id"));
        add(&r, IDENT_ADVERTISING_ID, json_get(device, "advertisingId"));
        add(&r, IDENT_PUSH_TOKEN, json_get(device, "token"));
    }
}
