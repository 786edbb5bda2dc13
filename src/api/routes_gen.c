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
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_16[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_19[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_20[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_21[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_22[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_23[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_24[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_26[] = {
    { "q", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":256}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_27[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_28[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_29[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_30[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_31[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_32[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_33[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_34[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_35[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_37[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
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

static const struct route_param params_43[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_52[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_53[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_56[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_57[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_72[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_73[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
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
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_15, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x80), /* people:write */
      .params = params_16, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/identity/kinds",
      .id = "listIdentifierKinds",
      .handle = api_listIdentifierKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
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
      .params = params_19, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x10), /* keys:read */
      .params = params_20, .n_params = 2,
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
      .params = params_21, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x20), /* keys:write */
      .params = params_22, .n_params = 2,
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
      .params = params_23, .n_params = 2,
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
      .params = params_24, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/openapi.json",
      .id = "getOpenapi",
      .handle = api_getOpenapi,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_CORS,
    },
    { .method = "GET",
      .pattern = "/api/people",
      .id = "listPeople",
      .handle = api_listPeople,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_26, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_27, .n_params = 2,
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
      .params = params_28, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_29, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x80), /* people:write */
      .params = params_30, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_31, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_32, .n_params = 1,
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
      .params = params_33, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_34, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
      .params = params_35, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/retention",
      .id = "getRetention",
      .handle = api_getRetention,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x40), /* people:read */
    },
    { .method = "POST",
      .pattern = "/api/retention/run",
      .id = "runRetention",
      .handle = api_runRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = UINT64_C(0x80), /* people:write */
      .params = params_37, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/retention/try",
      .id = "tryRetention",
      .handle = api_tryRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = UINT64_C(0x40), /* people:read */
      .body_max = 262144,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/RetentionRules\"}",
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
      .params = params_43, .n_params = 1,
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
      .params = params_52, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_53, .n_params = 2,
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
      .params = params_56, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_57, .n_params = 1,
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
      .params = params_72, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_73, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_74, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_75, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_76, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_77, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_78, .n_params = 1,
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
const uint32_t api_n_routes = 83;

const char *const api_scope_names[] = {
    "collect:import",
    "collect:read",
    "definitions:read",
    "definitions:write",
    "keys:read",
    "keys:write",
    "people:read",
    "people:write"
};
const uint32_t api_n_scopes = 8;

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
    "batching\"],\"default\":\"standard\"}}}}},\"Identifier\":{\"type\":\"object\",\"prop"
    "erties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"va"
    "lue\":{\"type\":\"string\"},\"since_seq\":{\"type\":\"integer\",\"minimum\":1,\"desc"
    "ription\":\"Log entry that first tied it to this person.\"}},\"required\":[\"kind\","
    "\"value\",\"since_seq\"],\"additionalProperties\":false},\"Person\":{\"type\":\"obje"
    "ct\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"first_seen\""
    ":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_seen\":{\"type\":["
    "\"string\",\"null\"],\"format\":\"date-time\"},\"events\":{\"type\":\"integer\",\"mi"
    "nimum\":0},\"traits\":{\"type\":\"object\",\"additionalProperties\":true},\"provenan"
    "ce\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\",\"properties"
    "\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":\"inte"
    "ger\"},\"source\":{\"type\":\"integer\",\"description\":\"Number of the source; 0 wh"
    "en not known.\"}},\"required\":[\"time\",\"seq\",\"source\"],\"additionalProperties\""
    ":false}},\"identifiers\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sche"
    "mas/Identifier\"}},\"groups\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"p"
    "roperties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"object\",\"addition"
    "alProperties\":true}},\"required\":[\"id\",\"traits\"],\"additionalProperties\":fals"
    "e}},\"aliases\":{\"type\":\"array\",\"description\":\"Ids that were merged into this"
    " person and keep answering.\",\"items\":{\"type\":\"string\",\"format\":\"uuid\"}}},"
    "\"required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\"traits\",\"provenance"
    "\",\"identifiers\",\"groups\",\"aliases\"],\"additionalProperties\":false},\"PersonL"
    "ist\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"
    "\"$ref\":\"#/components/schemas/Person\"}},\"next_cursor\":{\"type\":[\"string\",\"n"
    "ull\"]}},\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\""
    "TimelineItem\":{\"type\":\"object\",\"properties\":{\"seq\":{\"type\":\"integer\"},\""
    "message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\""
    ",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"name\":{\"type\":\"string\""
    ",\"description\":\"Of a track, page or screen; else the type.\"},\"time\":{\"type\":"
    "\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\"string\",\"format\":\""
    "date-time\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the source; em"
    "pty when it is gone.\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\""
    ",\"enum\":[\"late\",\"future\",\"skewed\",\"no_time\",\"imported\",\"no_message_id\""
    ",\"thinned\"]}},\"message\":{\"type\":\"object\",\"additionalProperties\":true}},\"r"
    "equired\":[\"seq\",\"message_id\",\"type\",\"name\",\"time\",\"received\",\"source\""
    ",\"flags\",\"message\"],\"additionalProperties\":false},\"Timeline\":{\"type\":\"obj"
    "ect\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/componen"
    "ts/schemas/TimelineItem\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"requ"
    "ired\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\"Identities\":{\""
    "type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\""
    "atoms\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\""
    "type\":\"string\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\""
    "],\"format\":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\""
    ":\"date-time\"},\"events\":{\"type\":\"integer\"},\"identifiers\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"object\",\"properties\":{\"kind\":{\"type\":\"string\",\"patt"
    "ern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"},\"role\":{\"type\""
    ":\"string\",\"enum\":[\"device\",\"account\",\"further\"]},\"since_seq\":{\"type\":\""
    "integer\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\","
    "\"person_too_large\",\"withdrawn\",\"blocked\"],\"description\":\"held: it ties. Oth"
    "erwise why it was refused.\"}},\"required\":[\"kind\",\"value\",\"role\",\"since_seq"
    "\",\"state\"],\"additionalProperties\":false}}},\"required\":[\"id\",\"first_seen\","
    "\"last_seen\",\"events\",\"identifiers\"],\"additionalProperties\":false}},\"links\""
    ":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"from\":{\"type"
    "\":\"string\",\"format\":\"uuid\"},\"to\":{\"type\":\"string\",\"format\":\"uuid\"},"
    "\"because\":{\"type\":\"string\",\"enum\":[\"shared_identifier\",\"first_sign_in\",\""
    "alias\",\"merge\"]},\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39"
    "}$\"},\"value\":{\"type\":\"string\"},\"seq\":{\"type\":\"integer\"},\"id\":{\"type\""
    ":\"integer\",\"description\":\"For POST /api/links/{id}/undo; absent for shared iden"
    "tifiers.\"},\"evidence\":{\"type\":\"string\"},\"state\":{\"type\":\"string\",\"enum"
    "\":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"]}"
    "},\"required\":[\"from\",\"to\",\"because\",\"seq\",\"state\"],\"additionalPropertie"
    "s\":false}},\"cuts\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additional"
    "Properties\":false,\"required\":[\"id\",\"reason\",\"in_force\",\"seq\",\"sides\"],\""
    "properties\":{\"id\":{\"type\":\"integer\"},\"reason\":{\"type\":\"string\"},\"in_fo"
    "rce\":{\"type\":\"boolean\"},\"seq\":{\"type\":\"integer\"},\"sides\":{\"type\":\"ar"
    "ray\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"array\",\"items\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"properties\":{\"atom\":{\"type\":\"stri"
    "ng\",\"format\":\"uuid\"},\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_"
    "]{0,39}$\"},\"value\":{\"type\":\"string\"}}}}}}}}},\"required\":[\"id\",\"atoms\",\""
    "links\",\"cuts\"],\"additionalProperties\":false},\"Split\":{\"type\":\"object\",\"a"
    "dditionalProperties\":false,\"properties\":{\"identifiers\":{\"type\":\"array\",\"ma"
    "xItems\":5000,\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"requir"
    "ed\":[\"kind\",\"value\"],\"properties\":{\"kind\":{\"type\":\"string\",\"pattern\":"
    "\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLeng"
    "th\":4096}}}},\"atoms\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\"type\":\""
    "string\",\"format\":\"uuid\"}},\"reason\":{\"type\":\"string\",\"maxLength\":1000},\""
    "preview\":{\"type\":\"boolean\",\"default\":false}}},\"Merge\":{\"type\":\"object\","
    "\"additionalProperties\":false,\"required\":[\"people\",\"evidence\"],\"properties\""
    ":{\"people\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\""
    "string\",\"format\":\"uuid\"}},\"evidence\":{\"type\":\"string\",\"minLength\":1,\"m"
    "axLength\":1000},\"preview\":{\"type\":\"boolean\",\"default\":false}}},\"Undo\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"properties\":{\"preview\":{\"type"
    "\":\"boolean\",\"default\":false}}},\"Surgery\":{\"type\":\"object\",\"additionalPro"
    "perties\":false,\"required\":[\"preview\",\"people\"],\"properties\":{\"cut\":{\"typ"
    "e\":\"integer\"},\"link\":{\"type\":\"integer\"},\"preview\":{\"type\":\"boolean\"},"
    "\"people\":{\"type\":\"array\",\"maxItems\":2,\"description\":\"The persons as they "
    "are now, or would be.\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}}}},\"Id"
    "entityKindRule\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":"
    "{\"limit\":{\"description\":\"How many one person may have. Without meaning for devi"
    "ce kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},\""
    "window_days\":{\"description\":\"Count only those of so many days; 0: of all time.\""
    ",\"type\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"description\":"
    "\"1 is strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"blocked\":{"
    "\"description\":\"Values that stand for nobody, whatever the case of their letters; "
    "replaces the built-in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type"
    "\":\"string\",\"minLength\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"descripti"
    "on\":\"Regular expressions (RE2); replaces the built-in ^[0-]*$.\",\"type\":\"array\""
    ",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}}}"
    "},\"IdentityOwnKind\":{\"type\":\"object\",\"additionalProperties\":false,\"descript"
    "ion\":\"A kind of your own. Its key (a-z, 0-9, _; at most 40) gets a number for ever"
    " when it is first published.\",\"properties\":{\"title\":{\"description\":\"What peo"
    "ple call it.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":100},\"device\":{\""
    "description\":\"It belongs to a device, not to an account: it ties nobody. For ever."
    "\",\"type\":\"boolean\",\"default\":false},\"from\":{\"description\":\"Where in a me"
    "ssage it is read: externalIds.TYPE, traits.PATH, context.PATH or properties.PATH. No"
    "ne: it is not read.\",\"type\":\"array\",\"maxItems\":16,\"items\":{\"type\":\"strin"
    "g\",\"minLength\":1,\"maxLength\":300}},\"normalise\":{\"description\":\"What is don"
    "e to a value, in the order of this list whatever the order here; lower and digits (n"
    "othing else is kept) imply nfkc; e164 goes with trim and nfkc only. For ever.\",\"ty"
    "pe\":\"array\",\"maxItems\":6,\"uniqueItems\":true,\"items\":{\"type\":\"string\",\""
    "enum\":[\"trim\",\"nfkc\",\"lower\",\"digits\",\"strip_leading_zeros\",\"e164\"]},\""
    "default\":[\"trim\",\"nfkc\"]},\"region\":{\"description\":\"With e164: the country "
    "(ISO 3166) of numbers without +. For ever.\",\"type\":\"string\",\"pattern\":\"^[A-Z"
    "]{2}$\"},\"keep_external_id\":{\"description\":\"What stands in externalIds goes on "
    "to be an external_id, too, and so ties to events from before.\",\"type\":\"boolean\""
    ",\"default\":false},\"limit\":{\"description\":\"How many one person may have. Witho"
    "ut meaning for device kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,"
    "\"maximum\":1000},\"window_days\":{\"description\":\"Count only those of so many day"
    "s; 0: of all time.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority"
    "\":{\"description\":\"1 is strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum"
    "\":99},\"blocked\":{\"description\":\"Values that stand for nobody, whatever the cas"
    "e of their letters; replaces the built-in list.\",\"type\":\"array\",\"maxItems\":10"
    "00,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}},\"blocked_pat"
    "terns\":{\"description\":\"Regular expressions (RE2); replaces the built-in ^[0-]*$."
    "\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1"
    ",\"maxLength\":500}}}},\"IdentifierKind\":{\"type\":\"object\",\"additionalPropertie"
    "s\":false,\"required\":[\"kind\",\"title\",\"device\",\"declared\",\"read\",\"limit\""
    ",\"window_days\",\"priority\"],\"properties\":{\"kind\":{\"type\":\"string\",\"patte"
    "rn\":\"^[a-z][a-z0-9_]{0,39}$\"},\"title\":{\"type\":\"string\",\"description\":\"Of"
    " a built-in kind, and of one that the rules name no more: its key.\"},\"device\":{\""
    "type\":\"boolean\"},\"declared\":{\"type\":\"boolean\",\"description\":\"A kind of y"
    "our own.\"},\"read\":{\"type\":\"boolean\",\"description\":\"Whether it is read from"
    " messages now.\"},\"normalise\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\""
    "enum\":[\"trim\",\"nfkc\",\"lower\",\"digits\",\"strip_leading_zeros\",\"e164\"]},\""
    "description\":\"Of a kind of your own.\"},\"region\":{\"description\":\"With e164: t"
    "he country (ISO 3166) of numbers without +. For ever.\",\"type\":\"string\",\"patter"
    "n\":\"^[A-Z]{2}$\"},\"limit\":{\"type\":\"integer\"},\"window_days\":{\"type\":\"int"
    "eger\"},\"priority\":{\"type\":\"integer\"}}},\"IdentifierKindList\":{\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"required\":[\"items\"],\"properties\":{\"item"
    "s\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/IdentifierKind\"}"
    "}}},\"IdentityRules\":{\"description\":\"How many identifiers of each kind one perso"
    "n may have, which are stronger, and which values stand for nobody. What is left out "
    "stays as built in.\",\"type\":\"object\",\"additionalProperties\":false,\"properties"
    "\":{\"atoms_max\":{\"description\":\"Pairs of device and account that one person may"
    " have; past it a link is refused and shown.\",\"type\":\"integer\",\"minimum\":10,\""
    "maximum\":20000,\"default\":2000},\"constant\":{\"description\":\"An account identif"
    "ier that more than `atoms` pairs of device and account begin to carry within `window"
    "_days` is sent for everybody: it goes into quarantine. 0: never.\",\"type\":\"object"
    "\",\"additionalProperties\":false,\"properties\":{\"atoms\":{\"type\":\"integer\",\""
    "minimum\":0,\"maximum\":10000,\"default\":500},\"window_days\":{\"type\":\"integer\""
    ",\"minimum\":1,\"maximum\":365,\"default\":30}}},\"kinds\":{\"description\":\"Rules "
    "of built-in kinds, and kinds of your own.\",\"type\":\"object\",\"maxProperties\":41"
    ",\"additionalProperties\":{\"$ref\":\"#/components/schemas/IdentityOwnKind\"},\"prop"
    "erties\":{\"user_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"email\""
    ":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"phone\":{\"$ref\":\"#/compon"
    "ents/schemas/IdentityKindRule\"},\"customer_number\":{\"$ref\":\"#/components/schema"
    "s/IdentityKindRule\"},\"external_id\":{\"$ref\":\"#/components/schemas/IdentityKindR"
    "ule\"},\"push_token\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"adverti"
    "sing_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"device_id\":{\"$ref"
    "\":\"#/components/schemas/IdentityKindRule\"},\"anonymous_id\":{\"$ref\":\"#/compone"
    "nts/schemas/IdentityKindRule\"}}}}},\"IdentityTrial\":{\"type\":\"object\",\"additio"
    "nalProperties\":false,\"required\":[\"people_now\",\"people_then\",\"would_join\",\""
    "would_part\",\"too_large_to_say\",\"examples\"],\"properties\":{\"people_now\":{\"ty"
    "pe\":\"integer\",\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"minimum\":0}"
    ",\"would_join\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons that w"
    "ould be merged into an older one.\"},\"would_part\":{\"type\":\"integer\",\"minimum\""
    ":0,\"description\":\"Persons that would come to be.\"},\"too_large_to_say\":{\"type\""
    ":\"integer\",\"minimum\":0,\"description\":\"Groups of atoms too large to be judged."
    "\"},\"examples\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProp"
    "erties\":false,\"required\":[\"person\",\"people_now\",\"people_then\"],\"properties"
    "\":{\"person\":{\"type\":\"string\",\"format\":\"uuid\"},\"people_now\":{\"type\":\""
    "integer\",\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"minimum\":0}}}}}},\""
    "Erasure\":{\"type\":\"object\",\"description\":\"A receipt: what was removed where, "
    "and no value.\",\"required\":[\"id\",\"state\",\"requested\",\"finished\",\"key\",\""
    "named\",\"refuse\",\"removed\"],\"additionalProperties\":false,\"properties\":{\"id\""
    ":{\"type\":\"string\",\"format\":\"uuid\"},\"state\":{\"type\":\"string\",\"enum\":["
    "\"searching\",\"rewriting\",\"finished\"],\"description\":\"Nobody can read the pers"
    "on in any of them.\"},\"requested\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "finished\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":"
    "\"When nothing was left.\"},\"key\":{\"type\":\"integer\",\"minimum\":0,\"descriptio"
    "n\":\"Number of the secret key that asked; 0 when the erasure list did, after a rest"
    "ore.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How many ide"
    "ntifiers were named; 0 when a person was.\"},\"refuse\":{\"type\":\"boolean\",\"desc"
    "ription\":\"Whether events with these identifiers are refused from now on.\"},\"remo"
    "ved\":{\"type\":\"object\",\"required\":[\"people\",\"atoms\",\"identifiers\",\"trai"
    "ts\",\"events\",\"rejects\",\"entries\",\"frames\",\"stored_answers\",\"definition_t"
    "exts_left\",\"snapshots\"],\"additionalProperties\":false,\"properties\":{\"people\""
    ":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons.\"},\"atoms\":{\"type"
    "\":\"integer\",\"minimum\":0,\"description\":\"Pairs of device and account.\"},\"ide"
    "ntifiers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Identifiers; one th"
    "at another person carries, too, is not among them.\"},\"traits\":{\"type\":\"integer"
    "\",\"minimum\":0,\"description\":\"Traits.\"},\"events\":{\"type\":\"integer\",\"min"
    "imum\":0,\"description\":\"Events, out of the log.\"},\"rejects\":{\"type\":\"intege"
    "r\",\"minimum\":0,\"description\":\"Rejected messages that held one of the identifie"
    "rs.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Further log"
    " entries: identifiers, atoms, links, words of cuts.\"},\"frames\":{\"type\":\"intege"
    "r\",\"minimum\":0,\"description\":\"Log frames that were rewritten.\"},\"stored_answ"
    "ers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Answers kept under an Id"
    "empotency-Key that held one of the identifiers.\"},\"definition_texts_left\":{\"type"
    "\":\"integer\",\"minimum\":0,\"description\":\"Versions and drafts of definitions th"
    "at hold one of the identifiers; people wrote them, so people must mend them.\"},\"sn"
    "apshots\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Snapshots replaced b"
    "y one without the person.\"}}}}},\"ErasureRequest\":{\"type\":\"object\",\"required\""
    ":[\"identifiers\"],\"additionalProperties\":false,\"properties\":{\"identifiers\":{\""
    "type\":\"array\",\"minItems\":1,\"maxItems\":10000,\"items\":{\"$ref\":\"#/component"
    "s/schemas/ErasureIdentifier\"},\"description\":\"Whoever has one of these is erased,"
    " with everything else that is theirs.\"},\"refuse\":{\"type\":\"boolean\",\"default\""
    ":false,\"description\":\"Refuse events with the identifiers from now on (reason `era"
    "sed`); else they begin somebody new.\"}}},\"ErasureIdentifier\":{\"type\":\"object\""
    ",\"required\":[\"kind\",\"value\"],\"additionalProperties\":false,\"properties\":{\""
    "kind\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64},\"value\":{\"type\":\""
    "string\",\"minLength\":1,\"maxLength\":1024}}},\"ErasureList\":{\"type\":\"object\","
    "\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties"
    "\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Erasure"
    "\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"TraitFrom\":{\"type\":\"ob"
    "ject\",\"additionalProperties\":false,\"required\":[\"value\",\"source\",\"time\",\""
    "seq\",\"atom\",\"times\"],\"properties\":{\"value\":{\"description\":\"JSON, whateve"
    "r it is.\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the source; emp"
    "ty when it is not known.\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\",\""
    "description\":\"Of the event.\"},\"seq\":{\"type\":\"integer\",\"description\":\"Of "
    "the event.\"},\"message_id\":{\"type\":\"string\",\"description\":\"Of the event; em"
    "pty when it is not there any more. Left out in an export, which has the events thems"
    "elves.\"},\"atom\":{\"type\":\"string\",\"description\":\"The atom that the event be"
    "longs to.\"},\"times\":{\"type\":\"integer\",\"description\":\"How often this atom h"
    "ad the value (most_frequent); else 1.\"}}},\"Traits\":{\"type\":\"object\",\"additio"
    "nalProperties\":false,\"required\":[\"id\",\"traits\",\"truncated\"],\"properties\":"
    "{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"array\",\"items\":{\"$ref\":\"#"
    "/components/schemas/TraitTold\"}},\"truncated\":{\"type\":\"boolean\"}}},\"TraitTold"
    "\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"name\",\"valu"
    "e\",\"rule\",\"keep\",\"merge\",\"filling\",\"won\",\"lost\"],\"properties\":{\"name"
    "\":{\"type\":\"string\"},\"value\":{\"description\":\"Null: the trait has no value.\""
    "},\"rule\":{\"enum\":[\"last\",\"first\",\"most_frequent\",\"source_order\"]},\"keep"
    "\":{\"type\":\"boolean\"},\"merge\":{\"type\":\"boolean\"},\"filling\":{\"type\":\"b"
    "oolean\"},\"won\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Tra"
    "itFrom\"}},\"lost\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/T"
    "raitFrom\"}}}},\"PersonExport\":{\"type\":\"object\",\"additionalProperties\":false,"
    "\"required\":[\"exported\",\"person\",\"identities\",\"traits\",\"traits_truncated\""
    ",\"events\",\"complete\"],\"properties\":{\"exported\":{\"type\":\"string\",\"format"
    "\":\"date-time\"},\"person\":{\"$ref\":\"#/components/schemas/Person\"},\"identities"
    "\":{\"$ref\":\"#/components/schemas/Identities\"},\"traits\":{\"type\":\"array\",\"i"
    "tems\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\"traits_truncated\":{\"type\""
    ":\"boolean\"},\"events\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sche"
    "mas/TimelineItem\"}},\"complete\":{\"type\":\"boolean\"}}},\"ConstantIdentifier\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"kind\",\"val"
    "ue\",\"since\",\"seq\",\"reason\",\"atoms\",\"released\"],\"properties\":{\"id\":{\""
    "type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"value\":{\"type\":\"string\"},\""
    "since\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":\"integer\""
    "},\"reason\":{\"description\":\"`contested`: two people claimed it, and the rules sa"
    "y that it is neither's.\",\"enum\":[\"everybody\",\"contested\"]},\"atoms\":{\"type\""
    ":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"ConstantIdentifierList\":{\"ty"
    "pe\":\"object\",\"additionalProperties\":false,\"required\":[\"items\",\"next_cursor"
    "\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components"
    "/schemas/ConstantIdentifier\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\""
    "ConstantIdentifierReleased\":{\"type\":\"object\",\"additionalProperties\":false,\"r"
    "equired\":[\"id\",\"released\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"rele"
    "ased\":{\"type\":\"boolean\"}}},\"Retention\":{\"type\":\"object\",\"properties\":{\""
    "state\":{\"type\":\"string\",\"enum\":[\"off\",\"waiting\",\"running\"],\"descriptio"
    "n\":\"off: no rules are in force.\"},\"rules_version\":{\"type\":\"integer\",\"minim"
    "um\":0,\"description\":\"In force; 0: none.\"},\"next\":{\"type\":[\"string\",\"null"
    "\"],\"format\":\"date-time\",\"description\":\"When the next run begins by itself.\""
    "},\"running\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/RetentionRun\"},{\"type\""
    ":\"null\"}]},\"last\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/RetentionRun\"},{"
    "\"type\":\"null\"}]}},\"required\":[\"state\",\"rules_version\",\"next\",\"running\""
    ",\"last\"],\"additionalProperties\":false},\"RetentionRun\":{\"type\":\"object\",\"p"
    "roperties\":{\"began\":{\"type\":\"string\",\"format\":\"date-time\"},\"ended\":{\"t"
    "ype\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"null while it"
    " is under way.\"},\"rules_version\":{\"type\":\"integer\",\"minimum\":0,\"descriptio"
    "n\":\"Of the definition `retention`/`rules`.\"},\"asked\":{\"type\":\"boolean\",\"de"
    "scription\":\"Somebody asked for it; else it was the day's.\"},\"key\":{\"type\":\"i"
    "nteger\",\"minimum\":0,\"description\":\"The secret key that asked; 0: none.\"},\"dr"
    "opped\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events that are no mor"
    "e.\"},\"thinned\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events of wh"
    "ich name, type, time, source and message id are left.\"},\"checkpoints\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Written before: what traits rest on.\"},\""
    "entries\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Others that lost val"
    "ues which stand in later checkpoints.\"},\"frames\":{\"type\":\"integer\",\"minimum\""
    ":0,\"description\":\"Pieces of the log that were rewritten.\"},\"bytes\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Taken from entries, before compression.\"}"
    "},\"required\":[\"began\",\"ended\",\"rules_version\",\"asked\",\"key\",\"dropped\","
    "\"thinned\",\"checkpoints\",\"entries\",\"frames\",\"bytes\"],\"additionalProperties"
    "\":false},\"RetentionRules\":{\"type\":\"object\",\"properties\":{\"rules\":{\"type\""
    ":\"array\",\"maxItems\":60,\"items\":{\"$ref\":\"#/components/schemas/RetentionRule\""
    "}}},\"required\":[\"rules\"],\"additionalProperties\":false},\"RetentionRule\":{\"ty"
    "pe\":\"object\",\"additionalProperties\":false,\"properties\":{\"event\":{\"descript"
    "ion\":\"The event's name (of track, page, screen); * stands for any text, and alone "
    "for all events, those without a name included.\",\"type\":\"string\",\"minLength\":1"
    ",\"maxLength\":200},\"type\":{\"description\":\"Only events of this type.\",\"enum\""
    ":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"source\":{\"des"
    "cription\":\"Only events of the source with this key.\",\"type\":\"string\",\"minLen"
    "gth\":1,\"maxLength\":100},\"max_age_days\":{\"description\":\"Days since the event'"
    "s time.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":36500},\"action\":{\"descri"
    "ption\":\"drop: the event leaves timeline and counts. thin: its name, type, time, so"
    "urce and message id stay, the rest goes.\",\"enum\":[\"drop\",\"thin\"]}},\"required"
    "\":[\"event\",\"max_age_days\",\"action\"]},\"RetentionSum\":{\"type\":\"object\",\""
    "properties\":{\"events\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How m"
    "any.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"That would g"
    "o, before compression.\"},\"oldest\":{\"type\":[\"string\",\"null\"],\"format\":\"da"
    "te-time\"},\"newest\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}},\"r"
    "equired\":[\"events\",\"bytes\",\"oldest\",\"newest\"],\"additionalProperties\":fals"
    "e},\"RetentionNamed\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"stri"
    "ng\",\"description\":\"Empty where events of the type have none.\"},\"type\":{\"type"
    "\":\"string\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias"
    "\"]},\"action\":{\"type\":\"string\",\"enum\":[\"drop\",\"thin\"]},\"events\":{\"typ"
    "e\":\"integer\",\"minimum\":0,\"description\":\"How many.\"},\"bytes\":{\"type\":\"i"
    "nteger\",\"minimum\":0,\"description\":\"That would go, before compression.\"},\"old"
    "est\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"newest\":{\"type\""
    ":[\"string\",\"null\"],\"format\":\"date-time\"},\"examples\":{\"type\":\"array\",\""
    "items\":{\"$ref\":\"#/components/schemas/RetentionExample\"}}},\"required\":[\"name\""
    ",\"type\",\"action\",\"events\",\"bytes\",\"oldest\",\"newest\",\"examples\"],\"addi"
    "tionalProperties\":false},\"RetentionExample\":{\"type\":\"object\",\"properties\":{"
    "\"message_id\":{\"type\":\"string\"},\"time\":{\"type\":\"string\",\"format\":\"date"
    "-time\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the source; empty "
    "when it is gone.\"}},\"required\":[\"message_id\",\"time\",\"source\"],\"additionalP"
    "roperties\":false},\"RetentionTrial\":{\"type\":\"object\",\"properties\":{\"complet"
    "e\":{\"type\":\"boolean\",\"description\":\"false: more events than are read in one "
    "try.\"},\"events_read\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events"
    " that were old enough by name.\"},\"drop\":{\"$ref\":\"#/components/schemas/Retentio"
    "nSum\"},\"thin\":{\"$ref\":\"#/components/schemas/RetentionSum\"},\"by_name\":{\"typ"
    "e\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/RetentionNamed\"}},\"other_"
    "names\":{\"$ref\":\"#/components/schemas/RetentionSum\"}},\"required\":[\"complete\""
    ",\"events_read\",\"drop\",\"thin\",\"by_name\",\"other_names\"],\"additionalProperti"
    "es\":false},\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457.\",\"require"
    "d\":[\"type\",\"title\",\"status\",\"detail\",\"code\",\"request_id\"],\"properties\""
    ":{\"type\":{\"type\":\"string\",\"description\":\"Address of the explanation.\"},\"t"
    "itle\":{\"type\":\"string\",\"description\":\"What the status means.\"},\"status\":{"
    "\"type\":\"integer\",\"minimum\":400,\"maximum\":599},\"detail\":{\"type\":\"string\""
    ",\"description\":\"What is wrong, in a few words.\"},\"code\":{\"type\":\"string\",\""
    "enum\":[\"invalid\",\"unauthenticated\",\"forbidden\",\"not_found\",\"conflict\",\"p"
    "recondition_failed\",\"too_large\",\"rate_limited\",\"unavailable\",\"corrupt\",\"in"
    "ternal\"]},\"where\":{\"type\":\"string\",\"description\":\"Outermost place first; o"
    "f a body, a JSON Pointer.\"},\"hint\":{\"type\":\"string\",\"description\":\"What ca"
    "n be done.\"},\"request_id\":{\"type\":\"string\",\"description\":\"The same as the "
    "header X-Request-Id.\"}}},\"Health\":{\"type\":\"object\",\"required\":[\"status\"],"
    "\"additionalProperties\":false,\"properties\":{\"status\":{\"type\":\"string\",\"enu"
    "m\":[\"ok\"]}}},\"Readiness\":{\"type\":\"object\",\"required\":[\"status\",\"starte"
    "d\",\"writable\",\"seq\",\"role\",\"epoch\"],\"additionalProperties\":false,\"proper"
    "ties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ready\",\"starting\",\"read_only"
    "\",\"behind\",\"stopping\"]},\"started\":{\"type\":\"boolean\",\"description\":\"The"
    " log has been replayed.\"},\"writable\":{\"type\":\"boolean\",\"description\":\"The "
    "store takes changes.\"},\"seq\":{\"type\":\"integer\",\"minimum\":0,\"description\":"
    "\"Newest durable log entry that this node has.\"},\"role\":{\"type\":\"string\",\"en"
    "um\":[\"alone\",\"writer\",\"follower\"],\"description\":\"A follower answers reads,"
    " and passes changes on to the writer.\"},\"epoch\":{\"type\":\"integer\",\"minimum\""
    ":0,\"description\":\"How often the writer has changed; 0 without other nodes.\"},\"b"
    "ehind_ms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"With other nodes: s"
    "ince this one last had the whole log for certain, a follower by looking, the writer "
    "by a commit (an idle one makes one five times a lease).\"}}},\"Version\":{\"type\":\""
    "object\",\"required\":[\"name\",\"version\"],\"additionalProperties\":false,\"proper"
    "ties\":{\"name\":{\"type\":\"string\"},\"version\":{\"type\":\"string\"}}}}}}";
