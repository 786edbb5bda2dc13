/* schema_internal.h - what schema_compile.c builds and schema.c runs. */
#ifndef MUSUBI_BASE_SCHEMA_INTERNAL_H
#define MUSUBI_BASE_SCHEMA_INTERNAL_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/re.h"
#include "base/schema.h"

#define SCHEMA_CHAIN_MAX 256 /* subschemas on the way to one value, one inside the other */

enum schema_type {
    SCHEMA_NULL = 1,
    SCHEMA_BOOLEAN = 2,
    SCHEMA_INTEGER = 4,
    SCHEMA_NUMBER = 8,
    SCHEMA_STRING = 16,
    SCHEMA_ARRAY = 32,
    SCHEMA_OBJECT = 64,
};
#define SCHEMA_TYPE_COUNT 7
extern const char *const schema_type_names[SCHEMA_TYPE_COUNT]; /* by bit */

enum schema_format {
    SCHEMA_FORMAT_NONE,
    SCHEMA_FORMAT_DATE_TIME,
    SCHEMA_FORMAT_EMAIL,
    SCHEMA_FORMAT_URI,
    SCHEMA_FORMAT_UUID,
};

/* Which of the bounds of a node are set. */
enum schema_bound {
    SCHEMA_MIN = 1,
    SCHEMA_MAX = 2,
    SCHEMA_MIN_EXCLUSIVE = 4,
    SCHEMA_MAX_EXCLUSIVE = 8,
    SCHEMA_MULTIPLE = 16,
};

struct schema_list {
    const struct schema_node **nodes;
    size_t n; /* 0: keyword absent */
};

/* A name in `properties` or `required`. */
struct schema_prop {
    struct str key;
    const struct schema_node *node; /* NULL: only required */
    int required;                   /* index in `required`, -1: not required */
};

struct schema_node {
    bool never;                /* the schema `false` */
    bool unique;
    bool has_constant;
    uint8_t types;             /* bits of enum schema_type; 0: any */
    uint8_t bounds;            /* bits of enum schema_bound */
    enum schema_format format;
    long double min, max, min_exclusive, max_exclusive, multiple; /* holds every 64-bit int */
    uint64_t length_min, length_max;     /* code points */
    uint64_t items_min, items_max;
    uint64_t members_min, members_max;
    struct json constant;
    struct json choices;       /* the array of `enum`; JSON_NONE: absent */
    const struct re *pattern;
    struct schema_prop *props; /* by length, then bytes of key */
    size_t props_n, required_n; /* required_n: of them with required >= 0 */
    const struct schema_node *rest;  /* additionalProperties; NULL: anything */
    const struct schema_node *items; /* NULL: anything */
    const struct schema_node *ref;
    struct schema_list all, any, one;
    bool open;                 /* while the search for loops is inside */
    uint16_t height;           /* nodes in the longest chain on one value, 1 for itself */
    struct schema_node *next;  /* of all nodes of the schema */
};

struct schema_re {
    struct schema_re *next;
    struct re *re;
};

struct schema {
    struct arena arena;
    struct schema_node *root, *nodes;
    struct schema_re *patterns; /* to be freed */
    struct hash_key key;        /* of the hashes for uniqueItems */
};

/* A way into a document, innermost first; rendered as a JSON Pointer (RFC 6901). */
struct schema_place {
    const struct schema_place *up;
    struct str key;
    size_t index;
    enum { SCHEMA_AT_KEY, SCHEMA_AT_INDEX, SCHEMA_AT_POINTER } kind; /* POINTER: key is one */
};
void schema_place_err(const struct schema_place *at, struct err *err);

/* Order of schema_node.props. */
int schema_key_cmp(struct str a, struct str b);

#endif
