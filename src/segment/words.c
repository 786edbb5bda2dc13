/* words.c - every text that stands in a cell, once, and cells made of JSON.
 *
 * THEORY      A cell of a text holds the number of a word; words are counted, and the last cell
 *             that goes takes the word's bytes with it, so that nothing of an erased person stays.
 * THREADS     Core thread.
 */
#include "segment/segment_internal.h"

static struct seg_word *word_at(struct segment *s, uint32_t i) {
    return hvec_at(s->h, &s->root->words, i);
}

struct str seg_word_text(struct segment *s, uint32_t word) {
    const struct seg_word *w = word_at(s, word);
    return str_n(w->n ? heap_at(s->h, w->at) : "", w->n);
}

struct probe { struct segment *s; struct str text; };

static bool same(const void *ctx, uint32_t i) {
    const struct probe *p = ctx;
    return str_eq(seg_word_text(p->s, i), p->text);
}

static uint64_t hash_of(const struct segment *s, struct str text) {
    return hash_sip(s->key, text.s, text.n);
}

uint32_t seg_word_take(struct segment *s, struct str text) {
    const struct probe p = { s, text };
    const uint64_t hash = hash_of(s, text);
    uint32_t i = hidx_find(s->h, &s->root->words_ix, hash, same, &p);
    if (i != NONE) {
        HEAP_SET(s->h, word_at(s, i)->refs, word_at(s, i)->refs + 1);
        return i;
    }
    if (s->root->free_word) {
        i = s->root->free_word - 1;
        HEAP_SET(s->h, s->root->free_word, word_at(s, i)->at);
    } else {
        i = hvec_push(s->h, &s->root->words, NULL);
    }
    href at = text.n ? heap_alloc(s->h, text.n) : 0;
    if (text.n)
        memcpy(heap_at(s->h, at), text.s, text.n);
    struct seg_word *w = heap_touch(s->h, word_at(s, i), sizeof *w);
    *w = (struct seg_word){ at, (uint32_t)text.n, 1 };
    hidx_put(s->h, &s->root->words_ix, hash, i);
    return i;
}

void seg_word_drop(struct segment *s, uint32_t word) {
    struct seg_word *w = heap_touch(s->h, word_at(s, word), sizeof *w);
    CHECK(w->refs > 0);
    if (--w->refs > 0)
        return;
    CHECK(hidx_del(s->h, &s->root->words_ix, hash_of(s, seg_word_text(s, word)), word));
    if (w->n)
        heap_wipe(s->h, w->at, w->n);
    *w = (struct seg_word){ .at = s->root->free_word };
    HEAP_SET(s->h, s->root->free_word, word + 1);
}

static seg_cell number_cell(struct json v) {
    double d;
    seg_cell bits;
    CHECK(json_double(v, &d));
    d = d == 0 ? -0.0 : d;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

static seg_cell json_cell(struct json v, seg_take *take, void *ctx) {
    struct buf b;
    struct jw w;
    buf_init(&b, "property", EVENT_BYTES_MAX);
    jw_init(&w, &b);
    jw_value(&w, v);
    seg_cell c = seg_cell_tag(SEG_JSON, take(ctx, buf_str(&b)));
    buf_release(&b);
    return c;
}

seg_cell seg_cell_from(struct json v, seg_take *take, void *ctx) {
    switch (json_type(v)) {
    case JSON_NONE:
        return 0;
    case JSON_NULL:
        return seg_cell_tag(SEG_NULL, 0);
    case JSON_BOOL:
        return seg_cell_tag(json_true(v) ? SEG_TRUE : SEG_FALSE, 0);
    case JSON_STRING:
        return seg_cell_tag(SEG_STRING, take(ctx, json_str(v)));
    case JSON_ARRAY:
    case JSON_OBJECT:
        return json_cell(v, take, ctx);
    default:
        return number_cell(v);
    }
}

static uint32_t take_word(void *ctx, struct str text) { return seg_word_take(ctx, text); }

seg_cell seg_cell_of(struct segment *s, struct json v) { return seg_cell_from(v, take_word, s); }

void seg_cell_drop(struct segment *s, seg_cell c) {
    unsigned tag = seg_tag_of(c);
    if (tag == SEG_STRING || tag == SEG_JSON)
        seg_word_drop(s, (uint32_t)c);
}
