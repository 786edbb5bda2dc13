/* utf8.h - UTF-8 checks and the text operations that need Unicode tables (ICU). */
#ifndef MUSUBI_BASE_UTF8_H
#define MUSUBI_BASE_UTF8_H

#include "base/buf.h"

bool utf8_valid(const void *p, size_t n); /* RFC 3629: no surrogates, no overlong forms */
size_t utf8_count(struct str s);          /* code points */
size_t utf8_cut(struct str s, size_t bytes_max); /* largest length <= max at a boundary */
bool utf8_is_ascii(struct str s);

/* NFKC (UAX #15), then full case folding (UAX #44) when fold and NFKC again, so that doing it
 * twice changes nothing; appended to out.  ASCII takes a path without ICU.  -1 E_INVALID on
 * broken UTF-8, E_LIMIT when the result does not fit out (which then holds a part). */
MUST_USE int utf8_nfkc(struct str s, bool fold, struct buf *out, struct err *err);
/* Unicode white space off both ends. */
struct str utf8_trim(struct str s);

#endif
