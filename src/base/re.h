/* re.h - regular expressions (RE2: linear time, no look-around, no back references). */
#ifndef MUSUBI_BASE_RE_H
#define MUSUBI_BASE_RE_H

#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct re; /* immutable, any number of threads may match with it */

/* RE2's syntax over UTF-8.  NULL with E_INVALID and the reason, E_LIMIT when it compiles to
 * more than 1 MB.  A pattern of at most 4,096 bytes. */
MUST_USE struct re *re_compile(struct str pattern, struct err *err);
void re_free(struct re *re);

/* Whether the pattern is found anywhere in the text (anchor it with ^ and $).  O(text). */
bool re_match(const struct re *re, struct str text);

#ifdef __cplusplus
}
#endif
#endif
