/* forward_internal.h - what forward.c and forward_stream.c share. */
#ifndef MUSUBI_API_FORWARD_INTERNAL_H
#define MUSUBI_API_FORWARD_INTERNAL_H

#include "api/forward.h"
#include "base/buf.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>

#define HEADER "Musubi-Forwarded"
#define NO_WRITER "Musubi-Writer"
#define AUDIT_ONLY "Musubi-Audit"
#define REQUEST_ID "Musubi-Request-Id"
#define OUT_MAX ((size_t)64 << 20) /* an answer passed back */

struct stream { /* of a body that comes in pieces; all under forward->lock */
    bool full;      /* the slot holds a piece, and the request is parked */
    bool last;      /* it is the last one */
    bool given;     /* the thread has the job */
    bool thread;    /* the thread may still use it */
    bool paused;    /* libcurl waits for a piece; the thread's own */
    bool over;      /* the answer is there, or what was wrong */
    bool gone;      /* the request's life has ended */
    bool failed;
    struct err err;
    size_t n, at;   /* bytes in the slot, and how many libcurl has */
    char slot[HTTP_PIECE_MAX];
};

struct job {
    struct job *next;
    struct http_req *r;
    struct curl_slist *fields;
    bool sendable_twice;
    bool look;             /* only to be told of */
    struct stream *stream; /* NULL: the body is there as a whole */
    struct forward *f;     /* with stream */
    /* the thread's */
    CURL *easy;
    int64_t until_ns, again_ns;
    uint32_t epoch;      /* of the writer that it was sent to */
    size_t sent;         /* bytes of the body handed to libcurl */
    bool no_writer;      /* the other side says that it is none */
    long status;
    struct buf out, fields_back; /* the answer; names and values, each with its NUL */
};

struct forward {
    struct core *core;
    uint8_t secret[32];
    CURLM *multi;
    pthread_t thread;
    pthread_mutex_t lock;
    struct job *inbox;
    bool stopping;
    struct job *held;    /* the thread's: not sent at the moment */
    struct job *running;
    _Atomic uint64_t passed, retried, unknown, refused;
};

/* forward.c */
void forward_give(struct forward *f, struct job *j); /* to the thread; the request is parked */
void job_answer(struct job *j, struct http_req *r);  /* into the request, by whoever holds it */
void job_drop(struct job *j);
void job_easy_end(struct forward *f, struct job *j); /* the transfer, whatever became of it */

/* forward_stream.c */
struct job *stream_new(struct forward *f, struct http_req *r);
void stream_set_up(struct job *j);
/* The thread is done with it: err, or the answer in the job. */
void stream_over(struct forward *f, struct job *j, const struct err *err);
void streams_turn(struct forward *f); /* go on where a piece has come, end what is gone */

#endif
