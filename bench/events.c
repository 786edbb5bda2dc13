/* events.c - see events.h. */
#include "events.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EVENT_MAX 1024u

/* ---- clocks and figures ---- */

int64_t bench_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int64_t bench_wall_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

void bench_time(int64_t ms, char out[25]) {
    time_t s = (time_t)(ms / 1000);
    struct tm tm;
    gmtime_r(&s, &tm);
    size_t n = strftime(out, 25, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out + n, 25 - n, ".%03dZ", (int)(ms % 1000));
}

void bench_die(const char *what) {
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void bench_sort(uint32_t *v, size_t n) { qsort(v, n, sizeof *v, by_value); }

double bench_quantile(const uint32_t *sorted, size_t n, double q) {
    if (n == 0)
        return 0;
    size_t i = (size_t)ceil(q * (double)n);
    return sorted[i > 0 ? i - 1 : 0];
}

/* ---- who does something ---- */

static uint64_t mix(uint64_t x) { /* splitmix64 */
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ x >> 27) * 0x94d049bb133111ebull;
    return x ^ x >> 31;
}

uint64_t population_random(struct population *p) { return mix(p->rng++); }

void population_init(struct population *p, uint32_t people, uint64_t first, uint64_t tag) {
    *p = (struct population){ .people = people, .next = first, .identify = first / 10,
                              .rng = mix(tag) ^ first, .tag = tag };
    double q = people / 1000.0 + 1;
    double ratio = log((people + q) / q);
    for (int i = 0; i <= ZIPF_STEPS; i++) {
        double rank = q * exp(ratio * i / ZIPF_STEPS) - q;
        p->rank[i] = rank >= people ? people : (uint32_t)rank;
    }
    p->rank[ZIPF_STEPS + 1] = people;
}

/* Neighbours in rank are no neighbours in number: the prime is no divisor of people. */
static uint32_t person_of_rank(const struct population *p, uint64_t rank) {
    return (uint32_t)(rank % p->people * 2654435761ull % p->people);
}

uint32_t population_draw(struct population *p) {
    uint64_t r = population_random(p);
    uint32_t i = (uint32_t)(r >> 51); /* 13 bits */
    uint64_t part = (r >> 20) & 0x7fffffff;
    uint64_t width = p->rank[i + 1] - p->rank[i];
    return person_of_rank(p, p->rank[i] + (width * part >> 31));
}

uint32_t population_top(struct population *p, uint32_t top) {
    return person_of_rank(p, population_random(p) % top);
}

/* ---- making bodies ---- */

static void put(struct body *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void put(struct body *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    b->len += (size_t)vsnprintf(b->text + b->len, EVENT_MAX, fmt, ap);
    va_end(ap);
}

static uint32_t mark(struct body *b, const char *filler) {
    uint32_t at = (uint32_t)b->len;
    put(b, "%s", filler);
    return at;
}

#define UUID "00000000-0000-4000-8000-000000000000"
#define STAMP "2000-01-01T00:00:00.000Z"

static const char *const events[] = { "Product Viewed", "Product Added", "Cart Viewed",
                                      "Order Completed", "Article Read", "Video Played",
                                      "Search Performed", "Coupon Applied" };
static const char *const products[] = { "Linen Shirt", "Trail Shoes", "Rice Cooker",
                                        "Desk Lamp", "Wool Coat", "Tea Set", "Headphones",
                                        "Yoga Mat", "Camp Stove", "Silk Scarf" };
static const char *const pages[] = { "Home", "Category", "Product", "Checkout", "Help",
                                     "Account" };
static const char *const names[] = { "Hanako Yamada", "Mika Sato", "Ken Ito", "Anna Weber",
                                     "Luca Rossi", "Emma Martin", "Noah Smith", "Yui Kato" };
static const char *const cities[] = { "Tokyo", "Osaka", "Berlin", "Paris", "Milan", "London",
                                      "Sapporo", "Madrid" };
static const char *const plans[] = { "free", "plus", "pro" };
static const char *const agents[] = { "Mozilla/5.0 (iPhone) Safari/605.1",
                                      "Mozilla/5.0 (X11) Firefox/128.0",
                                      "Mozilla/5.0 (Windows) Chrome/131.0" };
#define PICK(list, x) list[(x) % (sizeof(list) / sizeof(*list))]

static void put_number(struct body *b, struct slot *s, int i, const char *zeros) {
    s->digits[i] = (uint8_t)strlen(zeros);
    s->number[i] = mark(b, zeros);
}

static void put_track(struct body *b, struct slot *s, uint64_t v) {
    put(b, "\"type\":\"track\",\"event\":\"%s\",\"properties\":{\"product_id\":\"sku-",
        PICK(events, v >> 8));
    put_number(b, s, 0, "000000");
    put(b, "\",\"name\":\"%s\",\"price\":1", PICK(products, v >> 16));
    put_number(b, s, 1, "000");
    put(b, ",\"currency\":\"JPY\",\"quantity\":%d,\"session\":\"", (int)(v >> 24 & 3) + 1);
    put_number(b, s, 2, "0000000");
    put(b, "\"}");
}

static void put_page(struct body *b, struct slot *s, uint64_t v) {
    const char *name = PICK(pages, v >> 8);
    put(b, "\"type\":\"page\",\"name\":\"%s\",\"properties\":{\"path\":\"/%s/", name, name);
    put_number(b, s, 0, "000000");
    put(b, "\",\"url\":\"https://shop.example/%s/", name);
    put_number(b, s, 1, "000000");
    put(b, "\",\"referrer\":\"https://search.example/\"}");
}

static void put_identify(struct body *b, struct slot *s, uint64_t v) {
    s->identify = true;
    put(b, "\"type\":\"identify\",\"traits\":{\"email\":\"person");
    s->email = mark(b, "00000000");
    put(b, "@mail.example\",\"name\":\"%s\",\"plan\":\"%s\",\"age\":3", PICK(names, v >> 8),
        PICK(plans, v >> 16));
    put_number(b, s, 0, "0");
    put(b, ",\"city\":\"%s\"}", PICK(cities, v >> 24));
}

static void put_message(struct body *b, unsigned i, bool batch, uint64_t v) {
    struct slot *s = &b->slots[i];
    unsigned kind = batch ? i % 20 : 0;
    bool identify = kind % 10 == 9, anonymous = batch && i % 10 == 4;
    s->start = (uint32_t)b->len;
    put(b, "{\"messageId\":\"");
    s->message_id = mark(b, UUID);
    put(b, "\",\"anonymousId\":\"");
    s->anonymous_id = mark(b, UUID);
    if (!anonymous) {
        put(b, "\",\"userId\":\"usr_");
        s->user_id = mark(b, "00000000");
    }
    put(b, "\",\"timestamp\":\"");
    s->time = mark(b, STAMP);
    put(b, "\",\"context\":{\"library\":{\"name\":\"bench\",\"version\":\"1.0.0\"},");
    put(b, "\"ip\":\"203.0.113.");
    put_number(b, s, 3, "00");
    put(b, "\",\"locale\":\"ja-JP\",\"userAgent\":\"%s\"},", PICK(agents, v >> 32));
    if (identify)
        put_identify(b, s, v);
    else if (kind == 3 || kind == 7 || kind == 12)
        put_page(b, s, v);
    else
        put_track(b, s, v);
    put(b, "}");
    s->len = (uint32_t)b->len - s->start;
}

static void put_messages(struct body *b, bool batch, uint64_t variant) {
    if (batch)
        put(b, "{\"batch\":[");
    for (unsigned i = 0; i < b->n; i++) {
        if (i > 0)
            put(b, ",");
        put_message(b, i, batch, mix(variant * 1000 + i));
    }
    if (batch) {
        put(b, "],\"sentAt\":\"");
        b->sent_at = mark(b, STAMP);
        put(b, "\"}");
    }
}

void body_init(struct body *b, unsigned n, bool batch, const char *head, uint64_t variant) {
    *b = (struct body){ .n = n };
    b->text = calloc(n + 3, EVENT_MAX);
    b->slots = calloc(n, sizeof *b->slots);
    if (!b->text || !b->slots)
        bench_die("memory");
    put_messages(b, batch, variant); /* once to learn the length */
    size_t json = b->len;
    b->len = 0;
    if (head) {
        b->head_len = (size_t)snprintf(b->text, EVENT_MAX, "%s%zu\r\n\r\n", head, json);
        b->len = b->head_len;
    }
    memset(b->slots, 0, n * sizeof *b->slots);
    put_messages(b, batch, variant);
}

void body_release(struct body *b) {
    free(b->text);
    free(b->slots);
}

/* ---- varying them ---- */

static void digits(char *at, unsigned width, uint64_t v) {
    for (; width > 0; v /= 10)
        at[--width] = (char)('0' + v % 10);
}

static void uuid(char *at, uint64_t a, uint64_t b) {
    static const char hex[] = "0123456789abcdef";
    static const uint8_t where[30] = { 0,  1,  2,  3,  4,  5,  6,  7,  9,  10, 11, 12, 15, 16, 17,
                                       20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35 };
    for (int i = 0; i < 15; i++, a >>= 4)
        at[where[i]] = hex[a & 15];
    for (int i = 15; i < 30; i++, b >>= 4)
        at[where[i]] = hex[b & 15];
}

void body_vary(struct body *b, struct population *p, int64_t now_ms) {
    char now[25];
    bench_time(now_ms, now);
    for (unsigned i = 0; i < b->n; i++) {
        struct slot *s = &b->slots[i];
        uint64_t id = mix(p->next++ ^ p->tag << 40), r = population_random(p);
        uint32_t who = s->identify ? person_of_rank(p, p->identify++) : population_draw(p);
        uuid(b->text + s->message_id, id, mix(id));
        uint64_t device = mix(0xd00d0000000ull + who);
        uuid(b->text + s->anonymous_id, device, mix(device));
        if (s->user_id)
            digits(b->text + s->user_id, 8, who);
        if (s->email)
            digits(b->text + s->email, 8, who);
        memcpy(b->text + s->time, now, 24);
        for (int k = 0; k < 4; k++, r >>= 14)
            if (s->digits[k])
                digits(b->text + s->number[k], s->digits[k], r & 0x3fffff);
    }
    if (b->sent_at)
        memcpy(b->text + b->sent_at, now, 24);
}
