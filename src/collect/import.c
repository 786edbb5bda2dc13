/* import.c - bulk import: lines of JSON of any number, in bounded memory.
 *
 * THEORY      Lines are built into a batch as they come; a batch that holds PIECE_BYTES of
 *             lines or PIECE_LINES of them goes to the core as one command.  At most
 *             COLLECT_IMPORT_OUTSTANDING are on their way, then the feeder is told to wait, so
 *             the client is slowed down to what the core can take.
 * INVARIANTS  (1) Pieces are taken in order: the core's queue is one.
 *             (2) The struct goes away when the feeder has let go and no piece is under way.
 * LIMITS      EVENT_BYTES_MAX a line; a longer one is a reject and is passed over.
 * THREADS     One feeder at a time; piece_done() on the core thread; shared under `lock`. */
#include "collect/collect_internal.h"

#include <stdlib.h>

#define PIECE_BYTES (256u << 10)
#define PIECE_LINES 1000u

struct collect_import {
    struct collect *room;
    collect_ready *ready;
    void *own;
    struct collect_origin origin;
    /* the feeder's */
    struct collect_batch *piece; /* being built, or NULL */
    size_t piece_bytes;
    struct collect_batch *queue, **queue_end; /* built, to be submitted in this order */
    bool ending;
    struct buf carry;  /* a line whose end has not come */
    bool skipping;     /* until the end of a line that is too long */
    uint64_t line;     /* lines begun */
    /* shared */
    pthread_mutex_t lock;
    unsigned outstanding, wait_below; /* call ready() when outstanding < wait_below; 0: no */
    bool let_go;
    struct err failed;
    struct collect_import_result result;
};

struct collect_import *collect_import_new(struct collect *c, uint32_t source,
                                          collect_ready *ready, void *own) {
    struct collect_import *im = calloc(1, sizeof(*im));
    CHECK(im);
    im->room = c;
    im->ready = ready;
    im->own = own;
    im->queue_end = &im->queue;
    im->origin = (struct collect_origin){ .source = source, .import = true };
    buf_init(&im->carry, "line", EVENT_BYTES_MAX + 1);
    pthread_mutex_init(&im->lock, NULL);
    return im;
}

static void import_drop(struct collect_import *im) {
    collect_batch_free(im->piece);
    for (struct collect_batch *b = im->queue, *next; b; b = next) {
        next = b->next;
        collect_batch_free(b);
    }
    buf_release(&im->carry);
    pthread_mutex_destroy(&im->lock);
    free(im);
}

void collect_import_free(struct collect_import *im) {
    if (!im)
        return;
    pthread_mutex_lock(&im->lock);
    im->let_go = true;
    bool last = im->outstanding == 0;
    pthread_mutex_unlock(&im->lock);
    if (last)
        import_drop(im);
}

static void add_result(struct collect_import *im, const struct collect_batch *b) {
    struct collect_import_result *res = &im->result;
    struct collect_result r = collect_batch_result(b);
    res->received += r.received;
    res->accepted += r.accepted;
    res->duplicates += r.duplicates;
    res->rejected += r.rejected;
    for (const struct rejected *x = b->build.rejects;
         x && res->n_errors < COLLECT_IMPORT_ERRORS; x = x->next) {
        struct collect_import_error *e = &res->errors[res->n_errors++];
        size_t n = x->detail.n < sizeof(e->detail) ? x->detail.n : sizeof(e->detail) - 1;
        e->line = x->line;
        e->reason = x->reason;
        memcpy(e->detail, x->detail.s, n);
        e->detail[n] = 0;
    }
}

static void piece_done(struct collect_batch *b, void *own, const struct err *err, uint64_t seq) {
    struct collect_import *im = own;
    (void)seq;
    pthread_mutex_lock(&im->lock);
    if (!err)
        add_result(im, b);
    else if (im->failed.code == E_OK)
        im->failed = *err;
    im->outstanding--;
    bool call = im->outstanding < im->wait_below;
    if (call)
        im->wait_below = 0;
    bool drop = im->let_go && im->outstanding == 0;
    collect_ready *ready = im->ready;
    void *to = im->own;
    pthread_mutex_unlock(&im->lock);
    collect_batch_free(b);
    if (drop)
        import_drop(im);
    else if (call)
        ready(to); /* the feeder may free im from here on */
}

void collect_import_wait(struct collect_import *im) {
    pthread_mutex_lock(&im->lock);
    unsigned below = im->ending ? 1 : COLLECT_IMPORT_OUTSTANDING;
    if (im->queue && im->outstanding < below)
        below = im->outstanding; /* refused for want of room: the next that is done makes some */
    bool now = im->outstanding == 0 || im->outstanding < below;
    im->wait_below = now ? 0 : below;
    pthread_mutex_unlock(&im->lock);
    if (now)
        im->ready(im->own);
}

/* Submit what is built.  0: all of it.  1: not all, but a piece under way will make room.
 * -1: neither. */
static int submit(struct collect_import *im, struct err *err) {
    while (im->queue) {
        struct collect_batch *b = im->queue, *next = b->next;
        struct err e = ERR_INIT;
        pthread_mutex_lock(&im->lock);
        bool room = im->outstanding < COLLECT_IMPORT_OUTSTANDING;
        im->outstanding += room; /* first: b may be done before submit returns */
        pthread_mutex_unlock(&im->lock);
        if (!room)
            return 1;
        if (collect_batch_submit(b, piece_done, im, &e) == 0) {
            im->queue = next;
            if (!next)
                im->queue_end = &im->queue;
            continue;
        }
        pthread_mutex_lock(&im->lock);
        bool others = --im->outstanding > 0;
        pthread_mutex_unlock(&im->lock);
        if (others)
            return 1;
        if (err)
            *err = e;
        return -1;
    }
    return 0;
}

/* What is being built is complete. */
static void piece_end(struct collect_import *im) {
    im->piece->next = NULL;
    *im->queue_end = im->piece;
    im->queue_end = &im->piece->next;
    im->piece = NULL;
}

static struct collect_batch *piece(struct collect_import *im) {
    if (!im->piece) {
        struct collect_batch *b = collect_batch_new(im->room);
        b->s = scratch_take(im->room);
        batch_begin(b, &im->origin, PIECE_LINES);
        im->piece = b;
        im->piece_bytes = 0;
    }
    return im->piece;
}

/* One line without its end. */
static void take_line(struct collect_import *im, struct str line, bool cut) {
    struct err err = ERR_INIT;
    im->line++;
    line = str_trim(line);
    if (line.n == 0)
        return;
    struct collect_batch *b = piece(im);
    b->digest = hash_xx64(line.s, line.n, b->digest);
    im->piece_bytes += line.n;
    if (cut || line.n > EVENT_BYTES_MAX) {
        build_reject(&b->build, COLLECT_EVENT_TOO_LARGE, im->line, line,
                     "the line is longer than %d bytes", EVENT_BYTES_MAX);
        return;
    }
    if (json_parse(b->s->parser, line.s, line.n, &b->doc, &err)) {
        build_reject(&b->build, COLLECT_INVALID_JSON, im->line, line, "%s%s%s", err.msg,
                     err.where[0] ? " at " : "", err.where);
        return;
    }
    build_message(&b->build, COLLECT_BATCH, b->doc, (struct json){ 0 }, im->line);
}

static void line_end(struct collect_import *im, struct str line, bool cut) {
    take_line(im, line, cut);
    const struct collect_batch *b = im->piece;
    if (b && (im->piece_bytes >= PIECE_BYTES ||
              b->build.n_events + b->build.n_rejects >= PIECE_LINES))
        piece_end(im);
}

static int failed(struct collect_import *im, struct err *err) {
    pthread_mutex_lock(&im->lock);
    struct err e = im->failed;
    pthread_mutex_unlock(&im->lock);
    if (e.code == E_OK)
        return 0;
    if (err)
        *err = e;
    return -1;
}

static bool full(struct collect_import *im) {
    pthread_mutex_lock(&im->lock);
    bool r = im->outstanding >= COLLECT_IMPORT_OUTSTANDING;
    pthread_mutex_unlock(&im->lock);
    return r;
}

/* The bytes up to a line's end, or all that there are. */
static void take_part(struct collect_import *im, struct str part, bool ends) {
    if (im->skipping) {
        im->skipping = !ends;
    } else if (ends && im->carry.len == 0) {
        line_end(im, part, false);
    } else {
        buf_put_str(&im->carry, part);
        if (im->carry.full || im->carry.len > EVENT_BYTES_MAX) {
            if (im->carry.full) /* the part was dropped whole: show its beginning */
                line_end(im, im->carry.len ? buf_str(&im->carry) : part, true);
            else
                line_end(im, buf_str(&im->carry), true);
            buf_reset(&im->carry);
            im->skipping = !ends;
        } else if (ends) {
            line_end(im, buf_str(&im->carry), false);
            buf_reset(&im->carry);
        }
    }
}

int collect_import_feed(struct collect_import *im, struct str bytes, int64_t received_ms,
                        struct err *err) {
    if (failed(im, err))
        return -1;
    im->origin.received_ms = received_ms;
    while (bytes.n > 0) {
        const char *nl = memchr(bytes.s, '\n', bytes.n);
        size_t n = nl ? (size_t)(nl - bytes.s) : bytes.n;
        take_part(im, str_n(bytes.s, n), nl != NULL);
        n += nl != NULL;
        bytes = str_n(bytes.s + n, bytes.n - n);
    }
    int rc = submit(im, err);
    return rc ? rc : full(im);
}

int collect_import_end(struct collect_import *im, int64_t received_ms,
                       struct collect_import_result *ret, struct err *err) {
    im->origin.received_ms = received_ms;
    if (im->carry.len > 0) {
        line_end(im, buf_str(&im->carry), false);
        buf_reset(&im->carry);
    }
    if (im->piece)
        piece_end(im);
    im->ending = true;
    int rc = failed(im, err) ? -1 : submit(im, err);
    if (rc)
        return rc;
    pthread_mutex_lock(&im->lock);
    bool under_way = im->outstanding > 0;
    pthread_mutex_unlock(&im->lock);
    if (under_way)
        return 1;
    if (failed(im, err))
        return -1;
    *ret = im->result;
    return 0;
}
