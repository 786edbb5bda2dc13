/* gzip.c - Content-Encoding in and out (zlib).
 *
 * THEORY      "deflate" means the zlib format (RFC 9110, 8.4.1.2), but some clients send the
 *             bare stream: the first two bytes tell, since a zlib head is a multiple of 31.  A
 *             gzip body may consist of several members (RFC 1952, 2.2).
 * LIMITS      The named size of the caller and GZIP_RATIO_MAX.  An inflater holds 40 KB. */
#define ZLIB_CONST
#include "http/gzip.h"

#include "base/check.h"

#include <stdlib.h>
#include <zlib.h>

struct inflater {
    z_stream z;
    enum coding coding;
    bool open;     /* z is initialised */
    bool chosen;   /* the format of "deflate" is known */
    bool ended;    /* at the end of a member */
    uint8_t first; /* first byte of a deflate body, kept until the second is there */
    uint32_t n_first;
    uint64_t in_bytes, out_bytes, bytes_max;
};

#define BITS_RAW (-15)
#define BITS_ZLIB 15
#define BITS_GZIP (15 + 16)

int coding_parse(struct str field, enum coding *ret, struct err *err) {
    field = str_trim(field);
    if (field.n == 0 || str_eq_nocase(field, STR("identity")))
        *ret = CODING_IDENTITY;
    else if (str_eq_nocase(field, STR("gzip")) || str_eq_nocase(field, STR("x-gzip")))
        *ret = CODING_GZIP;
    else if (str_eq_nocase(field, STR("deflate")))
        *ret = CODING_DEFLATE;
    else {
        err_set(err, E_INVALID, "content encoding \"%.*s\" is not supported",
                (int)(field.n < 60 ? field.n : 60), field.s);
        return err_hint(err, "send gzip, deflate or no Content-Encoding");
    }
    return 0;
}

struct inflater *inflater_new(void) {
    struct inflater *f = calloc(1, sizeof(*f));
    CHECK(f);
    return f;
}

void inflater_free(struct inflater *f) {
    if (!f)
        return;
    if (f->open)
        inflateEnd(&f->z);
    free(f);
}

static void choose(struct inflater *f, int bits) {
    int rc = f->open ? inflateReset2(&f->z, bits) : inflateInit2(&f->z, bits);
    CHECK(rc == Z_OK);
    f->open = true;
    f->chosen = true;
}

void inflater_begin(struct inflater *f, enum coding coding, uint64_t bytes_max) {
    f->coding = coding;
    f->chosen = f->ended = false;
    f->n_first = 0;
    f->in_bytes = f->out_bytes = 0;
    f->bytes_max = bytes_max;
    if (coding == CODING_GZIP)
        choose(f, BITS_GZIP);
}

static int broken(struct inflater *f, struct err *err) {
    const char *name = f->coding == CODING_GZIP ? "gzip" : "deflate";
    err_set(err, E_INVALID, "the body is not valid %s: %s", name,
            f->z.msg ? f->z.msg : "unexpected data");
    return err_within(err, "byte %llu", (unsigned long long)f->in_bytes);
}

static int bounds(struct inflater *f, struct err *err) {
    if (f->bytes_max && f->out_bytes > f->bytes_max)
        return err_set(err, E_LIMIT, "the inflated body is larger than %llu bytes",
                       (unsigned long long)f->bytes_max);
    if (f->out_bytes > GZIP_RATIO_FREE && f->out_bytes / GZIP_RATIO_MAX > f->in_bytes)
        return err_set(err, E_LIMIT, "the body inflates to more than %d times its size",
                       GZIP_RATIO_MAX);
    return 0;
}

/* One inflate() call over in, within out[n..cap).  Counts both. */
static int step(struct inflater *f, struct str *in, char *out, size_t cap, size_t *n,
                struct err *err) {
    size_t take = in->n < (1u << 30) ? in->n : 1u << 30;
    f->z.next_in = (const Bytef *)in->s;
    f->z.avail_in = (uInt)take;
    f->z.next_out = (Bytef *)out + *n;
    f->z.avail_out = (uInt)(cap - *n);
    int rc = inflate(&f->z, Z_NO_FLUSH);
    size_t used = take - f->z.avail_in, made = cap - *n - f->z.avail_out;
    in->s += used;
    in->n -= used;
    *n += made;
    f->in_bytes += used;
    f->out_bytes += made;
    if (rc == Z_STREAM_END)
        f->ended = true;
    else if (rc != Z_OK && rc != Z_BUF_ERROR)
        return broken(f, err);
    return bounds(f, err);
}

/* Look at the head of a "deflate" body.  The bytes go on to zlib afterwards. */
static int choose_deflate(struct inflater *f, struct str *in, struct err *err) {
    if (f->n_first == 0) {
        f->first = (uint8_t)in->s[0];
        f->n_first = 1;
        in->s++;
        in->n--;
    }
    if (in->n == 0)
        return 0;
    unsigned head = (unsigned)f->first << 8 | (uint8_t)in->s[0];
    choose(f, (f->first & 15) == 8 && head % 31 == 0 ? BITS_ZLIB : BITS_RAW);
    struct str first = str_n((const char *)&f->first, 1);
    size_t n = 0;
    char none[1];
    return step(f, &first, none, 0, &n, err);
}

int inflater_feed(struct inflater *f, struct str *in, char *out, size_t cap, size_t *ret_n,
                  struct err *err) {
    size_t n = 0;
    if (!f->chosen && in->n && choose_deflate(f, in, err))
        return -1;
    while (f->chosen && n < cap) {
        if (f->ended) {
            if (in->n == 0)
                break;
            if (f->coding != CODING_GZIP)
                return err_set(err, E_INVALID, "there is more after the end of the deflate body");
            inflateReset(&f->z);
            f->ended = false;
        }
        size_t before_n = n, before_in = in->n;
        if (step(f, in, out, cap, &n, err))
            return -1;
        if (n == before_n && in->n == before_in && !f->ended)
            break; /* needs more input */
    }
    *ret_n = n;
    return 0;
}

int inflater_end(struct inflater *f, struct err *err) {
    if (f->ended)
        return 0;
    return err_set(err, E_INVALID, "the %s body is cut short",
                   f->coding == CODING_GZIP ? "gzip" : "deflate");
}

int inflate_all(struct inflater *f, enum coding coding, struct str in, uint64_t bytes_max,
                struct buf *out, struct err *err) {
    buf_reset(out);
    inflater_begin(f, coding, bytes_max);
    for (;;) {
        size_t room = in.n * 4 < 4096 ? 4096 : in.n * 4 > (1u << 20) ? 1u << 20 : in.n * 4;
        if (room > out->bytes_max - out->len)
            room = out->bytes_max - out->len;
        char *p = room ? buf_room(out, room) : NULL;
        if (!p)
            return err_set(err, E_LIMIT, "the inflated body is larger than %zu bytes",
                           out->bytes_max);
        size_t n;
        if (inflater_feed(f, &in, p, room, &n, err))
            return -1;
        out->len += n;
        if (n < room && in.n == 0)
            break;
    }
    return inflater_end(f, err);
}

bool coding_accepted(struct str field, const char *want) {
    bool any = false;
    for (size_t at = 0; at < field.n;) {
        const char *comma = memchr(field.s + at, ',', field.n - at);
        size_t n = comma ? (size_t)(comma - field.s) - at : field.n - at;
        struct str item = str_n(field.s + at, n);
        at += n + 1;
        const char *semi = n ? memchr(item.s, ';', item.n) : NULL;
        struct str name = str_trim(str_n(item.s, semi ? (size_t)(semi - item.s) : item.n));
        bool zero = false;
        if (semi) {
            struct str q = str_trim(str_n(semi + 1, item.n - (size_t)(semi + 1 - item.s)));
            zero = q.n >= 3 && (q.s[0] == 'q' || q.s[0] == 'Q') && q.s[1] == '=';
            for (size_t i = 2; zero && i < q.n; i++)
                zero = q.s[i] == '0' || q.s[i] == '.';
        }
        if (name.n > 2 && str_eq_nocase(str_n(name.s, 2), STR("x-"))) /* x-gzip is gzip */
            name = str_n(name.s + 2, name.n - 2);
        if (str_eq_nocase(name, str_of(want)))
            return !zero;
        if (str_is(name, "*"))
            any = !zero;
    }
    return any;
}

bool gzip_accepted(struct str field) { return coding_accepted(field, "gzip"); }

struct deflater {
    z_stream z;
};

struct deflater *deflater_new(int level) {
    struct deflater *d = calloc(1, sizeof(*d));
    CHECK(d);
    int rc = deflateInit2(&d->z, level, Z_DEFLATED, BITS_GZIP, 8, Z_DEFAULT_STRATEGY);
    CHECK(rc == Z_OK);
    return d;
}

void deflater_free(struct deflater *d) {
    if (!d)
        return;
    deflateEnd(&d->z);
    free(d);
}

bool deflate_all(struct deflater *d, struct str in, struct buf *out) {
    buf_reset(out);
    if (in.n < 64 || in.n > (1u << 30))
        return false;
    char *p = buf_room(out, in.n);
    if (!p)
        return false;
    deflateReset(&d->z);
    d->z.next_in = (const Bytef *)in.s;
    d->z.avail_in = (uInt)in.n;
    d->z.next_out = (Bytef *)p;
    d->z.avail_out = (uInt)in.n;
    if (deflate(&d->z, Z_FINISH) != Z_STREAM_END)
        return false;
    out->len += in.n - d->z.avail_out;
    return true;
}
