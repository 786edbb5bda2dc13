/* gzip.h - Content-Encoding in and out (zlib), with a bound on what a small body becomes. */
#ifndef MUSUBI_HTTP_GZIP_H
#define MUSUBI_HTTP_GZIP_H

#include "base/buf.h"

enum coding { CODING_IDENTITY, CODING_GZIP, CODING_DEFLATE };

/* Past the first GZIP_RATIO_FREE bytes a body may not grow by more than GZIP_RATIO_MAX: real
 * JSON stays below 100, a bomb comes close to zlib's limit of 1,032. */
#define GZIP_RATIO_MAX 400
#define GZIP_RATIO_FREE (1u << 20)

/* A Content-Encoding field.  E_INVALID (answered with 415) for anything but gzip, x-gzip,
 * deflate, identity. */
MUST_USE int coding_parse(struct str field, enum coding *ret, struct err *err);

/* Inflate in pieces.  Reusable; one thread at a time. */
struct inflater;
struct inflater *inflater_new(void);
void inflater_free(struct inflater *f);
/* bytes_max: of the inflated body, 0 for no bound (the ratio still holds). */
void inflater_begin(struct inflater *f, enum coding coding, uint64_t bytes_max);
/* Take from *in, put at most cap bytes to out.  Call again while *ret_n == cap or in->n > 0.
 * E_INVALID: not that format.  E_LIMIT: too large or a bomb. */
MUST_USE int inflater_feed(struct inflater *f, struct str *in, char *out, size_t cap,
                           size_t *ret_n, struct err *err);
/* After the last byte: E_INVALID when the body was cut short. */
MUST_USE int inflater_end(struct inflater *f, struct err *err);
/* A whole body into out (emptied first). */
MUST_USE int inflate_all(struct inflater *f, enum coding coding, struct str in,
                         uint64_t bytes_max, struct buf *out, struct err *err);

/* Does this Accept-Encoding field allow gzip, or the coding of that name (RFC 9110, 12.5.3)? */
bool gzip_accepted(struct str field);
bool coding_accepted(struct str field, const char *name);

struct deflater;
struct deflater *deflater_new(int level);
void deflater_free(struct deflater *d);
/* The whole of `in` as gzip into out (emptied first).  False when it did not get smaller. */
bool deflate_all(struct deflater *d, struct str in, struct buf *out);

#endif
