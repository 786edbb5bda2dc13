/* schema.h - JSON Schema (2020-12 subset) for request bodies and definitions.
 *
 * Understood: type, enum, const, properties, required, additionalProperties, minProperties,
 * maxProperties, items, minItems, maxItems, uniqueItems, minLength, maxLength (code points),
 * pattern (RE2), minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format
 * (date-time, email, uri, uuid), oneOf, anyOf, allOf, $ref to "#/…" inside the given root.
 * Any other keyword but title, description, default, example(s), $schema, $id, $comment,
 * $defs, deprecated and "x-…" fails the compilation, so that a rule that is not enforced
 * cannot be written.
 *
 * date-time is whatever clock_parse() reads.  multipleOf allows for the rounding of doubles
 * (one part in 10^9).  Of a failed oneOf or anyOf the branch that came furthest into the value
 * tells its error.  A compiled schema is immutable: any number of threads may check with it.
 */
#ifndef MUSUBI_BASE_SCHEMA_H
#define MUSUBI_BASE_SCHEMA_H

#include "base/json.h"

struct schema;

#define SCHEMA_NODES_MAX 20000       /* subschemas in one schema */
#define SCHEMA_STEPS_MAX 10000000    /* subschemas applied in one check, then E_LIMIT */
#define SCHEMA_REQUIRED_MAX 256      /* names in one `required` */

/* root: document that $ref looks into; node: the schema itself (may be root).  Copies what
 * it needs: the parsed document may go afterwards.
 * NULL with E_INVALID or E_LIMIT; where is a JSON Pointer into the schema. */
MUST_USE struct schema *schema_compile(struct json root, struct json node, struct err *err);
void schema_free(struct schema *s);

/* -1 with E_INVALID; where is a JSON Pointer ("/batch/3/type"), hint names what was allowed
 * or the nearest known property. */
MUST_USE int schema_check(const struct schema *s, struct json v, struct err *err);

#endif
