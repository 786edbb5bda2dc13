/* events.h - the events of the benchmark: made once, varied in place.
 *
 * A body holds n messages as a Segment client sends them: 75 % track, 15 % page, 10 % identify
 * (five traits), 430 to 480 bytes each.  What differs from one use to the next has a fixed
 * width and is overwritten where it stands, so varying a message costs about 0.2 us and the
 * generator leaves the machine to the server.
 *
 * Every tenth message of the whole stream identifies, going round all people, so after
 * 10 x people messages everybody has been identified once.  All others belong to a person drawn
 * from a Zipf-Mandelbrot law (1 / (rank + people/1000)): the busiest 1 % make a third of the
 * events.  Every tenth of these comes from a device that has not signed in: it has an
 * anonymousId alone.
 */
#ifndef BENCH_EVENTS_H
#define BENCH_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZIPF_STEPS 8192

struct population {
    uint32_t people;
    uint64_t next;     /* message number; its id is made from it */
    uint64_t identify; /* identifies so far */
    uint64_t rng;
    uint64_t tag;      /* of this run, so that ids of two runs differ */
    uint32_t rank[ZIPF_STEPS + 2];
};

struct slot { /* where a message's varying parts lie in the body; 0: it has none */
    uint32_t start, len;
    uint32_t message_id, anonymous_id, user_id, email, time;
    uint32_t number[4];
    uint8_t digits[4];
    bool identify;
};

struct body {
    char *text;   /* head_len bytes of HTTP head, then the JSON */
    size_t len, head_len;
    unsigned n;
    struct slot *slots;
    uint32_t sent_at;
};

void population_init(struct population *p, uint32_t people, uint64_t first, uint64_t tag);
uint32_t population_draw(struct population *p);
/* The same, but only among the `top` busiest, each as likely as the next. */
uint32_t population_top(struct population *p, uint32_t top);
uint64_t population_random(struct population *p);

/* n messages; batch: {"batch": […]}, else one track.  head: written in front; %zu in it is the
 * JSON's length.  variant chooses words, so that bodies differ. */
void body_init(struct body *b, unsigned n, bool batch, const char *head, uint64_t variant);
/* Make it the next n messages of the population. */
void body_vary(struct body *b, struct population *p, int64_t now_ms);
void body_release(struct body *b);

int64_t bench_wall_ms(void);
int64_t bench_ns(void); /* monotonic */
void bench_time(int64_t ms, char out[25]);
void bench_die(const char *what);
/* The q-th (0..1) of n sorted values. */
double bench_quantile(const uint32_t *sorted, size_t n, double q);
void bench_sort(uint32_t *v, size_t n);

#endif
