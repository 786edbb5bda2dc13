/* search.c - see search.h.
 *
 * THEORY      A block is found by zstd's magic number behind its head.  In an SQLite file a frame
 *             goes on in overflow pages: each begins with the number of the next.  Where a
 *             block does not end in its page, every place that can hold such a number is tried;
 *             the block's checksum tells which was right.  So blocks in free pages and in old
 *             versions of pages in the write-ahead log are found like those in use.
 * LIMITS      A block whose head itself is cut by a page's end is seen only where the page is
 *             in use, as part of its frame.
 */
#include "core/search.h"

#include "base/id.h"
#include "base/json.h"
#include "core/core_internal.h"

#include <stdio.h>
#include <stdlib.h>

#define NEEDLES_MAX 4

struct search {
    struct { char *s; size_t n; bool exact; } needle[NEEDLES_MAX];
    int n;
    struct zblock *z;
    struct buf raw, part;
    search_hit *hit;
    void *ctx;
    uint64_t hits;
};

static void needle_add(struct search *s, const char *p, size_t n, bool exact) {
    for (int i = 0; i < s->n; i++)
        if (s->needle[i].n == n && memcmp(s->needle[i].s, p, n) == 0)
            return;
    CHECK(s->n < NEEDLES_MAX);
    char *copy = malloc(n + 1);
    CHECK(copy && n > 0);
    for (size_t i = 0; i < n; i++)
        copy[i] = !exact && p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] | 0x20) : p[i];
    s->needle[s->n].s = copy;
    s->needle[s->n].n = n;
    s->needle[s->n++].exact = exact;
}

/* As JSON may hold it: escaped as our writer does, and with \u for all that is not ASCII. */
static void needle_json(struct search *s, struct str value) {
    struct buf b;
    struct jw w;
    buf_init(&b, "needle", 65536);
    jw_init(&w, &b);
    jw_str(&w, value);
    if (b.len > 2)
        needle_add(s, b.data + 1, b.len - 2, false);
    buf_reset(&b);
    for (size_t i = 0; i < value.n;) {
        unsigned char c = (unsigned char)value.s[i];
        uint32_t cp = c, more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
        if (more)
            cp = c & (0x3f >> more);
        for (i++; more > 0 && i < value.n; more--, i++)
            cp = cp << 6 | ((unsigned char)value.s[i] & 0x3f);
        if (cp < 0x80)
            buf_putc(&b, (char)cp);
        else if (cp < 0x10000)
            buf_printf(&b, "\\u%04x", cp);
        else
            buf_printf(&b, "\\u%04x\\u%04x", 0xd800 + ((cp - 0x10000) >> 10),
                       0xdc00 + ((cp - 0x10000) & 0x3ff));
    }
    if (b.len > 0)
        needle_add(s, b.data, b.len, false);
    buf_release(&b);
}

struct search *search_new(struct str value, search_hit *hit, void *ctx) {
    struct search *s = calloc(1, sizeof *s);
    struct id id;
    CHECK(s && value.n > 0);
    s->hit = hit;
    s->ctx = ctx;
    s->z = zblock_new(1);
    buf_init(&s->raw, "block", FRAME_BYTES_MAX);
    buf_init(&s->part, "block", FRAME_BYTES_MAX);
    needle_add(s, value.s, value.n, false);
    needle_json(s, value);
    if (id_parse(value, &id) == 0)
        needle_add(s, (const char *)id.b, sizeof id.b, true);
    return s;
}

void search_free(struct search *s) {
    if (!s)
        return;
    for (int i = 0; i < s->n; i++)
        free(s->needle[i].s);
    buf_release(&s->raw);
    buf_release(&s->part);
    zblock_free(s->z);
    free(s);
}

uint64_t search_hits(const struct search *s) { return s->hits; }

static bool same(const struct search *s, int k, const char *p) {
    const char *needle = s->needle[k].s;
    for (size_t i = 0; i < s->needle[k].n; i++) {
        char c = p[i];
        if (!s->needle[k].exact && c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c != needle[i])
            return false;
    }
    return true;
}

void search_bytes(struct search *s, const char *place, struct str bytes) {
    for (int k = 0; k < s->n; k++) {
        char first = s->needle[k].s[0];
        char other = !s->needle[k].exact && first >= 'a' && first <= 'z' ? (char)(first & ~0x20)
                                                                        : first;
        for (size_t i = 0; i + s->needle[k].n <= bytes.n; i++)
            if ((bytes.s[i] == first || bytes.s[i] == other) && same(s, k, bytes.s + i)) {
                s->hits++;
                s->hit(s->ctx, place, i);
                break; /* once a piece says enough */
            }
    }
}

static const char magic[4] = { 0x28, (char)0xb5, 0x2f, (char)0xfd };

/* The block at p, when there is one: whether it was whole. */
static bool block_at(struct search *s, const char *place, const void *p, size_t n) {
    struct err err = ERR_INIT;
    size_t size;
    if (zblock_size(p, n, &size, &err) < 0 || size > n ||
        zblock_unpack(s->z, p, n, &s->raw, &err) < 0)
        return false;
    char text[160];
    snprintf(text, sizeof text, "%s, compressed", place);
    search_bytes(s, text, buf_str(&s->raw));
    return true;
}

void search_blob(struct search *s, const char *place, struct str bytes) {
    search_bytes(s, place, bytes);
    for (size_t i = ZBLOCK_HEAD; i + 4 <= bytes.n; i++)
        if (bytes.s[i] == magic[0] && memcmp(bytes.s + i, magic, 4) == 0)
            block_at(s, place, bytes.s + i - ZBLOCK_HEAD, bytes.n - i + ZBLOCK_HEAD);
}

int search_frame(struct search *s, uint64_t first_seq, uint32_t n, struct str body,
                 struct err *err) {
    struct frame_walk w;
    struct entry e;
    struct buf raw;
    uint32_t block;
    int rc;
    buf_init(&raw, "block", FRAME_BYTES_MAX);
    rc = frame_open(&w, s->z, &raw, first_seq, n, body, err);
    while (rc == 0 && (rc = frame_next(&w, &e, &block, err)) > 0) {
        char place[96];
        snprintf(place, sizeof place, "log frame %llu, entry %llu of kind %u",
                 (unsigned long long)first_seq, (unsigned long long)e.seq, e.kind);
        search_bytes(s, place, e.body);
        rc = 0;
    }
    buf_release(&raw);
    return rc;
}

/* ---- an SQLite file, and its write-ahead log, as pages ---- */

struct pages {
    struct search *s;
    const uint8_t **at; /* images */
    uint32_t *number;   /* of each */
    size_t n;
    uint32_t size;
};

static uint32_t be32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The image of a page nearest to image i, or NULL. */
static const uint8_t *image_of(const struct pages *g, uint32_t number, size_t i, size_t *ret) {
    if (g->number == NULL) {
        *ret = number - 1;
        return number >= 1 && number <= g->n ? g->at[number - 1] : NULL;
    }
    for (size_t d = 0; d < g->n; d++) {
        if (i + d < g->n && g->number[i + d] == number)
            return g->at[*ret = i + d];
        if (d <= i && g->number[i - d] == number)
            return g->at[*ret = i - d];
    }
    return NULL;
}

/* Go on behind `have` bytes of a block in overflow page `next`; true when it was whole. */
static bool go_on(struct pages *g, const char *place, uint32_t next, size_t from, size_t want) {
    size_t i = from, had = g->s->part.len;
    while (g->s->part.len < want) {
        const uint8_t *p = image_of(g, next, i, &i);
        size_t left = want - g->s->part.len;
        if (!p)
            break;
        buf_put(&g->s->part, p + 4, left < g->size - 4 ? left : g->size - 4);
        next = be32(p);
    }
    bool whole = g->s->part.len >= want &&
                 block_at(g->s, place, g->s->part.data, g->s->part.len);
    g->s->part.len = had;
    return whole;
}

/* A block begins at off of image i. */
static void page_block(struct pages *g, const char *place, size_t i, size_t off) {
    const uint8_t *p = g->at[i];
    struct err err = ERR_INIT;
    size_t want;
    if (zblock_size(p + off, g->size - off, &want, &err) < 0)
        return;
    if (want <= g->size - off) {
        block_at(g->s, place, p + off, want);
        return;
    }
    buf_reset(&g->s->part);
    buf_put(&g->s->part, p + off, g->size - off);
    if (go_on(g, place, be32(p), i, want)) /* it began in an overflow page */
        return;
    for (size_t end = off + ZBLOCK_HEAD; end + 4 <= g->size; end++) {
        uint32_t next = be32(p + end);
        if (next == 0 || next > 1u << 24)
            continue;
        g->s->part.len = end - off;
        if (go_on(g, place, next, i, want))
            return;
    }
}

static void page_search(struct pages *g, const char *place, size_t i) {
    const uint8_t *p = g->at[i];
    search_bytes(g->s, place, str_n((const char *)p, g->size));
    for (size_t k = ZBLOCK_HEAD; k + 4 <= g->size; k++)
        if (memcmp(p + k, magic, 4) == 0)
            page_block(g, place, i, k - ZBLOCK_HEAD);
}

static void pages_search(struct pages *g, const char *file) {
    for (size_t i = 0; i < g->n; i++) {
        char place[256];
        snprintf(place, sizeof place, "%s, page %lu%s", file,
                 (unsigned long)(g->number ? g->number[i] : i + 1),
                 g->number ? " as written ahead" : "");
        page_search(g, place, i);
    }
}

#define WAL_HEAD 32u
#define WAL_FRAME_HEAD 24u

void search_sqlite(struct search *s, const char *file, struct str bytes) {
    const uint8_t *p = (const uint8_t *)bytes.s;
    bool wal = bytes.n >= WAL_HEAD && (be32(p) & ~1u) == 0x377f0682u;
    struct pages g = { .s = s };
    if (bytes.n < 100)
        return;
    g.size = wal ? be32(p + 8) : (uint32_t)p[16] << 8 | p[17];
    g.size = g.size == 1 ? 65536 : g.size;
    if (g.size < 512 || g.size > 65536)
        return;
    size_t head = wal ? WAL_HEAD : 0, step = g.size + (wal ? WAL_FRAME_HEAD : 0);
    g.n = (bytes.n - head) / step;
    g.at = calloc(g.n + 1, sizeof *g.at);
    g.number = wal ? calloc(g.n + 1, sizeof *g.number) : NULL;
    CHECK(g.at && (!wal || g.number));
    for (size_t i = 0; i < g.n; i++) {
        const uint8_t *at = p + head + i * step;
        g.at[i] = wal ? at + WAL_FRAME_HEAD : at;
        if (wal)
            g.number[i] = be32(at);
    }
    pages_search(&g, file);
    free(g.at);
    free(g.number);
}
