/* forward_stream.c - passing on a body that comes in pieces (an import).
 *
 * THEORY      One piece is on its way at a time: the connection's thread copies it into the slot
 *             and parks the request, so that nothing more is read from the client; libcurl takes
 *             it out, the request is resumed, and the next piece comes.  While libcurl waits for
 *             one, its transfer is paused.
 * INVARIANTS  (1) The thread touches the request only while `full` says that it is parked; the
 *                 answer waits in the job otherwise, for the next piece to find it.
 *             (2) The job lives until both sides have let it go: the thread when the transfer
 *                 has ended, the connection when the request's life has.
 *             (3) What has begun to be sent is never sent again: nobody has kept it.
 * LIMITS      HTTP_PIECE_MAX bytes of memory for each.
 * THREADS     stream_new(), piece and gone: the connection's; the rest: the forward thread. */
#include "api/forward_internal.h"

#include "base/check.h"

#include <stdlib.h>

static void stream_free(struct job *j) {
    job_drop(j);
    free(j->stream);
    free(j);
}

static void answer(struct job *j, struct http_req *r) {
    if (!j->stream->failed) {
        job_answer(j, r);
        return;
    }
    r->status = 0;
    http_problem(r, &j->stream->err);
}

static int stream_piece(struct http_req *r, struct str piece, bool last) {
    struct job *j = r->own;
    struct stream *s = j->stream;
    struct forward *f = j->f;
    pthread_mutex_lock(&f->lock);
    if (s->over) {
        pthread_mutex_unlock(&f->lock);
        answer(j, r);
        return -1;
    }
    CHECK(!s->full && piece.n <= sizeof s->slot);
    memcpy(s->slot, piece.s, piece.n);
    s->n = piece.n;
    s->at = 0;
    s->last = last;
    bool first = !s->given;
    s->given = s->thread = true;
    http_park(r);
    s->full = true;
    pthread_mutex_unlock(&f->lock);
    if (first)
        forward_give(f, j);
    else
        curl_multi_wakeup(f->multi);
    return 0;
}

/* Also on the forward thread, where http_resume() finds that the connection is closed. */
static void stream_gone(struct http_req *r) {
    struct job *j = r->own;
    struct forward *f = j->f;
    pthread_mutex_lock(&f->lock);
    j->stream->gone = true;
    bool thread = j->stream->thread;
    pthread_mutex_unlock(&f->lock);
    if (!thread)
        stream_free(j);
}

struct job *stream_new(struct forward *f, struct http_req *r) {
    struct job *j = calloc(1, sizeof *j);
    CHECK(j);
    j->stream = calloc(1, sizeof *j->stream);
    CHECK(j->stream);
    j->f = f;
    r->own = j;
    r->gone = stream_gone;
    r->piece = stream_piece;
    return j;
}

static size_t stream_read(char *to, size_t size, size_t n, void *ctx) {
    struct job *j = ctx;
    struct stream *s = j->stream;
    struct forward *f = j->f;
    pthread_mutex_lock(&f->lock);
    if (!s->full) {
        bool gone = s->gone;
        s->paused = true;
        pthread_mutex_unlock(&f->lock);
        return gone ? CURL_READFUNC_ABORT : CURL_READFUNC_PAUSE;
    }
    size_t left = s->n - s->at, take = left < size * n ? left : size * n;
    memcpy(to, s->slot + s->at, take);
    s->at += take;
    j->sent += take;
    bool next = s->at == s->n && !s->last;
    if (next)
        s->full = false;
    pthread_mutex_unlock(&f->lock);
    if (next)
        http_resume(j->r);
    return take;
}

static int stream_seek(void *ctx, curl_off_t at, int origin) { /* invariant 3 */
    struct job *j = ctx;
    return origin == SEEK_SET && at == 0 && j->sent == 0 ? CURL_SEEKFUNC_OK
                                                         : CURL_SEEKFUNC_FAIL;
}

void stream_set_up(struct job *j) {
    CURL *e = j->easy;
    j->stream->paused = false;
    curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(e, CURLOPT_TIMEOUT, 0L); /* as long as the client sends */
    curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(e, CURLOPT_READFUNCTION, stream_read);
    curl_easy_setopt(e, CURLOPT_READDATA, (void *)j);
    curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, stream_seek);
    curl_easy_setopt(e, CURLOPT_SEEKDATA, (void *)j);
}

void stream_over(struct forward *f, struct job *j, const struct err *err) {
    struct stream *s = j->stream;
    pthread_mutex_lock(&f->lock);
    if (err)
        s->err = *err;
    s->failed = err != NULL;
    s->over = true;
    bool parked = s->full, gone = s->gone;
    s->full = false;
    s->thread = false;
    pthread_mutex_unlock(&f->lock);
    if (gone) {
        stream_free(j);
    } else if (parked) { /* the request is ours; its end frees the job */
        struct http_req *r = j->r;
        answer(j, r);
        http_resume(r);
    }
}

void streams_turn(struct forward *f) {
    for (struct job *j = f->running, *next; j; j = next) {
        next = j->next;
        struct stream *s = j->stream;
        if (!s)
            continue;
        pthread_mutex_lock(&f->lock);
        bool gone = s->gone, go_on = s->paused && s->full;
        if (go_on)
            s->paused = false;
        pthread_mutex_unlock(&f->lock);
        if (gone) {
            job_easy_end(f, j);
            stream_over(f, j, NULL);
        } else if (go_on) {
            curl_easy_pause(j->easy, CURLPAUSE_CONT);
        }
    }
}
