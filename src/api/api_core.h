/* api_core.h - small things that the handlers of keys, definitions and sources share. */
#ifndef MUSUBI_API_API_CORE_H
#define MUSUBI_API_API_CORE_H

#include "core/registry.h"
#include "http/http.h"

/* A number from 1 to 4,294,967,295 in plain digits; 0 when it is none. */
uint32_t api_number(struct str s);

/* Who makes a change: author "key:3" and the conditions of the request's head.  Call on the
 * connection's thread; lives in r->arena. */
void api_definition_who(struct http_req *r, struct definition_who *ret);

/* Write a definition as the API shows it; sets no header. */
void api_definition_write(struct http_req *r, const struct definition *d, struct jw *w);

#endif
