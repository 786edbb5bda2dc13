/* throttle.c - failures are counted, and then cost time.
 *
 * THEORY      Failures are counted for the pair of account and address, for the address, and for
 *             the account.  Past the free ones each doubles the wait, up to THROTTLE_MS.  The count
 *             of an account alone is what stops guessing from many addresses, and also what
 *             others could use to keep somebody out; so a device that has signed in to the
 *             account before (it holds a cookie that says so, api/session.c) is counted by
 *             itself and by nothing else.  An attempt counts when it begins, so that many at
 *             once are no way around it.
 * INVARIANTS  (1) An attempt that is refused changes nothing: waiting is enough.
 * LIMITS      SETS * WAYS counts; when a set is full the one with the fewest failures goes.  To
 *             push one out takes as many failures elsewhere, each the price of a password's hash.
 *             Counts are of this process: they begin anew with a start and with another writer.
 * THREADS     Any. */
#include "guard/throttle.h"

#include "base/buf.h"
#include "base/check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>

#define SETS 1024u
#define WAYS 8u
#define ATTEMPT_COUNTS 3

struct count {
    uint64_t id; /* 0: free */
    int64_t last_ms;
    uint32_t n;
};

struct throttle {
    struct hash_key key;
    pthread_mutex_t lock;
    struct count counts[SETS][WAYS];
};

struct throttle *throttle_new(struct hash_key key) {
    struct throttle *t = calloc(1, sizeof(*t));
    CHECK(t);
    t->key = key;
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void throttle_free(struct throttle *t) {
    if (!t)
        return;
    pthread_mutex_destroy(&t->lock);
    free(t);
}

/* ---- what is counted together ---- */

static void put_address(struct buf *b, struct str address) {
    char z[INET6_ADDRSTRLEN] = "";
    struct in6_addr six;
    memcpy(z, address.n ? address.s : "", address.n < sizeof(z) ? address.n : sizeof(z) - 1);
    if (inet_pton(AF_INET6, z, &six) == 1 && !IN6_IS_ADDR_V4MAPPED(&six))
        buf_bytes(b, str_n((const char *)&six, 8));
    else
        buf_bytes(b, address);
}

static uint64_t id_of(const struct throttle *t, const struct attempt *a, char which) {
    struct buf b;
    buf_init(&b, "attempt", 1 << 16);
    buf_putc(&b, which);
    buf_bytes(&b, str_of(a->what));
    if (which == 'p' || which == 'c')
        buf_bytes(&b, a->account);
    if (which == 'p' || which == 'a')
        put_address(&b, a->address);
    if (which == 'd')
        buf_bytes(&b, a->device);
    uint64_t id = hash_sip(t->key, b.data, b.len);
    buf_release(&b);
    return id ? id : 1;
}

struct part { uint64_t id; uint32_t free; };

static int parts_of(const struct throttle *t, const struct attempt *a,
                    struct part parts[ATTEMPT_COUNTS]) {
    if (a->device.n) {
        parts[0] = (struct part){ id_of(t, a, 'd'), THROTTLE_FREE };
        return 1;
    }
    parts[0] = (struct part){ id_of(t, a, 'p'), THROTTLE_FREE };
    parts[1] = (struct part){ id_of(t, a, 'a'), THROTTLE_FREE_ALL };
    parts[2] = (struct part){ id_of(t, a, 'c'), THROTTLE_FREE_ALL };
    return ATTEMPT_COUNTS;
}

/* ---- counting ---- */

static struct count *find(struct throttle *t, uint64_t id) {
    struct count *set = t->counts[id % SETS];
    for (uint32_t i = 0; i < WAYS; i++)
        if (set[i].id == id)
            return &set[i];
    return NULL;
}

/* One that is forgotten, or else the one with the fewest failures, gives way. */
static struct count *place_for(struct count set[WAYS], int64_t now) {
    struct count *at = &set[0];
    for (uint32_t i = 0; i < WAYS; i++) {
        struct count *c = &set[i];
        if (!c->id || now - c->last_ms >= THROTTLE_MS)
            return c;
        if (c->n < at->n || (c->n == at->n && c->last_ms < at->last_ms))
            at = c;
    }
    return at;
}

static struct count *find_or_make(struct throttle *t, uint64_t id, int64_t now) {
    struct count *at = find(t, id);
    if (!at)
        at = place_for(t->counts[id % SETS], now);
    if (at->id != id || now - at->last_ms >= THROTTLE_MS)
        *at = (struct count){ .id = id };
    return at;
}

static int64_t wait_of(const struct count *c, uint32_t free_n, int64_t now) {
    if (!c || c->n < free_n || now - c->last_ms >= THROTTLE_MS)
        return 0;
    uint32_t past = c->n - free_n;
    int64_t wait = past < 20 ? (int64_t)THROTTLE_FIRST_MS << past : THROTTLE_MS;
    wait = c->last_ms + (wait < THROTTLE_MS ? wait : THROTTLE_MS) - now;
    return wait > 0 ? wait : 0;
}

int64_t throttle_try(struct throttle *t, struct attempt *a, int64_t now_ms) {
    struct part parts[ATTEMPT_COUNTS];
    int n = parts_of(t, a, parts);
    int64_t wait = 0;
    a->locks = false;
    pthread_mutex_lock(&t->lock);
    for (int i = 0; i < n; i++) {
        int64_t w = wait_of(find(t, parts[i].id), parts[i].free, now_ms);
        wait = w > wait ? w : wait;
    }
    for (int i = 0; i < n && !wait; i++) {
        struct count *c = find_or_make(t, parts[i].id, now_ms);
        c->n++;
        c->last_ms = now_ms;
        a->locks |= c->n >= parts[i].free;
    }
    pthread_mutex_unlock(&t->lock);
    return wait;
}

void throttle_well(struct throttle *t, const struct attempt *a) {
    struct part parts[ATTEMPT_COUNTS];
    int n = parts_of(t, a, parts);
    pthread_mutex_lock(&t->lock);
    for (int i = 0; i < n; i++) {
        struct count *c = find(t, parts[i].id);
        if (c && i == 0)
            c->n = 0; /* whoever knows it has no need to guess */
        else if (c && c->n)
            c->n--;
    }
    pthread_mutex_unlock(&t->lock);
}
