/* Made by tools/gen_api.py from the fragments in api/; do not edit. */

#include "api/routes_gen.h"

static const struct route_param params_1[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "reason", PARAM_QUERY, PARAM_STRING, false,
    "{\"$ref\":\"#/components/schemas/CollectReason\"}" },
};

static const struct route_param params_2[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_4[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_5[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
};

static const struct route_param params_6[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "If-None-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":100}" },
};

static const struct route_param params_7[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
};

static const struct route_param params_8[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_9[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_10[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_11[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "version", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
};

static const struct route_param params_12[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_13[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_14[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_15[] = {
    { "from", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":40}" },
    { "to", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":40}" },
    { "order", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"newest\",\"oldest\"],\"default\":\"newest\"}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "person", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":36}" },
    { "type", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]}" },
    { "errors", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"only\",\"too\"]}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_16[] = {
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "person", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":36}" },
    { "type", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]}" },
    { "errors", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"only\",\"too\"]}" },
    { "rate", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":100}" },
    { "after", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":0}" },
};

static const struct route_param params_17[] = {
    { "seq", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":20}" },
};

static const struct route_param params_18[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_19[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_21[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_22[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_23[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_24[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_25[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_26[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_29[] = {
    { "q", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":256}" },
    { "match", PARAM_QUERY, PARAM_STRING, false,
    "{\"enum\":[\"words\",\"contains\"],\"default\":\"words\"}" },
    { "columns", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":2000}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_30[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_31[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_32[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_33[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_34[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_35[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_36[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_37[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_38[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_39[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_40[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_45[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_54[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_55[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_58[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_59[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_74[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_75[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_76[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_77[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_78[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_79[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_80[] = {
    { "writeKey", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

const struct route api_routes[] = {
    { .method = "POST",
      .pattern = "/a",
      .id = "collectAliasRoot",
      .handle = api_collectAlias,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/api/collect/errors",
      .id = "listCollectErrors",
      .handle = api_listCollectErrors,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x2), /* collect:read */
      .params = params_1, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/cuts/{id}/undo",
      .id = "undoCut",
      .handle = api_undoCut,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x80), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_2, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/definitions",
      .id = "listKinds",
      .handle = api_listKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}",
      .id = "listDefinitions",
      .handle = api_listDefinitions,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
      .params = params_4, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "getDefinition",
      .handle = api_getDefinition,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
      .params = params_5, .n_params = 2,
    },
    { .method = "PUT",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "putDefinition",
      .handle = api_putDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x8), /* definitions:write */
      .body_max = 1114112,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionDraft\"}",
      .params = params_6, .n_params = 4,
    },
    { .method = "DELETE",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "discardDraft",
      .handle = api_discardDraft,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x8), /* definitions:write */
      .params = params_7, .n_params = 3,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/publish",
      .id = "publishDefinition",
      .handle = api_publishDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x8), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionPublish\"}",
      .params = params_8, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/rollback",
      .id = "rollbackDefinition",
      .handle = api_rollbackDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x8), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionRollback\"}",
      .params = params_9, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions",
      .id = "listVersions",
      .handle = api_listVersions,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
      .params = params_10, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions/{version}",
      .id = "getVersion",
      .handle = api_getVersion,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
      .params = params_11, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/erasures",
      .id = "listErasures",
      .handle = api_listErasures,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_12, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/erasures",
      .id = "eraseByIdentifiers",
      .handle = api_eraseByIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x80), /* people:write */
      .body_max = 4194304,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ErasureRequest\"}",
      .params = params_13, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/erasures/{id}",
      .id = "getErasure",
      .handle = api_getErasure,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_14, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/events",
      .id = "listEvents",
      .handle = api_listEvents,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x2), /* collect:read */
      .params = params_15, .n_params = 10,
    },
    { .method = "GET",
      .pattern = "/api/events/live",
      .id = "watchEvents",
      .handle = api_watchEvents,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x2), /* collect:read */
      .params = params_16, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/events/{seq}",
      .id = "getEvent",
      .handle = api_getEvent,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x2), /* collect:read */
      .params = params_17, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_18, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x80), /* people:write */
      .params = params_19, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/try",
      .id = "tryIdentityRules",
      .handle = api_tryIdentityRules,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x40), /* people:read */
      .body_max = 262144,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/IdentityRules\"}",
    },
    { .method = "POST",
      .pattern = "/api/imports/events",
      .id = "importEvents",
      .piece = api_importEvents,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_STREAM | ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x1), /* collect:import */
      .params = params_21, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x10), /* keys:read */
      .params = params_22, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys",
      .id = "createKey",
      .handle = api_createKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x20), /* keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyNew\"}",
      .params = params_23, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x20), /* keys:write */
      .params = params_24, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/rotate",
      .id = "rotateKey",
      .handle = api_rotateKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x20), /* keys:write */
      .body_max = 4096,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyRotate\"}",
      .params = params_25, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/links/{id}/undo",
      .id = "undoLink",
      .handle = api_undoLink,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x80), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_26, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/openapi.json",
      .id = "getOpenapi",
      .handle = api_getOpenapi,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_CORS,
    },
    { .method = "GET",
      .pattern = "/api/overview",
      .id = "getOverview",
      .handle = api_getOverview,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x2), /* collect:read */
    },
    { .method = "GET",
      .pattern = "/api/people",
      .id = "listPeople",
      .handle = api_listPeople,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_29, .n_params = 5,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_30, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/people/merge",
      .id = "mergePeople",
      .handle = api_mergePeople,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x80), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Merge\"}",
      .params = params_31, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_32, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x80), /* people:write */
      .params = params_33, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_34, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_35, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/people/{id}/split",
      .id = "splitPerson",
      .handle = api_splitPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x80), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Split\"}",
      .params = params_36, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_37, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_38, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/sources",
      .id = "listSources",
      .handle = api_listSources,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x4), /* definitions:read */
      .params = params_39, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/sources",
      .id = "createSource",
      .handle = api_createSource,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x28), /* definitions:write, keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SourceNew\"}",
      .params = params_40, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/system",
      .id = "getSystem",
      .handle = api_getSystem,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x200), /* system:read */
    },
    { .method = "POST",
      .pattern = "/api/system/backup",
      .id = "downloadBackup",
      .handle = api_downloadBackup,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x100), /* system:admin */
    },
    { .method = "GET",
      .pattern = "/api/version",
      .id = "getServerVersion",
      .handle = api_getServerVersion,
      .key = ROUTE_KEY_NONE,
    },
    { .method = "POST",
      .pattern = "/b",
      .id = "collectBatchRoot",
      .handle = api_collectBatch,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/beacon/v1/batch",
      .id = "collectBeacon",
      .handle = api_collectBatch,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
      .params = params_45, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/docs",
      .id = "getDocs",
      .handle = api_getDocs,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW,
    },
    { .method = "GET",
      .pattern = "/docs/docs.css",
      .id = "getDocsStyle",
      .handle = api_getDocsStyle,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW,
    },
    { .method = "GET",
      .pattern = "/docs/docs.js",
      .id = "getDocsScript",
      .handle = api_getDocsScript,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW,
    },
    { .method = "POST",
      .pattern = "/g",
      .id = "collectGroupRoot",
      .handle = api_collectGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/healthz",
      .id = "getHealth",
      .handle = api_getHealth,
      .key = ROUTE_KEY_NONE,
    },
    { .method = "POST",
      .pattern = "/i",
      .id = "collectIdentifyRoot",
      .handle = api_collectIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/metrics",
      .id = "getMetrics",
      .handle = api_getMetrics,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW,
    },
    { .method = "POST",
      .pattern = "/p",
      .id = "collectPageRoot",
      .handle = api_collectPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/page",
      .id = "pixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_54, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_55, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/readyz",
      .id = "getReadiness",
      .handle = api_getReadiness,
      .key = ROUTE_KEY_NONE,
    },
    { .method = "POST",
      .pattern = "/s",
      .id = "collectScreenRoot",
      .handle = api_collectScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/sourceConfig",
      .id = "rudderSourceConfig",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_58, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_59, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/t",
      .id = "collectTrackRoot",
      .handle = api_collectTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/a",
      .id = "collectAliasShort",
      .handle = api_collectAlias,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/alias",
      .id = "collectAlias",
      .handle = api_collectAlias,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/b",
      .id = "collectBatchShort",
      .handle = api_collectBatch,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/batch",
      .id = "collectBatch",
      .handle = api_collectBatch,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/g",
      .id = "collectGroupShort",
      .handle = api_collectGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/group",
      .id = "collectGroup",
      .handle = api_collectGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/i",
      .id = "collectIdentifyShort",
      .handle = api_collectIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/identify",
      .id = "collectIdentify",
      .handle = api_collectIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/import",
      .id = "collectImport",
      .handle = api_collectBatch,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/m",
      .id = "sdkMetrics",
      .handle = api_sdkMetrics,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/merge",
      .id = "collectMerge",
      .handle = api_collectMerge,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/p",
      .id = "collectPageShort",
      .handle = api_collectPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/page",
      .id = "collectPage",
      .handle = api_collectPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/alias",
      .id = "segmentPixelAlias",
      .handle = api_pixelAlias,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_74, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_75, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_76, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_77, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_78, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_79, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_80, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/v1/s",
      .id = "collectScreenShort",
      .handle = api_collectScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/screen",
      .id = "collectScreen",
      .handle = api_collectScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/t",
      .id = "collectTrackShort",
      .handle = api_collectTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
    { .method = "POST",
      .pattern = "/v1/track",
      .id = "collectTrack",
      .handle = api_collectTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .body_max = 1048576,
    },
};
const uint32_t api_n_routes = 85;

const char *const api_scope_names[] = {
    "collect:import",
    "collect:read",
    "definitions:read",
    "definitions:write",
    "keys:read",
    "keys:write",
    "people:read",
    "people:write",
    "system:admin",
    "system:read"
};
const uint32_t api_n_scopes = 10;

const char api_schema_root[] =
    "{\"components\":{\"schemas\":{\"CollectSuccess\":{\"type\":\"object\",\"required\":["
    "\"success\"],\"properties\":{\"success\":{\"const\":true}},\"additionalProperties\":"
    "false,\"example\":{\"success\":true}},\"CollectProblem\":{\"type\":\"object\",\"requ"
    "ired\":[\"type\",\"title\",\"status\",\"detail\",\"code\"],\"properties\":{\"type\":"
    "{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer"
    "\"},\"detail\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"where\":{\"typ"
    "e\":\"string\"},\"hint\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
    "\"success\":{\"const\":false},\"message\":{\"type\":\"string\"}},\"example\":{\"type"
    "\":\"/docs#errors-invalid\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"no"
    "t JSON\",\"code\":\"invalid\",\"request_id\":\"2f6c1b\",\"success\":false,\"message\""
    ":\"not JSON\"}},\"CollectMessage\":{\"type\":\"object\",\"description\":\"userId or "
    "anonymousId is needed; event on track, groupId on group, previousId on alias.\",\"pr"
    "operties\":{\"messageId\":{\"type\":\"string\",\"maxLength\":100},\"userId\":{\"type"
    "\":[\"string\",\"number\",\"null\"]},\"anonymousId\":{\"type\":[\"string\",\"number\""
    ",\"null\"]},\"event\":{\"type\":\"string\"},\"name\":{\"type\":[\"string\",\"null\"]"
    "},\"groupId\":{\"type\":[\"string\",\"number\"]},\"previousId\":{\"type\":[\"string\""
    ",\"number\"]},\"traits\":{\"type\":\"object\"},\"properties\":{\"type\":\"object\"},"
    "\"context\":{\"type\":\"object\"},\"integrations\":{\"type\":\"object\"},\"timestamp"
    "\":{\"type\":[\"string\",\"number\"],\"description\":\"RFC 3339, or seconds or milli"
    "seconds since 1970.\"},\"originalTimestamp\":{\"type\":[\"string\",\"number\"]},\"se"
    "ntAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\":{\"type\":\"string\"}},\"exam"
    "ple\":{\"userId\":\"u-1042\",\"event\":\"Rate Viewed\",\"properties\":{\"product\":\""
    "current account\"},\"timestamp\":\"2026-11-23T14:32:56.123Z\"}},\"CollectItem\":{\"t"
    "ype\":\"object\",\"description\":\"userId or anonymousId is needed; event on track, "
    "groupId on group, previousId on alias.\",\"properties\":{\"messageId\":{\"type\":\"s"
    "tring\",\"maxLength\":100},\"userId\":{\"type\":[\"string\",\"number\",\"null\"]},\""
    "anonymousId\":{\"type\":[\"string\",\"number\",\"null\"]},\"event\":{\"type\":\"stri"
    "ng\"},\"name\":{\"type\":[\"string\",\"null\"]},\"groupId\":{\"type\":[\"string\",\""
    "number\"]},\"previousId\":{\"type\":[\"string\",\"number\"]},\"traits\":{\"type\":\""
    "object\"},\"properties\":{\"type\":\"object\"},\"context\":{\"type\":\"object\"},\"i"
    "ntegrations\":{\"type\":\"object\"},\"timestamp\":{\"type\":[\"string\",\"number\"],"
    "\"description\":\"RFC 3339, or seconds or milliseconds since 1970.\"},\"originalTime"
    "stamp\":{\"type\":[\"string\",\"number\"]},\"sentAt\":{\"type\":[\"string\",\"number"
    "\"]},\"writeKey\":{\"type\":\"string\"},\"type\":{\"enum\":[\"track\",\"identify\",\""
    "page\",\"screen\",\"group\",\"alias\",\"merge\"]}},\"example\":{\"type\":\"identify\""
    ",\"userId\":\"u-1042\",\"traits\":{\"email\":\"mai@example.com\"}},\"required\":[\"t"
    "ype\"]},\"CollectMerge\":{\"type\":\"object\",\"required\":[\"mergeProperties\"],\"p"
    "roperties\":{\"mergeProperties\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\""
    "items\":{\"type\":\"object\",\"required\":[\"type\",\"value\"],\"properties\":{\"typ"
    "e\":{\"type\":\"string\"},\"value\":{\"type\":\"string\"}}}}},\"example\":{\"type\":"
    "\"merge\",\"mergeProperties\":[{\"type\":\"email\",\"value\":\"mai@example.com\"},{\""
    "type\":\"phone\",\"value\":\"+81312345678\"}]}},\"CollectBatch\":{\"type\":\"object\""
    ",\"required\":[\"batch\"],\"properties\":{\"batch\":{\"type\":\"array\",\"maxItems\""
    ":2500,\"items\":{\"$ref\":\"#/components/schemas/CollectItem\"}},\"context\":{\"type"
    "\":\"object\"},\"integrations\":{\"type\":\"object\"},\"sentAt\":{\"type\":[\"string"
    "\",\"number\"]},\"writeKey\":{\"type\":\"string\"}},\"example\":{\"batch\":[{\"type\""
    ":\"track\",\"userId\":\"u-1042\",\"event\":\"Rate Viewed\"}],\"sentAt\":\"2026-11-23"
    "T14:32:56.123Z\"}},\"CollectAny\":{\"type\":\"object\"},\"CollectReason\":{\"type\":"
    "\"string\",\"enum\":[\"not_an_object\",\"invalid_json\",\"no_type\",\"unknown_type\""
    ",\"no_user_anon_id\",\"no_usable_id\",\"no_event\",\"no_group_id\",\"no_previous_id\""
    ",\"no_merge_properties\",\"wrong_type\",\"id_too_long\",\"event_too_large\",\"too_ma"
    "ny_traits\",\"too_many_events\",\"no_batch\",\"batch_expands\",\"erased\"]},\"Collec"
    "tError\":{\"type\":\"object\",\"required\":[\"id\",\"received\",\"source\",\"reason\""
    ",\"detail\",\"position\",\"raw\"],\"additionalProperties\":false,\"properties\":{\"i"
    "d\":{\"type\":\"string\"},\"received\":{\"type\":\"string\",\"format\":\"date-time\""
    "},\"source\":{\"type\":[\"string\",\"null\"]},\"reason\":{\"$ref\":\"#/components/sc"
    "hemas/CollectReason\"},\"detail\":{\"type\":\"string\"},\"position\":{\"type\":[\"in"
    "teger\",\"null\"],\"description\":\"Which item of its batch, or line of its import, "
    "from 1; null for a message by itself.\"},\"raw\":{\"type\":\"string\",\"description\""
    ":\"What was sent, at most 32 KB of it.\"}}},\"CollectErrorList\":{\"type\":\"object\""
    ",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"propertie"
    "s\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Collec"
    "tError\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"example\":{\"items\":"
    "[{\"id\":\"5121\",\"received\":\"2026-11-23T14:32:56.123Z\",\"source\":\"web\",\"rea"
    "son\":\"no_event\",\"detail\":\"a track call needs event\",\"position\":3,\"raw\":\""
    "{\\\"type\\\":\\\"track\\\",\\\"userId\\\":\\\"u-1042\\\"}\"}],\"next_cursor\":null}"
    "},\"ImportResult\":{\"type\":\"object\",\"required\":[\"received\",\"accepted\",\"du"
    "plicates\",\"rejected\",\"errors\"],\"additionalProperties\":false,\"properties\":{\""
    "received\":{\"type\":\"integer\"},\"accepted\":{\"type\":\"integer\"},\"duplicates\""
    ":{\"type\":\"integer\"},\"rejected\":{\"type\":\"integer\"},\"errors\":{\"type\":\"a"
    "rray\",\"maxItems\":20,\"description\":\"The first ones.\",\"items\":{\"type\":\"obj"
    "ect\",\"required\":[\"line\",\"reason\",\"detail\"],\"additionalProperties\":false,\""
    "properties\":{\"line\":{\"type\":\"integer\"},\"reason\":{\"$ref\":\"#/components/sc"
    "hemas/CollectReason\"},\"detail\":{\"type\":\"string\"}}}}},\"example\":{\"received\""
    ":3,\"accepted\":2,\"duplicates\":0,\"rejected\":1,\"errors\":[{\"line\":2,\"reason\""
    ":\"no_event\",\"detail\":\"a track call needs event\"}]}},\"SegmentSettings\":{\"typ"
    "e\":\"object\",\"required\":[\"integrations\",\"plan\",\"metrics\"],\"properties\":{"
    "\"integrations\":{\"type\":\"object\"},\"plan\":{\"type\":\"object\"},\"metrics\":{\""
    "type\":\"object\"}}},\"RudderSourceConfig\":{\"type\":\"object\",\"required\":[\"sou"
    "rce\"],\"properties\":{\"source\":{\"type\":\"object\",\"required\":[\"id\",\"name\""
    ",\"writeKey\",\"enabled\",\"workspaceId\",\"config\",\"destinations\"],\"properties\""
    ":{\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"writeKey\":{\"type\""
    ":\"string\"},\"enabled\":{\"type\":\"boolean\"},\"workspaceId\":{\"type\":\"string\""
    "},\"config\":{\"type\":\"object\"},\"destinations\":{\"type\":\"array\"},\"connectio"
    "ns\":{\"type\":\"array\"},\"dataplanes\":{\"type\":\"object\"}}}}},\"KeyInfo\":{\"ti"
    "tle\":\"Key\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\""
    ",\"kind\",\"name\",\"prefix\",\"key\",\"scopes\",\"source\",\"created\",\"last_used\""
    ",\"revoked\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{"
    "\"enum\":[\"write\",\"secret\"]},\"name\":{\"type\":\"string\"},\"prefix\":{\"descri"
    "ption\":\"How the key begins.\",\"type\":\"string\"},\"key\":{\"description\":\"The "
    "key itself. A write key is public and always shown; a secret key is shown once, in t"
    "he answer that made it.\",\"type\":[\"string\",\"null\"]},\"scopes\":{\"type\":\"arr"
    "ay\",\"items\":{\"type\":\"string\"}},\"source\":{\"description\":\"Write key: key o"
    "f its source.\",\"type\":[\"string\",\"null\"]},\"created\":{\"type\":\"string\",\"f"
    "ormat\":\"date-time\"},\"last_used\":{\"type\":[\"string\",\"null\"],\"format\":\"da"
    "te-time\",\"description\":\"Up to a minute behind.\"},\"revoked\":{\"type\":[\"strin"
    "g\",\"null\"],\"format\":\"date-time\",\"description\":\"In force no more from then "
    "on; lies ahead while a replaced key is in its grace.\"}}},\"KeyList\":{\"title\":\"K"
    "eys\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"additionalPrope"
    "rties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/"
    "components/schemas/KeyInfo\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\""
    "KeyNew\":{\"title\":\"New key\",\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"kind\",\"name\"],\"properties\":{\"kind\":{\"enum\":[\"write\",\"secre"
    "t\"]},\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50},\"source\":{\""
    "description\":\"Write key: key of a published source.\",\"type\":\"string\",\"minLen"
    "gth\":1,\"maxLength\":100},\"scopes\":{\"description\":\"Secret key: what it may do;"
    " no more than the key that makes it.\",\"type\":\"array\",\"minItems\":1,\"maxItems\""
    ":64,\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\""
    ":60}}}},\"KeyRotate\":{\"title\":\"Replacing a key\",\"type\":\"object\",\"additiona"
    "lProperties\":false,\"properties\":{\"grace_seconds\":{\"description\":\"How long th"
    "e old key stays in force.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":2592000,\""
    "default\":86400}}},\"DefinitionKind\":{\"title\":\"Kind of definition\",\"type\":\"o"
    "bject\",\"additionalProperties\":false,\"required\":[\"kind\",\"title\",\"schema\"],"
    "\"properties\":{\"kind\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"sch"
    "ema\":{\"description\":\"JSON Schema of its bodies.\",\"type\":\"object\"}}},\"Defin"
    "itionKindList\":{\"title\":\"Kinds of definitions\",\"type\":\"object\",\"required\""
    ":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\""
    ":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/DefinitionKind\"}},\""
    "next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Definition\":{\"title\":\"Definit"
    "ion\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"kind"
    "\",\"key\",\"draft\",\"published\",\"version\",\"created\",\"updated\",\"etag\",\"pr"
    "oblem\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{\"typ"
    "e\":\"string\"},\"key\":{\"type\":\"string\"},\"draft\":{\"description\":\"What is b"
    "eing worked on.\",\"type\":[\"object\",\"null\"]},\"published\":{\"description\":\"W"
    "hat is in force.\",\"type\":[\"object\",\"null\"]},\"version\":{\"description\":\"Nu"
    "mber of what is in force.\",\"type\":[\"integer\",\"null\"]},\"created\":{\"type\":\""
    "string\",\"format\":\"date-time\"},\"updated\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"etag\":{\"type\":\"string\"},\"problem\":{\"description\":\"Why the publ"
    "ished version is not in force although it should be: another version of the program "
    "wrote it.\",\"type\":[\"string\",\"null\"]}}},\"DefinitionList\":{\"title\":\"Defini"
    "tions\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"additionalPro"
    "perties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/Definition\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}"
    "}},\"DefinitionDraft\":{\"title\":\"Draft\",\"type\":\"object\",\"additionalProperti"
    "es\":false,\"required\":[\"draft\"],\"properties\":{\"draft\":{\"description\":\"Any"
    " object; it is checked against the kind's schema when it is published.\",\"type\":\""
    "object\"}}},\"DefinitionPublish\":{\"title\":\"Publishing\",\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"properties\":{\"note\":{\"type\":\"string\",\"maxLength"
    "\":250}}},\"DefinitionRollback\":{\"title\":\"Rolling back\",\"type\":\"object\",\"a"
    "dditionalProperties\":false,\"required\":[\"version\"],\"properties\":{\"version\":{"
    "\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295},\"note\":{\"type\":\"stri"
    "ng\",\"maxLength\":250}}},\"DefinitionVersion\":{\"title\":\"Version of a definition"
    "\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"version\",\"bo"
    "dy\",\"author\",\"note\",\"at\"],\"properties\":{\"version\":{\"type\":\"integer\",\""
    "minimum\":1},\"body\":{\"type\":\"object\"},\"author\":{\"type\":\"string\"},\"note\""
    ":{\"type\":\"string\"},\"at\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"Def"
    "initionVersionList\":{\"title\":\"Versions of a definition\",\"type\":\"object\",\"r"
    "equired\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":"
    "{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Definition"
    "Version\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Source\":{\"title\""
    ":\"Source\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\","
    "\"key\",\"name\",\"type\",\"enabled\",\"settings\",\"version\",\"created\",\"write_k"
    "eys\"],\"properties\":{\"id\":{\"description\":\"The number that its events carry.\""
    ",\"type\":\"integer\",\"minimum\":1},\"key\":{\"type\":\"string\"},\"name\":{\"type\""
    ":\"string\"},\"type\":{\"enum\":[\"browser\",\"server\",\"mobile\",\"import\",\"othe"
    "r\"]},\"enabled\":{\"type\":\"boolean\"},\"settings\":{\"type\":\"object\",\"additio"
    "nalProperties\":false,\"required\":[\"delivery\"],\"properties\":{\"delivery\":{\"en"
    "um\":[\"standard\",\"batching\"]}}},\"version\":{\"type\":\"integer\",\"minimum\":1}"
    ",\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"write_keys\":{\"descri"
    "ption\":\"Those in force.\",\"type\":\"array\",\"items\":{\"type\":\"object\",\"addi"
    "tionalProperties\":false,\"required\":[\"id\",\"name\",\"key\"],\"properties\":{\"id"
    "\":{\"type\":\"integer\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"key\":{\"ty"
    "pe\":\"string\"}}}}}},\"SourceList\":{\"title\":\"Sources\",\"type\":\"object\",\"re"
    "quired\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":{"
    "\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Source\"}},"
    "\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"SourceNew\":{\"title\":\"New so"
    "urce\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"name\"],\""
    "properties\":{\"key\":{\"description\":\"Made of the name when left out.\",\"type\":"
    "\"string\",\"minLength\":1,\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}"
    ",\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50},\"type\":{\"enum\":"
    "[\"browser\",\"server\",\"mobile\",\"import\",\"other\"],\"default\":\"other\"},\"en"
    "abled\":{\"type\":\"boolean\",\"default\":true},\"settings\":{\"type\":\"object\",\""
    "additionalProperties\":false,\"properties\":{\"delivery\":{\"enum\":[\"standard\",\""
    "batching\"],\"default\":\"standard\"}}}}},\"EventItem\":{\"type\":\"object\",\"requi"
    "red\":[\"seq\",\"message_id\",\"type\",\"name\",\"source\",\"person\",\"time\",\"rec"
    "eived\"],\"properties\":{\"seq\":{\"type\":\"integer\",\"description\":\"Of its log "
    "entry; what Last-Event-ID and /api/events/{seq} take.\"},\"message_id\":{\"type\":\""
    "string\"},\"type\":{\"type\":\"string\"},\"name\":{\"type\":\"string\",\"description"
    "\":\"The type's where the event has none. Cut at 256 bytes.\"},\"source\":{\"type\":"
    "[\"string\",\"null\"],\"description\":\"Key of the source.\"},\"person\":{\"type\":\""
    "string\",\"format\":\"uuid\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\""
    "},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"late\":{\"const\":tr"
    "ue,\"description\":\"It happened more than a day before it arrived.\"},\"future\":{\""
    "const\":true,\"description\":\"It claimed a time after its arrival.\"},\"imported\":"
    "{\"const\":true}},\"description\":\"An event as lists and live views show it.\",\"ad"
    "ditionalProperties\":false},\"EventError\":{\"type\":\"object\",\"required\":[\"seq\""
    ",\"reason\",\"detail\",\"source\",\"received\",\"position\"],\"properties\":{\"seq\""
    ":{\"type\":\"integer\"},\"reason\":{\"type\":\"string\"},\"detail\":{\"type\":\"stri"
    "ng\",\"description\":\"Cut at 256 bytes in a live view.\"},\"source\":{\"type\":[\"s"
    "tring\",\"null\"]},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"pos"
    "ition\":{\"type\":[\"integer\",\"null\"],\"description\":\"Item of a batch or line o"
    "f an import, from 1.\"}},\"description\":\"A message that could not be taken.\",\"ad"
    "ditionalProperties\":false},\"EventList\":{\"type\":\"object\",\"required\":[\"items"
    "\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"anyOf"
    "\":[{\"$ref\":\"#/components/schemas/EventItem\"},{\"$ref\":\"#/components/schemas/E"
    "ventError\"}]}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"additionalProper"
    "ties\":false},\"EventIdentifier\":{\"type\":\"object\",\"required\":[\"kind\",\"valu"
    "e\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"value\":{\"type\":\"string\"}}"
    ",\"additionalProperties\":false},\"EventMade\":{\"type\":\"object\",\"required\":[\""
    "what\"],\"description\":\"`name`: a name got its number; `identifier`: seen for the "
    "first time; `atom`: a new pair of device and account; `carry`: an atom carries a fur"
    "ther identifier; `link`: two atoms are one person, or would be.\",\"properties\":{\""
    "what\":{\"enum\":[\"name\",\"identifier\",\"atom\",\"carry\",\"link\"]}}},\"EventDet"
    "ail\":{\"type\":\"object\",\"required\":[\"seq\",\"kind\",\"source\",\"received\",\""
    "stored\",\"raw\"],\"description\":\"Of an event: everything. Of an error: reason, de"
    "tail, position and what was sent.\",\"properties\":{\"seq\":{\"type\":\"integer\"},\""
    "kind\":{\"enum\":[\"event\",\"error\"]},\"message_id\":{\"type\":\"string\"},\"type\""
    ":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"source\":{\"type\":[\"string"
    "\",\"null\"]},\"person\":{\"type\":\"string\"},\"time\":{\"type\":\"string\",\"forma"
    "t\":\"date-time\"},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"sto"
    "red\":{\"type\":\"string\",\"format\":\"date-time\"},\"flags\":{\"type\":\"array\",\""
    "items\":{\"type\":\"string\"}},\"atom\":{\"type\":\"object\",\"required\":[\"id\",\""
    "device\",\"account\"],\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\""
    "},\"device\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/EventIdentifier\"},{\"type"
    "\":\"null\"}]},\"account\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/EventIdentif"
    "ier\"},{\"type\":\"null\"}]}}},\"identity\":{\"type\":\"array\",\"description\":\"Wh"
    "at this event newly brought, as it is called now.\",\"items\":{\"$ref\":\"#/componen"
    "ts/schemas/EventMade\"}},\"raw\":{\"type\":\"string\",\"description\":\"As it is kep"
    "t: the message, minified; of an error, what was sent, cut at 32 KB.\"},\"message\":{"
    "\"type\":\"object\"},\"reason\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\""
    "},\"position\":{\"type\":[\"integer\",\"null\"]}}},\"FigureSlot\":{\"type\":\"object"
    "\",\"required\":[\"time\",\"events\",\"errors\"],\"properties\":{\"time\":{\"type\":"
    "\"string\",\"format\":\"date-time\",\"description\":\"Its beginning.\"},\"events\":{"
    "\"type\":\"integer\"},\"errors\":{\"type\":\"integer\"}},\"additionalProperties\":fa"
    "lse},\"SourceFigures\":{\"type\":\"object\",\"required\":[\"id\",\"key\",\"name\",\""
    "type\",\"enabled\",\"state\",\"events\",\"errors\",\"events_last_hour\",\"errors_las"
    "t_hour\",\"per_minute\",\"last_event\",\"last_error\"],\"properties\":{\"id\":{\"typ"
    "e\":\"integer\"},\"key\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"type"
    "\":{\"type\":\"string\"},\"enabled\":{\"type\":\"boolean\"},\"state\":{\"enum\":[\"o"
    "k\",\"silent\",\"failing\",\"never\"],\"description\":\"`failing`: in the last hour "
    "at least a tenth could not be taken; `silent`: nothing for an hour, though there was"
    " before; `never`: nothing yet.\"},\"events\":{\"type\":\"integer\",\"description\":\""
    "Ever.\"},\"errors\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"events_last_h"
    "our\":{\"type\":\"integer\"},\"errors_last_hour\":{\"type\":\"integer\"},\"per_minut"
    "e\":{\"type\":\"number\",\"description\":\"Mean of the last five minutes.\"},\"last_"
    "event\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_error\":{\""
    "type\":[\"string\",\"null\"],\"format\":\"date-time\"}},\"additionalProperties\":fal"
    "se},\"Overview\":{\"type\":\"object\",\"required\":[\"time\",\"people\",\"events\",\""
    "errors\",\"ready\",\"minutes\",\"hours\",\"errors_last_hour\",\"sources\"],\"propert"
    "ies\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"people\":{\"type\":"
    "\"integer\"},\"events\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"errors\":"
    "{\"type\":\"integer\",\"description\":\"Ever.\"},\"ready\":{\"type\":\"object\",\"re"
    "quired\":[\"status\",\"writable\",\"role\",\"seq\"],\"properties\":{\"status\":{\"en"
    "um\":[\"ready\",\"starting\",\"stopping\",\"read_only\",\"behind\"]},\"writable\":{\""
    "type\":\"boolean\"},\"role\":{\"type\":\"string\"},\"seq\":{\"type\":\"integer\"}},\""
    "additionalProperties\":false},\"minutes\":{\"type\":\"array\",\"description\":\"The "
    "last 60, oldest first; the last one is not over yet.\",\"minItems\":60,\"maxItems\":"
    "60,\"items\":{\"$ref\":\"#/components/schemas/FigureSlot\"}},\"hours\":{\"type\":\"a"
    "rray\",\"description\":\"The last 48, oldest first.\",\"minItems\":48,\"maxItems\":4"
    "8,\"items\":{\"$ref\":\"#/components/schemas/FigureSlot\"}},\"errors_last_hour\":{\""
    "type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"reason\",\"count\"],"
    "\"properties\":{\"reason\":{\"type\":\"string\"},\"count\":{\"type\":\"integer\"}},\""
    "additionalProperties\":false}},\"sources\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/SourceFigures\"}}},\"additionalProperties\":false},\"System\":{"
    "\"type\":\"object\",\"required\":[\"version\",\"uptime_s\",\"status\",\"role\",\"epo"
    "ch\",\"behind_ms\",\"writer_url\",\"store\",\"log\",\"snapshot\",\"nodes\",\"disk\","
    "\"memory\",\"threads\",\"search\"],\"properties\":{\"version\":{\"type\":\"string\"}"
    ",\"uptime_s\":{\"type\":\"integer\"},\"status\":{\"enum\":[\"ready\",\"starting\",\""
    "stopping\",\"read_only\",\"behind\"]},\"role\":{\"enum\":[\"alone\",\"writer\",\"fol"
    "lower\"]},\"epoch\":{\"type\":\"integer\",\"description\":\"Of the lease: how often "
    "the writer has changed.\"},\"behind_ms\":{\"type\":[\"integer\",\"null\"],\"descript"
    "ion\":\"Since this node last had the whole log for certain; null where it is alone.\""
    "},\"writer_url\":{\"type\":\"string\",\"description\":\"Of another node that writes;"
    " empty when it is this one.\"},\"store\":{\"type\":\"object\",\"required\":[\"kind\""
    ",\"bytes\",\"writable\",\"commit_failures\"],\"properties\":{\"kind\":{\"enum\":[\"s"
    "qlite\",\"postgresql\"]},\"bytes\":{\"type\":\"integer\"},\"writable\":{\"type\":\"b"
    "oolean\"},\"commit_failures\":{\"type\":\"integer\",\"description\":\"Since the star"
    "t.\"}},\"additionalProperties\":false},\"log\":{\"type\":\"object\",\"required\":[\""
    "seq\",\"frames\",\"bytes\"],\"properties\":{\"seq\":{\"type\":\"integer\",\"descript"
    "ion\":\"The newest entry.\"},\"frames\":{\"type\":\"integer\"},\"bytes\":{\"type\":\""
    "integer\",\"description\":\"Compressed.\"}},\"additionalProperties\":false},\"snapsh"
    "ot\":{\"type\":\"object\",\"required\":[\"seq\",\"time\",\"bytes\",\"entries_behind\""
    "],\"properties\":{\"seq\":{\"type\":\"integer\",\"description\":\"0: none yet.\"},\""
    "time\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"bytes\":{\"type\""
    ":\"integer\"},\"entries_behind\":{\"type\":\"integer\",\"description\":\"Read anew a"
    "t a start.\"}},\"additionalProperties\":false},\"nodes\":{\"type\":\"array\",\"descr"
    "iption\":\"That share the store; empty on SQLite.\",\"items\":{\"type\":\"object\",\""
    "required\":[\"id\",\"url\",\"version\"],\"properties\":{\"id\":{\"type\":\"string\"}"
    ",\"url\":{\"type\":\"string\"},\"version\":{\"type\":\"string\"}},\"additionalProper"
    "ties\":false}},\"disk\":{\"type\":\"object\",\"required\":[\"free_bytes\",\"total_by"
    "tes\"],\"properties\":{\"free_bytes\":{\"type\":\"integer\"},\"total_bytes\":{\"type"
    "\":\"integer\"}},\"description\":\"Where the folder of data lies.\",\"additionalProp"
    "erties\":false},\"memory\":{\"type\":\"object\",\"required\":[\"resident_bytes\",\"s"
    "tate_bytes\"],\"properties\":{\"resident_bytes\":{\"type\":\"integer\"},\"state_byte"
    "s\":{\"type\":\"integer\"}},\"additionalProperties\":false},\"threads\":{\"type\":\""
    "integer\"},\"search\":{\"type\":\"object\",\"required\":[\"ready\",\"waiting\"],\"pr"
    "operties\":{\"ready\":{\"type\":\"boolean\"},\"waiting\":{\"type\":\"integer\",\"des"
    "cription\":\"Pairs of device and account that are not in the search index yet.\"}},\""
    "additionalProperties\":false}},\"additionalProperties\":false},\"Identifier\":{\"typ"
    "e\":\"object\",\"properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\""
    "email\",\"phone\",\"customer_number\",\"external_id\",\"push_token\",\"advertising_i"
    "d\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"},\"since_seq\":{"
    "\"type\":\"integer\",\"minimum\":1,\"description\":\"Log entry that first tied it to"
    " this person.\"}},\"required\":[\"kind\",\"value\",\"since_seq\"],\"additionalProper"
    "ties\":false},\"Person\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"str"
    "ing\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\""
    ":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time"
    "\"},\"events\":{\"type\":\"integer\",\"minimum\":0},\"traits\":{\"type\":\"object\","
    "\"additionalProperties\":true},\"provenance\":{\"type\":\"object\",\"additionalPrope"
    "rties\":{\"type\":\"object\",\"properties\":{\"time\":{\"type\":\"string\",\"format\""
    ":\"date-time\"},\"seq\":{\"type\":\"integer\"},\"source\":{\"type\":\"integer\",\"de"
    "scription\":\"Number of the source; 0 when not known.\"}},\"required\":[\"time\",\"s"
    "eq\",\"source\"],\"additionalProperties\":false}},\"identifiers\":{\"type\":\"array\""
    ",\"items\":{\"$ref\":\"#/components/schemas/Identifier\"}},\"groups\":{\"type\":\"ar"
    "ray\",\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\""
    "traits\":{\"type\":\"object\",\"additionalProperties\":true}},\"required\":[\"id\",\""
    "traits\"],\"additionalProperties\":false}},\"aliases\":{\"type\":\"array\",\"descrip"
    "tion\":\"Ids that were merged into this person and keep answering.\",\"items\":{\"ty"
    "pe\":\"string\",\"format\":\"uuid\"}}},\"required\":[\"id\",\"first_seen\",\"last_se"
    "en\",\"events\",\"traits\",\"provenance\",\"identifiers\",\"groups\",\"aliases\"],\""
    "additionalProperties\":false},\"PersonList\":{\"type\":\"object\",\"properties\":{\""
    "items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}},\""
    "next_cursor\":{\"type\":[\"string\",\"null\"]},\"found\":{\"type\":\"integer\",\"des"
    "cription\":\"With `q`: how many were found, of at most 1,000.\"},\"found_more\":{\"t"
    "ype\":\"boolean\",\"description\":\"There may be more than were found.\"}},\"require"
    "d\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\"TimelineItem\":{\""
    "type\":\"object\",\"properties\":{\"seq\":{\"type\":\"integer\"},\"message_id\":{\"t"
    "ype\":\"string\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\",\"identify\",\"p"
    "age\",\"screen\",\"group\",\"alias\"]},\"name\":{\"type\":\"string\",\"description\""
    ":\"Of a track, page or screen; else the type.\"},\"time\":{\"type\":\"string\",\"for"
    "mat\":\"date-time\"},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"s"
    "ource\":{\"type\":\"string\",\"description\":\"Key of the source; empty when it is g"
    "one.\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"lat"
    "e\",\"future\",\"skewed\",\"no_time\",\"imported\",\"no_message_id\"]}},\"message\":"
    "{\"type\":\"object\",\"additionalProperties\":true}},\"required\":[\"seq\",\"message"
    "_id\",\"type\",\"name\",\"time\",\"received\",\"source\",\"flags\",\"message\"],\"ad"
    "ditionalProperties\":false},\"Timeline\":{\"type\":\"object\",\"properties\":{\"item"
    "s\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TimelineItem\"}},"
    "\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next_cur"
    "sor\"],\"additionalProperties\":false},\"Identities\":{\"type\":\"object\",\"propert"
    "ies\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"atoms\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format"
    "\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\""
    "},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"events\""
    ":{\"type\":\"integer\"},\"identifiers\":{\"type\":\"array\",\"items\":{\"type\":\"ob"
    "ject\",\"properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\""
    ",\"phone\",\"customer_number\",\"external_id\",\"push_token\",\"advertising_id\",\"d"
    "evice_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"},\"role\":{\"type\":\"s"
    "tring\",\"enum\":[\"device\",\"account\",\"further\"]},\"since_seq\":{\"type\":\"int"
    "eger\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"p"
    "erson_too_large\",\"withdrawn\",\"blocked\"],\"description\":\"held: it ties. Otherw"
    "ise why it was refused.\"}},\"required\":[\"kind\",\"value\",\"role\",\"since_seq\","
    "\"state\"],\"additionalProperties\":false}}},\"required\":[\"id\",\"first_seen\",\"l"
    "ast_seen\",\"events\",\"identifiers\"],\"additionalProperties\":false}},\"links\":{\""
    "type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\""
    "string\",\"format\":\"uuid\"},\"to\":{\"type\":\"string\",\"format\":\"uuid\"},\"bec"
    "ause\":{\"type\":\"string\",\"enum\":[\"shared_identifier\",\"first_sign_in\",\"alia"
    "s\",\"merge\"]},\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\",\"phon"
    "e\",\"customer_number\",\"external_id\",\"push_token\",\"advertising_id\",\"device_i"
    "d\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"},\"seq\":{\"type\":\"integer\""
    "},\"id\":{\"type\":\"integer\",\"description\":\"For POST /api/links/{id}/undo; abse"
    "nt for shared identifiers.\"},\"evidence\":{\"type\":\"string\"},\"state\":{\"type\""
    ":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"withdra"
    "wn\",\"blocked\"]}},\"required\":[\"from\",\"to\",\"because\",\"seq\",\"state\"],\"a"
    "dditionalProperties\":false}},\"cuts\":{\"type\":\"array\",\"items\":{\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"required\":[\"id\",\"reason\",\"in_force\",\""
    "seq\",\"sides\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"reason\":{\"type\":"
    "\"string\"},\"in_force\":{\"type\":\"boolean\"},\"seq\":{\"type\":\"integer\"},\"sid"
    "es\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"ato"
    "m\":{\"type\":\"string\",\"format\":\"uuid\"},\"kind\":{\"type\":\"string\",\"enum\""
    ":[\"user_id\",\"email\",\"phone\",\"customer_number\",\"external_id\",\"push_token\""
    ",\"advertising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"}"
    "}}}}}}}},\"required\":[\"id\",\"atoms\",\"links\",\"cuts\"],\"additionalProperties\""
    ":false},\"Split\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\""
    ":{\"identifiers\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\"type\":\"object"
    "\",\"additionalProperties\":false,\"required\":[\"kind\",\"value\"],\"properties\":{"
    "\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_n"
    "umber\",\"external_id\",\"push_token\",\"advertising_id\",\"device_id\",\"anonymous_"
    "id\"]},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}}}},\"atoms"
    "\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\"type\":\"string\",\"format\":\""
    "uuid\"}},\"reason\":{\"type\":\"string\",\"maxLength\":1000},\"preview\":{\"type\":\""
    "boolean\",\"default\":false}}},\"Merge\":{\"type\":\"object\",\"additionalProperties"
    "\":false,\"required\":[\"people\",\"evidence\"],\"properties\":{\"people\":{\"type\""
    ":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"string\",\"format\":\""
    "uuid\"}},\"evidence\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000},\"pre"
    "view\":{\"type\":\"boolean\",\"default\":false}}},\"Undo\":{\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"properties\":{\"preview\":{\"type\":\"boolean\",\"defau"
    "lt\":false}}},\"Surgery\":{\"type\":\"object\",\"additionalProperties\":false,\"requ"
    "ired\":[\"preview\",\"people\"],\"properties\":{\"cut\":{\"type\":\"integer\"},\"lin"
    "k\":{\"type\":\"integer\"},\"preview\":{\"type\":\"boolean\"},\"people\":{\"type\":\""
    "array\",\"maxItems\":2,\"description\":\"The persons as they are now, or would be.\""
    ",\"items\":{\"$ref\":\"#/components/schemas/Person\"}}}},\"IdentityKindRule\":{\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"properties\":{\"limit\":{\"descripti"
    "on\":\"How many one person may have. Without meaning for device kinds, which tie nob"
    "ody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},\"window_days\":{\"descr"
    "iption\":\"Count only those of so many days; 0: of all time.\",\"type\":\"integer\","
    "\"minimum\":0,\"maximum\":3650},\"priority\":{\"description\":\"1 is strongest.\",\""
    "type\":\"integer\",\"minimum\":1,\"maximum\":99},\"blocked\":{\"description\":\"Valu"
    "es that stand for nobody, whatever the case of their letters; replaces the built-in "
    "list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"minLen"
    "gth\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"description\":\"Regular express"
    "ions (RE2); replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"maxItems\":50,\"it"
    "ems\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}}}},\"IdentityRules\":{"
    "\"description\":\"How many identifiers of each kind one person may have, which are s"
    "tronger, and which values stand for nobody. What is left out stays as built in.\",\""
    "type\":\"object\",\"additionalProperties\":false,\"properties\":{\"atoms_max\":{\"de"
    "scription\":\"Pairs of device and account that one person may have; past it a link i"
    "s refused and shown.\",\"type\":\"integer\",\"minimum\":10,\"maximum\":20000,\"defau"
    "lt\":2000},\"constant\":{\"description\":\"An account identifier that more than `ato"
    "ms` pairs of device and account begin to carry within `window_days` is sent for ever"
    "ybody: it goes into quarantine. 0: never.\",\"type\":\"object\",\"additionalProperti"
    "es\":false,\"properties\":{\"atoms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\""
    ":10000,\"default\":500},\"window_days\":{\"type\":\"integer\",\"minimum\":1,\"maximu"
    "m\":365,\"default\":30}}},\"kinds\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"properties\":{\"user_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}"
    ",\"email\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"phone\":{\"$ref\":"
    "\"#/components/schemas/IdentityKindRule\"},\"customer_number\":{\"$ref\":\"#/compone"
    "nts/schemas/IdentityKindRule\"},\"external_id\":{\"$ref\":\"#/components/schemas/Ide"
    "ntityKindRule\"},\"push_token\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}"
    ",\"advertising_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"device_id"
    "\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"anonymous_id\":{\"$ref\":\""
    "#/components/schemas/IdentityKindRule\"}}}}},\"IdentityTrial\":{\"type\":\"object\","
    "\"additionalProperties\":false,\"required\":[\"people_now\",\"people_then\",\"would_"
    "join\",\"would_part\",\"too_large_to_say\",\"examples\"],\"properties\":{\"people_no"
    "w\":{\"type\":\"integer\",\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"min"
    "imum\":0},\"would_join\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Perso"
    "ns that would be merged into an older one.\"},\"would_part\":{\"type\":\"integer\",\""
    "minimum\":0,\"description\":\"Persons that would come to be.\"},\"too_large_to_say\""
    ":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Groups of atoms too large to "
    "be judged.\"},\"examples\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"addi"
    "tionalProperties\":false,\"required\":[\"person\",\"people_now\",\"people_then\"],\""
    "properties\":{\"person\":{\"type\":\"string\",\"format\":\"uuid\"},\"people_now\":{\""
    "type\":\"integer\",\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"minimum\":"
    "0}}}}}},\"Erasure\":{\"type\":\"object\",\"description\":\"A receipt: what was remov"
    "ed where, and no value.\",\"required\":[\"id\",\"state\",\"requested\",\"finished\","
    "\"key\",\"named\",\"refuse\",\"removed\"],\"additionalProperties\":false,\"propertie"
    "s\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"state\":{\"type\":\"string\""
    ",\"enum\":[\"searching\",\"rewriting\",\"finished\"],\"description\":\"Nobody can re"
    "ad the person in any of them.\"},\"requested\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"finished\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"de"
    "scription\":\"When nothing was left.\"},\"key\":{\"type\":\"integer\",\"minimum\":0,"
    "\"description\":\"Number of the secret key that asked; 0 when the erasure list did, "
    "after a restore.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,\"description\":\""
    "How many identifiers were named; 0 when a person was.\"},\"refuse\":{\"type\":\"bool"
    "ean\",\"description\":\"Whether events with these identifiers are refused from now o"
    "n.\"},\"removed\":{\"type\":\"object\",\"required\":[\"people\",\"atoms\",\"identifi"
    "ers\",\"traits\",\"events\",\"rejects\",\"entries\",\"frames\",\"stored_answers\",\""
    "definition_texts_left\",\"snapshots\"],\"additionalProperties\":false,\"properties\""
    ":{\"people\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons.\"},\"ato"
    "ms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pairs of device and accou"
    "nt.\"},\"identifiers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Identif"
    "iers; one that another person carries, too, is not among them.\"},\"traits\":{\"type"
    "\":\"integer\",\"minimum\":0,\"description\":\"Traits.\"},\"events\":{\"type\":\"int"
    "eger\",\"minimum\":0,\"description\":\"Events, out of the log.\"},\"rejects\":{\"typ"
    "e\":\"integer\",\"minimum\":0,\"description\":\"Rejected messages that held one of t"
    "he identifiers.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\"description\":\""
    "Further log entries: identifiers, atoms, links, words of cuts.\"},\"frames\":{\"type"
    "\":\"integer\",\"minimum\":0,\"description\":\"Log frames that were rewritten.\"},\""
    "stored_answers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Answers kept "
    "under an Idempotency-Key that held one of the identifiers.\"},\"definition_texts_lef"
    "t\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Versions and drafts of def"
    "initions that hold one of the identifiers; people wrote them, so people must mend th"
    "em.\"},\"snapshots\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Snapshots"
    " replaced by one without the person.\"}}}}},\"ErasureRequest\":{\"type\":\"object\","
    "\"required\":[\"identifiers\"],\"additionalProperties\":false,\"properties\":{\"iden"
    "tifiers\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":10000,\"items\":{\"$ref\":"
    "\"#/components/schemas/ErasureIdentifier\"},\"description\":\"Whoever has one of the"
    "se is erased, with everything else that is theirs.\"},\"refuse\":{\"type\":\"boolean"
    "\",\"default\":false,\"description\":\"Refuse events with the identifiers from now o"
    "n (reason `erased`); else they begin somebody new.\"}}},\"ErasureIdentifier\":{\"typ"
    "e\":\"object\",\"required\":[\"kind\",\"value\"],\"additionalProperties\":false,\"pr"
    "operties\":{\"kind\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64},\"value\""
    ":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}}},\"ErasureList\":{\"type\""
    ":\"object\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,"
    "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sch"
    "emas/Erasure\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"TraitFrom\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"value\",\"source\","
    "\"time\",\"seq\",\"atom\",\"times\"],\"properties\":{\"value\":{\"description\":\"JS"
    "ON, whatever it is.\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the "
    "source; empty when it is not known.\"},\"time\":{\"type\":\"string\",\"format\":\"da"
    "te-time\",\"description\":\"Of the event.\"},\"seq\":{\"type\":\"integer\",\"descrip"
    "tion\":\"Of the event.\"},\"message_id\":{\"type\":\"string\",\"description\":\"Of t"
    "he event; empty when it is not there any more. Left out in an export, which has the "
    "events themselves.\"},\"atom\":{\"type\":\"string\",\"description\":\"The atom that "
    "the event belongs to.\"},\"times\":{\"type\":\"integer\",\"description\":\"How often"
    " this atom had the value (most_frequent); else 1.\"}}},\"Traits\":{\"type\":\"object"
    "\",\"additionalProperties\":false,\"required\":[\"id\",\"traits\",\"truncated\"],\"p"
    "roperties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"array\",\"items\":{"
    "\"$ref\":\"#/components/schemas/TraitTold\"}},\"truncated\":{\"type\":\"boolean\"}}}"
    ",\"TraitTold\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"n"
    "ame\",\"value\",\"rule\",\"keep\",\"merge\",\"filling\",\"won\",\"lost\"],\"properti"
    "es\":{\"name\":{\"type\":\"string\"},\"value\":{\"description\":\"Null: the trait ha"
    "s no value.\"},\"rule\":{\"enum\":[\"last\",\"first\",\"most_frequent\",\"source_ord"
    "er\"]},\"keep\":{\"type\":\"boolean\"},\"merge\":{\"type\":\"boolean\"},\"filling\":"
    "{\"type\":\"boolean\"},\"won\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/component"
    "s/schemas/TraitFrom\"}},\"lost\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/compone"
    "nts/schemas/TraitFrom\"}}}},\"PersonExport\":{\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"exported\",\"person\",\"identities\",\"traits\",\"trait"
    "s_truncated\",\"events\",\"complete\"],\"properties\":{\"exported\":{\"type\":\"stri"
    "ng\",\"format\":\"date-time\"},\"person\":{\"$ref\":\"#/components/schemas/Person\"}"
    ",\"identities\":{\"$ref\":\"#/components/schemas/Identities\"},\"traits\":{\"type\":"
    "\"array\",\"items\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\"traits_truncate"
    "d\":{\"type\":\"boolean\"},\"events\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/co"
    "mponents/schemas/TimelineItem\"}},\"complete\":{\"type\":\"boolean\"}}},\"ConstantId"
    "entifier\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\","
    "\"kind\",\"value\",\"since\",\"seq\",\"atoms\",\"released\"],\"properties\":{\"id\":"
    "{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"value\":{\"type\":\"string\""
    "},\"since\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":\"integ"
    "er\"},\"atoms\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Const"
    "antIdentifierList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\""
    ":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\""
    ":{\"$ref\":\"#/components/schemas/ConstantIdentifier\"}},\"next_cursor\":{\"type\":["
    "\"string\",\"null\"]}}},\"ConstantIdentifierReleased\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"required\":[\"id\",\"released\"],\"properties\":{\"id\":{\""
    "type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Problem\":{\"type\":\"ob"
    "ject\",\"description\":\"RFC 9457.\",\"required\":[\"type\",\"title\",\"status\",\"d"
    "etail\",\"code\",\"request_id\"],\"properties\":{\"type\":{\"type\":\"string\",\"des"
    "cription\":\"Address of the explanation.\"},\"title\":{\"type\":\"string\",\"descrip"
    "tion\":\"What the status means.\"},\"status\":{\"type\":\"integer\",\"minimum\":400,"
    "\"maximum\":599},\"detail\":{\"type\":\"string\",\"description\":\"What is wrong, in"
    " a few words.\"},\"code\":{\"type\":\"string\",\"enum\":[\"invalid\",\"unauthenticat"
    "ed\",\"forbidden\",\"not_found\",\"conflict\",\"precondition_failed\",\"too_large\","
    "\"rate_limited\",\"unavailable\",\"corrupt\",\"internal\"]},\"where\":{\"type\":\"st"
    "ring\",\"description\":\"Outermost place first; of a body, a JSON Pointer.\"},\"hint"
    "\":{\"type\":\"string\",\"description\":\"What can be done.\"},\"request_id\":{\"typ"
    "e\":\"string\",\"description\":\"The same as the header X-Request-Id.\"}}},\"Health\""
    ":{\"type\":\"object\",\"required\":[\"status\"],\"additionalProperties\":false,\"pro"
    "perties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ok\"]}}},\"Readiness\":{\"typ"
    "e\":\"object\",\"required\":[\"status\",\"started\",\"writable\",\"seq\",\"role\",\""
    "epoch\"],\"additionalProperties\":false,\"properties\":{\"status\":{\"type\":\"strin"
    "g\",\"enum\":[\"ready\",\"starting\",\"read_only\",\"behind\",\"stopping\"]},\"start"
    "ed\":{\"type\":\"boolean\",\"description\":\"The log has been replayed.\"},\"writabl"
    "e\":{\"type\":\"boolean\",\"description\":\"The store takes changes.\"},\"seq\":{\"t"
    "ype\":\"integer\",\"minimum\":0,\"description\":\"Newest durable log entry that this"
    " node has.\"},\"role\":{\"type\":\"string\",\"enum\":[\"alone\",\"writer\",\"followe"
    "r\"],\"description\":\"A follower answers reads, and passes changes on to the writer"
    ".\"},\"epoch\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How often the w"
    "riter has changed; 0 without other nodes.\"},\"behind_ms\":{\"type\":\"integer\",\"m"
    "inimum\":0,\"description\":\"With other nodes: since this one last had the whole log"
    " for certain, a follower by looking, the writer by a commit (an idle one makes one f"
    "ive times a lease).\"}}},\"Version\":{\"type\":\"object\",\"required\":[\"name\",\"v"
    "ersion\"],\"additionalProperties\":false,\"properties\":{\"name\":{\"type\":\"string"
    "\"},\"version\":{\"type\":\"string\"}}}}}}";
