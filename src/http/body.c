/* body.c - the body: collected whole, or handed over in pieces.
 *
 * THEORY      A whole body is kept as sent and inflated at the end.  Pieces are inflated as they
 *             come; when the handler parks, nothing more is consumed and libmicrohttpd does not
 *             read on: the client feels it through TCP.
 * INVARIANTS  (1) No more than the route's body_max is kept, whatever was announced.
 *             (2) A refused body is passed over up to DRAIN_MAX, so that the client can read the
 *                 answer; past that the connection is cut.
 * THREADS     The connection's. */
#include "http/http_internal.h"

#include "base/check.h"

static void refuse(struct request *q, int status, const struct err *err) {
    if (status)
        http_problem_status(&q->pub, status, err);
    else
        http_problem(&q->pub, err);
    q->phase = PHASE_REFUSED;
    buf_reset(&q->in);
}

static void progress(struct request *q, size_t n) {
    const struct http_server *s = q->pub.server;
    q->body_bytes += n;
    conn_wait(q, true, q->start_ns + q->parked_ns + (int64_t)s->cfg.timeout_ms * 1000000 +
                           (int64_t)(q->body_bytes / HTTP_RATE_MIN) * 1000000000);
}

/* One piece to the handler.  False when nothing more may be handed over now. */
static bool hand_over(struct request *q, struct str piece, bool last) {
    const struct http_config *cfg = &q->pub.server->cfg;
    if (!q->asked && cfg->before) {
        q->asked = true;
        if (cfg->before(cfg->app, &q->pub)) {
            CHECK(request_running(q));
            q->phase = PHASE_REFUSED;
            return false;
        }
    }
    if (last)
        q->last_piece = true;
    http_piece *take = q->pub.piece ? q->pub.piece : q->pub.route->piece;
    if (take(&q->pub, piece, last)) {
        q->phase = PHASE_REFUSED;
        return false;
    }
    return request_running(q);
}

static bool inflate_some(struct request *q, struct str *in, struct str *ret_piece) {
    struct err err = ERR_INIT;
    size_t n;
    buf_reset(&q->in);
    char *p = buf_room(&q->in, HTTP_PIECE_MAX);
    CHECK(p);
    if (inflater_feed(q->inflater, in, p, HTTP_PIECE_MAX, &n, &err)) {
        refuse(q, 0, &err);
        return false;
    }
    *ret_piece = str_n(p, n);
    return true;
}

static void take_pieces(struct request *q, struct str *in) {
    const struct route *route = q->pub.route;
    if (q->coding != CODING_IDENTITY && !q->inflater) {
        q->inflater = inflater_new();
        inflater_begin(q->inflater, q->coding, route->body_max);
    }
    while (in->n) {
        struct str piece = str_n(in->s, in->n < HTTP_PIECE_MAX ? in->n : HTTP_PIECE_MAX);
        if (!q->inflater) {
            in->s += piece.n;
            in->n -= piece.n;
        } else if (!inflate_some(q, in, &piece)) {
            return;
        }
        if (piece.n && !hand_over(q, piece, false))
            return;
    }
}

static void end_pieces(struct request *q) {
    struct err err = ERR_INIT;
    struct str none = { "", 0 }, piece;
    while (q->inflater) {
        if (!inflate_some(q, &none, &piece))
            return;
        if (piece.n == 0)
            break;
        if (!hand_over(q, piece, false))
            return;
    }
    if (q->inflater && inflater_end(q->inflater, &err)) {
        refuse(q, 0, &err);
        return;
    }
    q->phase = PHASE_HANDLER;
    hand_over(q, str_n("", 0), true);
}

static void too_large(struct request *q) {
    struct err err = ERR_INIT;
    err_set(&err, E_LIMIT, "the body is larger than %llu bytes",
            (unsigned long long)q->pub.route->body_max);
    refuse(q, 413, &err);
}

static void take_whole(struct request *q, struct str in) {
    uint64_t max = q->pub.route->body_max;
    if (q->in.len + in.n > max) {
        too_large(q);
        return;
    }
    if (q->in.len == 0 && q->body_announced > in.n)
        (void)buf_room(&q->in, q->body_announced); /* at most max: checked with the head */
    buf_put(&q->in, in.s, in.n);
}

static enum MHD_Result pass_over(struct request *q, size_t *size) {
    q->drained += *size;
    progress(q, *size);
    *size = 0;
    return q->drained > DRAIN_MAX ? MHD_NO : MHD_YES;
}

enum MHD_Result body_take(struct request *q, const char *data, size_t *size) {
    const struct route *route = q->pub.route;
    struct str in = str_n(data, *size);
    bool taken = route && (route->body_max || route->flags & ROUTE_STREAM); /* none: 404, 431 */
    if (q->phase == PHASE_REFUSED || !taken)
        return pass_over(q, size);
    if (!(route->flags & ROUTE_STREAM)) {
        progress(q, in.n);
        take_whole(q, in);
        *size = 0;
        return MHD_YES;
    }
    if (route->body_max && q->body_bytes + in.n > route->body_max) {
        too_large(q);
        return pass_over(q, size);
    }
    progress(q, 0); /* before the handler: its park must be the last word on the deadline */
    take_pieces(q, &in);
    q->body_bytes += *size - in.n;
    *size = in.n;
    return request_running(q) && in.n ? pass_over(q, size) : MHD_YES;
}

static int inflate_body(struct request *q, struct err *err) {
    struct http_thread *t = http_thread_self();
    if (q->coding == CODING_IDENTITY || q->in.len == 0) {
        q->pub.body = buf_str(&q->in);
        return 0;
    }
    if (!t->inflater)
        t->inflater = inflater_new();
    if (inflate_all(t->inflater, q->coding, buf_str(&q->in), q->pub.route->body_max,
                    &q->inflated, err))
        return -1;
    q->pub.body = buf_str(&q->inflated);
    return 0;
}

static int parse_body(struct request *q) {
    struct http_req *r = &q->pub;
    const struct route *route = r->route;
    struct err err = ERR_INIT;
    if (r->body.n == 0) {
        if (!(route->flags & ROUTE_NEEDS_BODY))
            return 0;
        err_set(&err, E_INVALID, "a body is needed");
        http_problem(r, &err);
        return -1;
    }
    if (route->flags & ROUTE_RAW || !route->body_schema)
        return 0;
    if (json_parse(request_parser(q), r->body.s, r->body.n, &r->json, &err)) {
        err_within(&err, "body");
        http_problem_status(r, 400, &err);
        return -1;
    }
    if (schema_check(rules_of(q)->body, r->json, &err)) {
        http_problem_status(r, 422, &err);
        return -1;
    }
    return 0;
}

void body_end(struct request *q) {
    struct http_req *r = &q->pub;
    struct err err = ERR_INIT;
    conn_wait(q, false, 0);
    if (r->route->flags & ROUTE_STREAM) {
        if (!q->last_piece)
            end_pieces(q);
        return;
    }
    q->phase = PHASE_HANDLER;
    if (inflate_body(q, &err)) {
        http_problem(r, &err);
        return;
    }
    if (parse_body(q) < 0)
        return;
    const struct http_config *cfg = &r->server->cfg;
    if (!cfg->before || !cfg->before(cfg->app, r))
        r->route->handle(r);
}

void body_handle(struct request *q) {
    q->again = false;
    q->pub.route->handle(&q->pub);
}
