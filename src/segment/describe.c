/* describe.c - what an expression looks at, and names in it that nobody ever sent.
 *
 * LIMITS      NAMES_LOOK names are compared with one that is not known.
 */
#include "segment/segment_internal.h"

#define NAMES_LOOK 5000u

void segment_plan_text(const struct seg_plan *p, struct buf *out) { cel_plan_text(p->cel, out); }

static const char *type_name(uint8_t type) {
    return type == EVENT_PAGE ? "page" : type == EVENT_SCREEN ? "screen" : "track";
}

static void event_json(const struct seg_plan *p, uint32_t source, struct jw *w) {
    const struct seg_source *x = &p->source[source];
    jw_obj(w);
    JW_Z(w, "type", type_name(x->type));
    jw_key(w, "name");
    if (x->name.s)
        jw_str(w, x->name);
    else
        jw_null(w);
    jw_key(w, "properties");
    jw_arr(w);
    for (uint32_t i = 0; i < p->n_fields; i++)
        if (p->field[i].sort == source + 1)
            jw_str(w, p->field[i].name);
    jw_arr_end(w);
    jw_obj_end(w);
}

void segment_plan_json(const struct seg_plan *p, struct jw *w) {
    jw_key(w, "traits");
    jw_arr(w);
    for (uint32_t i = 0; i < p->n_fields; i++)
        if (p->field[i].sort == 0)
            jw_str(w, p->field[i].name);
    jw_arr_end(w);
    jw_key(w, "events");
    jw_arr(w);
    for (uint32_t i = 0; i < p->n_sources; i++)
        event_json(p, i, w);
    jw_arr_end(w);
    jw_key(w, "audiences");
    jw_arr(w);
    for (uint32_t i = 0; i < p->n_audiences; i++)
        jw_str(w, p->audience[i]);
    jw_arr_end(w);
}

/* ---- warnings ---- */

/* Only names of about the same length can be near. */
static struct str nearest(struct segment *s, struct str name) {
    uint32_t best = (uint32_t)(name.n < 4 ? 1 : name.n < 8 ? 2 : 3) + 1;
    struct str found = STR("");
    for (uint32_t i = 1; i < NAMES_LOOK; i++) {
        struct str other = unify_name_text(s->unify, i);
        if (other.n == 0)
            break;
        if (other.n + best <= name.n || name.n + best <= other.n)
            continue;
        uint32_t d = cel_distance(name, other, best);
        if (d < best) {
            best = d;
            found = other;
        }
    }
    return found;
}

static void warn(struct segment *s, const char *what, struct str name, uint32_t at, uint32_t end,
                 struct jw *w) {
    struct buf b;
    buf_init(&b, "warning", 2048);
    buf_printf(&b, "%s \"%.*s\"", what, STR_FMT(name));
    jw_obj(w);
    JW_STR(w, "message", buf_str(&b));
    JW_STR(w, "hint", nearest(s, name));
    JW_INT(w, "at", at);
    JW_INT(w, "length", end - at);
    jw_obj_end(w);
    buf_release(&b);
}

void segment_warnings_json(struct segment *s, const struct seg_plan *p, struct jw *w) {
    jw_key(w, "warnings");
    jw_arr(w);
    for (uint32_t i = 0; i < p->n_fields; i++) {
        const struct seg_field *f = &p->field[i];
        if (f->sort == 0 && unify_name_number(s->unify, f->name) == 0)
            warn(s, "nobody has a trait", f->name, f->at, f->end, w);
    }
    for (uint32_t i = 0; i < p->n_sources; i++) {
        const struct seg_source *x = &p->source[i];
        if (x->name.s && unify_name_number(s->unify, x->name) == 0)
            warn(s, "there was never an event", x->name, x->at, x->end, w);
    }
    jw_arr_end(w);
}

void segment_filling(struct segment *s, uint64_t *ret_done, uint64_t *ret_of) {
    seg_fill_progress(s, ret_done, ret_of);
}
