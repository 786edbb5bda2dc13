/* Made by tools/gen_api.py from the fragments in api/; do not edit. */

#include "api/routes_gen.h"

static const struct route_param params_1[] = {
    { "principal", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "operation", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "subject", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":300}" },
    { "from", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "to", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "text", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_2[] = {
    { "principal", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "operation", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "subject", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":300}" },
    { "from", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "to", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "text", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}" },
};

static const struct route_param params_3[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "reason", PARAM_QUERY, PARAM_STRING, false,
    "{\"$ref\":\"#/components/schemas/CollectReason\"}" },
};

static const struct route_param params_4[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_6[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_7[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
};

static const struct route_param params_8[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "If-None-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":100}" },
};

static const struct route_param params_9[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
};

static const struct route_param params_10[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_11[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_12[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_13[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "version", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
};

static const struct route_param params_14[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_15[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_16[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_17[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_18[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_20[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_21[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_22[] = {
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
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_25[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_27[] = {
    { "q", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":256}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_28[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_29[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_30[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_31[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_32[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_33[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_34[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_35[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_36[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_37[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_38[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_41[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_50[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_51[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_54[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_55[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_70[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_71[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
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
      .pattern = "/api/audit",
      .id = "listAudit",
      .handle = api_listAudit,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x1), /* audit:read */
      .params = params_1, .n_params = 8,
    },
    { .method = "GET",
      .pattern = "/api/audit/export",
      .id = "exportAudit",
      .handle = api_exportAudit,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x1), /* audit:read */
      .params = params_2, .n_params = 6,
    },
    { .method = "GET",
      .pattern = "/api/collect/errors",
      .id = "listCollectErrors",
      .handle = api_listCollectErrors,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x4), /* collect:read */
      .params = params_3, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/cuts/{id}/undo",
      .id = "undoCut",
      .handle = api_undoCut,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "cut",
      .scopes = UINT64_C(0x100), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_4, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/definitions",
      .id = "listKinds",
      .handle = api_listKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}",
      .id = "listDefinitions",
      .handle = api_listDefinitions,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
      .params = params_6, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "getDefinition",
      .handle = api_getDefinition,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
      .params = params_7, .n_params = 2,
    },
    { .method = "PUT",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "putDefinition",
      .handle = api_putDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = UINT64_C(0x10), /* definitions:write */
      .body_max = 1114112,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionDraft\"}",
      .params = params_8, .n_params = 4,
    },
    { .method = "DELETE",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "discardDraft",
      .handle = api_discardDraft,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = UINT64_C(0x10), /* definitions:write */
      .params = params_9, .n_params = 3,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/publish",
      .id = "publishDefinition",
      .handle = api_publishDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = UINT64_C(0x10), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionPublish\"}",
      .params = params_10, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/rollback",
      .id = "rollbackDefinition",
      .handle = api_rollbackDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = UINT64_C(0x10), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionRollback\"}",
      .params = params_11, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions",
      .id = "listVersions",
      .handle = api_listVersions,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
      .params = params_12, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions/{version}",
      .id = "getVersion",
      .handle = api_getVersion,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
      .params = params_13, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/erasures",
      .id = "listErasures",
      .handle = api_listErasures,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_14, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/erasures",
      .id = "eraseByIdentifiers",
      .handle = api_eraseByIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "erasure",
      .scopes = UINT64_C(0x100), /* people:write */
      .body_max = 4194304,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ErasureRequest\"}",
      .params = params_15, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/erasures/{id}",
      .id = "getErasure",
      .handle = api_getErasure,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_16, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_17, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "constant",
      .scopes = UINT64_C(0x100), /* people:write */
      .params = params_18, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/try",
      .id = "tryIdentityRules",
      .handle = api_tryIdentityRules,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x80), /* people:read */
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
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "source",
      .scopes = UINT64_C(0x2), /* collect:import */
      .params = params_20, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x20), /* keys:read */
      .params = params_21, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys",
      .id = "createKey",
      .handle = api_createKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = UINT64_C(0x40), /* keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyNew\"}",
      .params = params_22, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = UINT64_C(0x40), /* keys:write */
      .params = params_23, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/rotate",
      .id = "rotateKey",
      .handle = api_rotateKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = UINT64_C(0x40), /* keys:write */
      .body_max = 4096,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyRotate\"}",
      .params = params_24, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/links/{id}/undo",
      .id = "undoLink",
      .handle = api_undoLink,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "link",
      .scopes = UINT64_C(0x100), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_25, .n_params = 2,
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
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_27, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_28, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/people/merge",
      .id = "mergePeople",
      .handle = api_mergePeople,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "person",
      .scopes = UINT64_C(0x100), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Merge\"}",
      .params = params_29, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_30, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "erasure",
      .scopes = UINT64_C(0x100), /* people:write */
      .params = params_31, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_32, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_33, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/people/{id}/split",
      .id = "splitPerson",
      .handle = api_splitPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "person",
      .scopes = UINT64_C(0x100), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Split\"}",
      .params = params_34, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_35, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = UINT64_C(0x80), /* people:read */
      .params = params_36, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/sources",
      .id = "listSources",
      .handle = api_listSources,
      .key = ROUTE_KEY_SECRET,
      .scopes = UINT64_C(0x8), /* definitions:read */
      .params = params_37, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/sources",
      .id = "createSource",
      .handle = api_createSource,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "source",
      .scopes = UINT64_C(0x50), /* definitions:write, keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SourceNew\"}",
      .params = params_38, .n_params = 1,
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
      .params = params_41, .n_params = 1,
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
      .params = params_50, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_51, .n_params = 2,
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
      .params = params_54, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_55, .n_params = 1,
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
      .params = params_70, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_71, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_72, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_73, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_74, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_75, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_76, .n_params = 1,
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
const uint32_t api_n_routes = 81;

const char *const api_scope_names[] = {
    "audit:read",
    "collect:import",
    "collect:read",
    "definitions:read",
    "definitions:write",
    "keys:read",
    "keys:write",
    "people:read",
    "people:write"
};
const uint32_t api_n_scopes = 9;

const char api_schema_root[] =
    "{\"components\":{\"schemas\":{\"AuditRow\":{\"title\":\"Row of the audit log\",\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"time\",\"princi"
    "pal\",\"address\",\"request_id\",\"operation\",\"kind\",\"subject\",\"detail\",\"cle"
    "ared\",\"chain\"],\"properties\":{\"id\":{\"description\":\"1, 2, 3 \342\200\246 wit"
    "hout a gap, in the order in which it happened.\",\"type\":\"integer\",\"minimum\":1}"
    ",\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"principal\":{\"descriptio"
    "n\":\"Who did it, and what that was called then.\",\"type\":\"object\",\"additionalP"
    "roperties\":false,\"required\":[\"kind\",\"id\",\"name\"],\"properties\":{\"kind\":{"
    "\"description\":\"key, staff, system or nobody.\",\"type\":\"string\"},\"id\":{\"typ"
    "e\":[\"string\",\"null\"]},\"name\":{\"type\":\"string\"}}},\"address\":{\"descripti"
    "on\":\"Where it came from; empty when not known.\",\"type\":\"string\"},\"request_id"
    "\":{\"description\":\"As the answer's X-Request-Id said.\",\"type\":\"string\"},\"op"
    "eration\":{\"type\":\"string\"},\"kind\":{\"enum\":[\"look\",\"change\"]},\"subject\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"id\",\""
    "key\"],\"properties\":{\"kind\":{\"description\":\"person, people (words typed, or n"
    "obody found), key, definition, erasure, cut, link, constant, \342\200\246\",\"type\""
    ":\"string\"},\"id\":{\"description\":\"A person's id is null once it is erased.\",\""
    "type\":[\"string\",\"null\"]},\"key\":{\"description\":\"What `subject` finds.\",\"t"
    "ype\":\"string\"}}},\"detail\":{\"description\":\"What was looked for, or what stood"
    " there `before` and `after`. null once cleared.\",\"type\":[\"object\",\"null\"]},\""
    "cleared\":{\"description\":\"The detail was taken away by an erasure.\",\"type\":\"b"
    "oolean\"},\"salt\":{\"description\":\"Export only: 16 random bytes, hexadecimal; nul"
    "l once cleared.\",\"type\":[\"string\",\"null\"]},\"sealed\":{\"description\":\"Expo"
    "rt only: SHA-256 over salt and detail.\",\"type\":[\"string\",\"null\"]},\"chain\":{"
    "\"description\":\"SHA-256 over the chain of the row before and this row's commitment"
    " (docs/audit.md).\",\"type\":\"string\"}}},\"AuditList\":{\"title\":\"Rows of the au"
    "dit log\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\""
    ",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/AuditRow\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}"
    "}},\"CollectSuccess\":{\"type\":\"object\",\"required\":[\"success\"],\"properties\""
    ":{\"success\":{\"const\":true}},\"additionalProperties\":false,\"example\":{\"succes"
    "s\":true}},\"CollectProblem\":{\"type\":\"object\",\"required\":[\"type\",\"title\","
    "\"status\",\"detail\",\"code\"],\"properties\":{\"type\":{\"type\":\"string\"},\"tit"
    "le\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\""
    "string\"},\"code\":{\"type\":\"string\"},\"where\":{\"type\":\"string\"},\"hint\":{\""
    "type\":\"string\"},\"request_id\":{\"type\":\"string\"},\"success\":{\"const\":false"
    "},\"message\":{\"type\":\"string\"}},\"example\":{\"type\":\"/docs#errors-invalid\","
    "\"title\":\"Bad Request\",\"status\":400,\"detail\":\"not JSON\",\"code\":\"invalid\""
    ",\"request_id\":\"2f6c1b\",\"success\":false,\"message\":\"not JSON\"}},\"CollectMes"
    "sage\":{\"type\":\"object\",\"description\":\"userId or anonymousId is needed; event"
    " on track, groupId on group, previousId on alias.\",\"properties\":{\"messageId\":{\""
    "type\":\"string\",\"maxLength\":100},\"userId\":{\"type\":[\"string\",\"number\",\"n"
    "ull\"]},\"anonymousId\":{\"type\":[\"string\",\"number\",\"null\"]},\"event\":{\"typ"
    "e\":\"string\"},\"name\":{\"type\":[\"string\",\"null\"]},\"groupId\":{\"type\":[\"s"
    "tring\",\"number\"]},\"previousId\":{\"type\":[\"string\",\"number\"]},\"traits\":{\""
    "type\":\"object\"},\"properties\":{\"type\":\"object\"},\"context\":{\"type\":\"obje"
    "ct\"},\"integrations\":{\"type\":\"object\"},\"timestamp\":{\"type\":[\"string\",\"n"
    "umber\"],\"description\":\"RFC 3339, or seconds or milliseconds since 1970.\"},\"ori"
    "ginalTimestamp\":{\"type\":[\"string\",\"number\"]},\"sentAt\":{\"type\":[\"string\""
    ",\"number\"]},\"writeKey\":{\"type\":\"string\"}},\"example\":{\"userId\":\"u-1042\""
    ",\"event\":\"Rate Viewed\",\"properties\":{\"product\":\"current account\"},\"timest"
    "amp\":\"2026-11-23T14:32:56.123Z\"}},\"CollectItem\":{\"type\":\"object\",\"descript"
    "ion\":\"userId or anonymousId is needed; event on track, groupId on group, previousI"
    "d on alias.\",\"properties\":{\"messageId\":{\"type\":\"string\",\"maxLength\":100},"
    "\"userId\":{\"type\":[\"string\",\"number\",\"null\"]},\"anonymousId\":{\"type\":[\""
    "string\",\"number\",\"null\"]},\"event\":{\"type\":\"string\"},\"name\":{\"type\":[\""
    "string\",\"null\"]},\"groupId\":{\"type\":[\"string\",\"number\"]},\"previousId\":{\""
    "type\":[\"string\",\"number\"]},\"traits\":{\"type\":\"object\"},\"properties\":{\"t"
    "ype\":\"object\"},\"context\":{\"type\":\"object\"},\"integrations\":{\"type\":\"obj"
    "ect\"},\"timestamp\":{\"type\":[\"string\",\"number\"],\"description\":\"RFC 3339, o"
    "r seconds or milliseconds since 1970.\"},\"originalTimestamp\":{\"type\":[\"string\""
    ",\"number\"]},\"sentAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\":{\"type\":\""
    "string\"},\"type\":{\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\""
    "alias\",\"merge\"]}},\"example\":{\"type\":\"identify\",\"userId\":\"u-1042\",\"trai"
    "ts\":{\"email\":\"mai@example.com\"}},\"required\":[\"type\"]},\"CollectMerge\":{\"t"
    "ype\":\"object\",\"required\":[\"mergeProperties\"],\"properties\":{\"mergePropertie"
    "s\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"object\""
    ",\"required\":[\"type\",\"value\"],\"properties\":{\"type\":{\"type\":\"string\"},\""
    "value\":{\"type\":\"string\"}}}}},\"example\":{\"type\":\"merge\",\"mergeProperties\""
    ":[{\"type\":\"email\",\"value\":\"mai@example.com\"},{\"type\":\"phone\",\"value\":\""
    "+81312345678\"}]}},\"CollectBatch\":{\"type\":\"object\",\"required\":[\"batch\"],\""
    "properties\":{\"batch\":{\"type\":\"array\",\"maxItems\":2500,\"items\":{\"$ref\":\""
    "#/components/schemas/CollectItem\"}},\"context\":{\"type\":\"object\"},\"integration"
    "s\":{\"type\":\"object\"},\"sentAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\""
    ":{\"type\":\"string\"}},\"example\":{\"batch\":[{\"type\":\"track\",\"userId\":\"u-1"
    "042\",\"event\":\"Rate Viewed\"}],\"sentAt\":\"2026-11-23T14:32:56.123Z\"}},\"Collec"
    "tAny\":{\"type\":\"object\"},\"CollectReason\":{\"type\":\"string\",\"enum\":[\"not_"
    "an_object\",\"invalid_json\",\"no_type\",\"unknown_type\",\"no_user_anon_id\",\"no_u"
    "sable_id\",\"no_event\",\"no_group_id\",\"no_previous_id\",\"no_merge_properties\",\""
    "wrong_type\",\"id_too_long\",\"event_too_large\",\"too_many_traits\",\"too_many_even"
    "ts\",\"no_batch\",\"batch_expands\",\"erased\"]},\"CollectError\":{\"type\":\"object"
    "\",\"required\":[\"id\",\"received\",\"source\",\"reason\",\"detail\",\"position\",\""
    "raw\"],\"additionalProperties\":false,\"properties\":{\"id\":{\"type\":\"string\"},\""
    "received\":{\"type\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":[\"st"
    "ring\",\"null\"]},\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"det"
    "ail\":{\"type\":\"string\"},\"position\":{\"type\":[\"integer\",\"null\"],\"descript"
    "ion\":\"Which item of its batch, or line of its import, from 1; null for a message b"
    "y itself.\"},\"raw\":{\"type\":\"string\",\"description\":\"What was sent, at most 3"
    "2 KB of it.\"}}},\"CollectErrorList\":{\"type\":\"object\",\"required\":[\"items\",\""
    "next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\""
    "array\",\"items\":{\"$ref\":\"#/components/schemas/CollectError\"}},\"next_cursor\":"
    "{\"type\":[\"string\",\"null\"]}},\"example\":{\"items\":[{\"id\":\"5121\",\"receive"
    "d\":\"2026-11-23T14:32:56.123Z\",\"source\":\"web\",\"reason\":\"no_event\",\"detail"
    "\":\"a track call needs event\",\"position\":3,\"raw\":\"{\\\"type\\\":\\\"track\\\""
    ",\\\"userId\\\":\\\"u-1042\\\"}\"}],\"next_cursor\":null}},\"ImportResult\":{\"type\""
    ":\"object\",\"required\":[\"received\",\"accepted\",\"duplicates\",\"rejected\",\"er"
    "rors\"],\"additionalProperties\":false,\"properties\":{\"received\":{\"type\":\"inte"
    "ger\"},\"accepted\":{\"type\":\"integer\"},\"duplicates\":{\"type\":\"integer\"},\"r"
    "ejected\":{\"type\":\"integer\"},\"errors\":{\"type\":\"array\",\"maxItems\":20,\"de"
    "scription\":\"The first ones.\",\"items\":{\"type\":\"object\",\"required\":[\"line\""
    ",\"reason\",\"detail\"],\"additionalProperties\":false,\"properties\":{\"line\":{\"t"
    "ype\":\"integer\"},\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"de"
    "tail\":{\"type\":\"string\"}}}}},\"example\":{\"received\":3,\"accepted\":2,\"duplic"
    "ates\":0,\"rejected\":1,\"errors\":[{\"line\":2,\"reason\":\"no_event\",\"detail\":\""
    "a track call needs event\"}]}},\"SegmentSettings\":{\"type\":\"object\",\"required\""
    ":[\"integrations\",\"plan\",\"metrics\"],\"properties\":{\"integrations\":{\"type\":"
    "\"object\"},\"plan\":{\"type\":\"object\"},\"metrics\":{\"type\":\"object\"}}},\"Rud"
    "derSourceConfig\":{\"type\":\"object\",\"required\":[\"source\"],\"properties\":{\"s"
    "ource\":{\"type\":\"object\",\"required\":[\"id\",\"name\",\"writeKey\",\"enabled\","
    "\"workspaceId\",\"config\",\"destinations\"],\"properties\":{\"id\":{\"type\":\"stri"
    "ng\"},\"name\":{\"type\":\"string\"},\"writeKey\":{\"type\":\"string\"},\"enabled\":"
    "{\"type\":\"boolean\"},\"workspaceId\":{\"type\":\"string\"},\"config\":{\"type\":\""
    "object\"},\"destinations\":{\"type\":\"array\"},\"connections\":{\"type\":\"array\"}"
    ",\"dataplanes\":{\"type\":\"object\"}}}}},\"KeyInfo\":{\"title\":\"Key\",\"type\":\""
    "object\",\"additionalProperties\":false,\"required\":[\"id\",\"kind\",\"name\",\"pre"
    "fix\",\"key\",\"scopes\",\"source\",\"created\",\"last_used\",\"revoked\"],\"propert"
    "ies\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{\"enum\":[\"write\",\"s"
    "ecret\"]},\"name\":{\"type\":\"string\"},\"prefix\":{\"description\":\"How the key b"
    "egins.\",\"type\":\"string\"},\"key\":{\"description\":\"The key itself. A write key"
    " is public and always shown; a secret key is shown once, in the answer that made it."
    "\",\"type\":[\"string\",\"null\"]},\"scopes\":{\"type\":\"array\",\"items\":{\"type\""
    ":\"string\"}},\"source\":{\"description\":\"Write key: key of its source.\",\"type\""
    ":[\"string\",\"null\"]},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "last_used\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\""
    ":\"Up to a minute behind.\"},\"revoked\":{\"type\":[\"string\",\"null\"],\"format\":"
    "\"date-time\",\"description\":\"In force no more from then on; lies ahead while a re"
    "placed key is in its grace.\"}}},\"KeyList\":{\"title\":\"Keys\",\"type\":\"object\""
    ",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"propertie"
    "s\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/KeyInf"
    "o\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"KeyNew\":{\"title\":\"New"
    " key\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"n"
    "ame\"],\"properties\":{\"kind\":{\"enum\":[\"write\",\"secret\"]},\"name\":{\"type\""
    ":\"string\",\"minLength\":1,\"maxLength\":50},\"source\":{\"description\":\"Write ke"
    "y: key of a published source.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":10"
    "0},\"scopes\":{\"description\":\"Secret key: what it may do; no more than the key th"
    "at makes it.\",\"type\":\"array\",\"minItems\":1,\"maxItems\":64,\"uniqueItems\":tru"
    "e,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":60}}}},\"KeyRotate\":"
    "{\"title\":\"Replacing a key\",\"type\":\"object\",\"additionalProperties\":false,\""
    "properties\":{\"grace_seconds\":{\"description\":\"How long the old key stays in for"
    "ce.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":2592000,\"default\":86400}}},\""
    "DefinitionKind\":{\"title\":\"Kind of definition\",\"type\":\"object\",\"additionalP"
    "roperties\":false,\"required\":[\"kind\",\"title\",\"schema\"],\"properties\":{\"kin"
    "d\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"schema\":{\"description\""
    ":\"JSON Schema of its bodies.\",\"type\":\"object\"}}},\"DefinitionKindList\":{\"tit"
    "le\":\"Kinds of definitions\",\"type\":\"object\",\"required\":[\"items\",\"next_cur"
    "sor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/DefinitionKind\"}},\"next_cursor\":{\"typ"
    "e\":[\"string\",\"null\"]}}},\"Definition\":{\"title\":\"Definition\",\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"required\":[\"id\",\"kind\",\"key\",\"draft\""
    ",\"published\",\"version\",\"created\",\"updated\",\"etag\",\"problem\"],\"propertie"
    "s\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{\"type\":\"string\"},\"ke"
    "y\":{\"type\":\"string\"},\"draft\":{\"description\":\"What is being worked on.\",\""
    "type\":[\"object\",\"null\"]},\"published\":{\"description\":\"What is in force.\",\""
    "type\":[\"object\",\"null\"]},\"version\":{\"description\":\"Number of what is in fo"
    "rce.\",\"type\":[\"integer\",\"null\"]},\"created\":{\"type\":\"string\",\"format\":"
    "\"date-time\"},\"updated\":{\"type\":\"string\",\"format\":\"date-time\"},\"etag\":{"
    "\"type\":\"string\"},\"problem\":{\"description\":\"Why the published version is not"
    " in force although it should be: another version of the program wrote it.\",\"type\""
    ":[\"string\",\"null\"]}}},\"DefinitionList\":{\"title\":\"Definitions\",\"type\":\"o"
    "bject\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"pr"
    "operties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas"
    "/Definition\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"DefinitionDraft"
    "\":{\"title\":\"Draft\",\"type\":\"object\",\"additionalProperties\":false,\"require"
    "d\":[\"draft\"],\"properties\":{\"draft\":{\"description\":\"Any object; it is check"
    "ed against the kind's schema when it is published.\",\"type\":\"object\"}}},\"Defini"
    "tionPublish\":{\"title\":\"Publishing\",\"type\":\"object\",\"additionalProperties\""
    ":false,\"properties\":{\"note\":{\"type\":\"string\",\"maxLength\":250}}},\"Definiti"
    "onRollback\":{\"title\":\"Rolling back\",\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[\"version\"],\"properties\":{\"version\":{\"type\":\"integer\","
    "\"minimum\":1,\"maximum\":4294967295},\"note\":{\"type\":\"string\",\"maxLength\":25"
    "0}}},\"DefinitionVersion\":{\"title\":\"Version of a definition\",\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"version\",\"body\",\"author\",\"note"
    "\",\"at\"],\"properties\":{\"version\":{\"type\":\"integer\",\"minimum\":1},\"body\""
    ":{\"type\":\"object\"},\"author\":{\"type\":\"string\"},\"note\":{\"type\":\"string\""
    "},\"at\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"DefinitionVersionList\":"
    "{\"title\":\"Versions of a definition\",\"type\":\"object\",\"required\":[\"items\","
    "\"next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":"
    "\"array\",\"items\":{\"$ref\":\"#/components/schemas/DefinitionVersion\"}},\"next_cu"
    "rsor\":{\"type\":[\"string\",\"null\"]}}},\"Source\":{\"title\":\"Source\",\"type\":"
    "\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"key\",\"name\",\"ty"
    "pe\",\"enabled\",\"settings\",\"version\",\"created\",\"write_keys\"],\"properties\""
    ":{\"id\":{\"description\":\"The number that its events carry.\",\"type\":\"integer\""
    ",\"minimum\":1},\"key\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"type\""
    ":{\"enum\":[\"browser\",\"server\",\"mobile\",\"import\",\"other\"]},\"enabled\":{\""
    "type\":\"boolean\"},\"settings\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"delivery\"],\"properties\":{\"delivery\":{\"enum\":[\"standard\",\""
    "batching\"]}}},\"version\":{\"type\":\"integer\",\"minimum\":1},\"created\":{\"type\""
    ":\"string\",\"format\":\"date-time\"},\"write_keys\":{\"description\":\"Those in for"
    "ce.\",\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":fal"
    "se,\"required\":[\"id\",\"name\",\"key\"],\"properties\":{\"id\":{\"type\":\"integer"
    "\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"key\":{\"type\":\"string\"}}}}}},"
    "\"SourceList\":{\"title\":\"Sources\",\"type\":\"object\",\"required\":[\"items\",\""
    "next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\""
    "array\",\"items\":{\"$ref\":\"#/components/schemas/Source\"}},\"next_cursor\":{\"typ"
    "e\":[\"string\",\"null\"]}}},\"SourceNew\":{\"title\":\"New source\",\"type\":\"obje"
    "ct\",\"additionalProperties\":false,\"required\":[\"name\"],\"properties\":{\"key\":"
    "{\"description\":\"Made of the name when left out.\",\"type\":\"string\",\"minLength"
    "\":1,\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"},\"name\":{\"type\":\""
    "string\",\"minLength\":1,\"maxLength\":50},\"type\":{\"enum\":[\"browser\",\"server\""
    ",\"mobile\",\"import\",\"other\"],\"default\":\"other\"},\"enabled\":{\"type\":\"boo"
    "lean\",\"default\":true},\"settings\":{\"type\":\"object\",\"additionalProperties\":"
    "false,\"properties\":{\"delivery\":{\"enum\":[\"standard\",\"batching\"],\"default\""
    ":\"standard\"}}}}},\"Identifier\":{\"type\":\"object\",\"properties\":{\"kind\":{\"t"
    "ype\":\"string\",\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_number\",\"ext"
    "ernal_id\",\"push_token\",\"advertising_id\",\"device_id\",\"anonymous_id\"]},\"valu"
    "e\":{\"type\":\"string\"},\"since_seq\":{\"type\":\"integer\",\"minimum\":1,\"descri"
    "ption\":\"Log entry that first tied it to this person.\"}},\"required\":[\"kind\",\""
    "value\",\"since_seq\"],\"additionalProperties\":false},\"Person\":{\"type\":\"object"
    "\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"first_seen\":{"
    "\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_seen\":{\"type\":[\""
    "string\",\"null\"],\"format\":\"date-time\"},\"events\":{\"type\":\"integer\",\"mini"
    "mum\":0},\"traits\":{\"type\":\"object\",\"additionalProperties\":true},\"provenance"
    "\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\",\"properties\""
    ":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":\"intege"
    "r\"},\"source\":{\"type\":\"integer\",\"description\":\"Number of the source; 0 when"
    " not known.\"}},\"required\":[\"time\",\"seq\",\"source\"],\"additionalProperties\":"
    "false}},\"identifiers\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schem"
    "as/Identifier\"}},\"groups\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"pr"
    "operties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"object\",\"additiona"
    "lProperties\":true}},\"required\":[\"id\",\"traits\"],\"additionalProperties\":false"
    "}},\"aliases\":{\"type\":\"array\",\"description\":\"Ids that were merged into this "
    "person and keep answering.\",\"items\":{\"type\":\"string\",\"format\":\"uuid\"}}},\""
    "required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\"traits\",\"provenance\""
    ",\"identifiers\",\"groups\",\"aliases\"],\"additionalProperties\":false},\"PersonLis"
    "t\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\""
    "$ref\":\"#/components/schemas/Person\"}},\"next_cursor\":{\"type\":[\"string\",\"nul"
    "l\"]}},\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\"Ti"
    "melineItem\":{\"type\":\"object\",\"properties\":{\"seq\":{\"type\":\"integer\"},\"m"
    "essage_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\","
    "\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"name\":{\"type\":\"string\""
    ",\"description\":\"Of a track, page or screen; else the type.\"},\"time\":{\"type\":"
    "\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\"string\",\"format\":\""
    "date-time\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the source; em"
    "pty when it is gone.\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\""
    ",\"enum\":[\"late\",\"future\",\"skewed\",\"no_time\",\"imported\",\"no_message_id\""
    "]}},\"message\":{\"type\":\"object\",\"additionalProperties\":true}},\"required\":[\""
    "seq\",\"message_id\",\"type\",\"name\",\"time\",\"received\",\"source\",\"flags\",\""
    "message\"],\"additionalProperties\":false},\"Timeline\":{\"type\":\"object\",\"prope"
    "rties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Ti"
    "melineItem\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"ite"
    "ms\",\"next_cursor\"],\"additionalProperties\":false},\"Identities\":{\"type\":\"obj"
    "ect\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"atoms\":{\""
    "type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"s"
    "tring\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format"
    "\":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-ti"
    "me\"},\"events\":{\"type\":\"integer\"},\"identifiers\":{\"type\":\"array\",\"items\""
    ":{\"type\":\"object\",\"properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user"
    "_id\",\"email\",\"phone\",\"customer_number\",\"external_id\",\"push_token\",\"adver"
    "tising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"},\"role\""
    ":{\"type\":\"string\",\"enum\":[\"device\",\"account\",\"further\"]},\"since_seq\":{"
    "\"type\":\"integer\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit"
    "\",\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"],\"description\":\"held: i"
    "t ties. Otherwise why it was refused.\"}},\"required\":[\"kind\",\"value\",\"role\","
    "\"since_seq\",\"state\"],\"additionalProperties\":false}}},\"required\":[\"id\",\"fi"
    "rst_seen\",\"last_seen\",\"events\",\"identifiers\"],\"additionalProperties\":false}"
    "},\"links\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"fro"
    "m\":{\"type\":\"string\",\"format\":\"uuid\"},\"to\":{\"type\":\"string\",\"format\""
    ":\"uuid\"},\"because\":{\"type\":\"string\",\"enum\":[\"shared_identifier\",\"first_"
    "sign_in\",\"alias\",\"merge\"]},\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\","
    "\"email\",\"phone\",\"customer_number\",\"external_id\",\"push_token\",\"advertising"
    "_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\"},\"seq\":{\"ty"
    "pe\":\"integer\"},\"id\":{\"type\":\"integer\",\"description\":\"For POST /api/links"
    "/{id}/undo; absent for shared identifiers.\"},\"evidence\":{\"type\":\"string\"},\"s"
    "tate\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"person_too_l"
    "arge\",\"withdrawn\",\"blocked\"]}},\"required\":[\"from\",\"to\",\"because\",\"seq\""
    ",\"state\"],\"additionalProperties\":false}},\"cuts\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"reason\","
    "\"in_force\",\"seq\",\"sides\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"reas"
    "on\":{\"type\":\"string\"},\"in_force\":{\"type\":\"boolean\"},\"seq\":{\"type\":\"i"
    "nteger\"},\"sides\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"t"
    "ype\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"prop"
    "erties\":{\"atom\":{\"type\":\"string\",\"format\":\"uuid\"},\"kind\":{\"type\":\"st"
    "ring\",\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_number\",\"external_id\""
    ",\"push_token\",\"advertising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"typ"
    "e\":\"string\"}}}}}}}}},\"required\":[\"id\",\"atoms\",\"links\",\"cuts\"],\"additio"
    "nalProperties\":false},\"Split\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"properties\":{\"identifiers\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"value\"],\""
    "properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\",\"phone\""
    ",\"customer_number\",\"external_id\",\"push_token\",\"advertising_id\",\"device_id\""
    ",\"anonymous_id\"]},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":409"
    "6}}}},\"atoms\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\"type\":\"string\""
    ",\"format\":\"uuid\"}},\"reason\":{\"type\":\"string\",\"maxLength\":1000},\"preview"
    "\":{\"type\":\"boolean\",\"default\":false}}},\"Merge\":{\"type\":\"object\",\"addit"
    "ionalProperties\":false,\"required\":[\"people\",\"evidence\"],\"properties\":{\"peo"
    "ple\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"string"
    "\",\"format\":\"uuid\"}},\"evidence\":{\"type\":\"string\",\"minLength\":1,\"maxLeng"
    "th\":1000},\"preview\":{\"type\":\"boolean\",\"default\":false}}},\"Undo\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"properties\":{\"preview\":{\"type\":\"b"
    "oolean\",\"default\":false}}},\"Surgery\":{\"type\":\"object\",\"additionalPropertie"
    "s\":false,\"required\":[\"preview\",\"people\"],\"properties\":{\"cut\":{\"type\":\""
    "integer\"},\"link\":{\"type\":\"integer\"},\"preview\":{\"type\":\"boolean\"},\"peop"
    "le\":{\"type\":\"array\",\"maxItems\":2,\"description\":\"The persons as they are no"
    "w, or would be.\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}}}},\"Identity"
    "KindRule\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"lim"
    "it\":{\"description\":\"How many one person may have. Without meaning for device kin"
    "ds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},\"windo"
    "w_days\":{\"description\":\"Count only those of so many days; 0: of all time.\",\"ty"
    "pe\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"description\":\"1 i"
    "s strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"blocked\":{\"des"
    "cription\":\"Values that stand for nobody, whatever the case of their letters; repla"
    "ces the built-in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\""
    "string\",\"minLength\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"description\":"
    "\"Regular expressions (RE2); replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"m"
    "axItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}}}},\""
    "IdentityRules\":{\"description\":\"How many identifiers of each kind one person may "
    "have, which are stronger, and which values stand for nobody. What is left out stays "
    "as built in.\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\""
    "atoms_max\":{\"description\":\"Pairs of device and account that one person may have;"
    " past it a link is refused and shown.\",\"type\":\"integer\",\"minimum\":10,\"maximu"
    "m\":20000,\"default\":2000},\"constant\":{\"description\":\"An account identifier th"
    "at more than `atoms` pairs of device and account begin to carry within `window_days`"
    " is sent for everybody: it goes into quarantine. 0: never.\",\"type\":\"object\",\"a"
    "dditionalProperties\":false,\"properties\":{\"atoms\":{\"type\":\"integer\",\"minimu"
    "m\":0,\"maximum\":10000,\"default\":500},\"window_days\":{\"type\":\"integer\",\"min"
    "imum\":1,\"maximum\":365,\"default\":30}}},\"kinds\":{\"type\":\"object\",\"addition"
    "alProperties\":false,\"properties\":{\"user_id\":{\"$ref\":\"#/components/schemas/Id"
    "entityKindRule\"},\"email\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"p"
    "hone\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"customer_number\":{\"$"
    "ref\":\"#/components/schemas/IdentityKindRule\"},\"external_id\":{\"$ref\":\"#/compo"
    "nents/schemas/IdentityKindRule\"},\"push_token\":{\"$ref\":\"#/components/schemas/Id"
    "entityKindRule\"},\"advertising_id\":{\"$ref\":\"#/components/schemas/IdentityKindRu"
    "le\"},\"device_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"anonymous"
    "_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}}}}},\"IdentityTrial\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"people_now\",\"peop"
    "le_then\",\"would_join\",\"would_part\",\"too_large_to_say\",\"examples\"],\"propert"
    "ies\":{\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_then\":{\"type\""
    ":\"integer\",\"minimum\":0},\"would_join\":{\"type\":\"integer\",\"minimum\":0,\"des"
    "cription\":\"Persons that would be merged into an older one.\"},\"would_part\":{\"ty"
    "pe\":\"integer\",\"minimum\":0,\"description\":\"Persons that would come to be.\"},\""
    "too_large_to_say\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Groups of a"
    "toms too large to be judged.\"},\"examples\":{\"type\":\"array\",\"items\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"required\":[\"person\",\"people_now\",\""
    "people_then\"],\"properties\":{\"person\":{\"type\":\"string\",\"format\":\"uuid\"},"
    "\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_then\":{\"type\":\"inte"
    "ger\",\"minimum\":0}}}}}},\"Erasure\":{\"type\":\"object\",\"description\":\"A recei"
    "pt: what was removed where, and no value.\",\"required\":[\"id\",\"state\",\"request"
    "ed\",\"finished\",\"key\",\"named\",\"refuse\",\"removed\"],\"additionalProperties\""
    ":false,\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"state\":{\""
    "type\":\"string\",\"enum\":[\"searching\",\"rewriting\",\"finished\"],\"description\""
    ":\"Nobody can read the person in any of them.\"},\"requested\":{\"type\":\"string\","
    "\"format\":\"date-time\"},\"finished\":{\"type\":[\"string\",\"null\"],\"format\":\""
    "date-time\",\"description\":\"When nothing was left.\"},\"key\":{\"type\":\"integer\""
    ",\"minimum\":0,\"description\":\"Number of the secret key that asked; 0 when the era"
    "sure list did, after a restore.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,\"d"
    "escription\":\"How many identifiers were named; 0 when a person was.\"},\"refuse\":{"
    "\"type\":\"boolean\",\"description\":\"Whether events with these identifiers are ref"
    "used from now on.\"},\"removed\":{\"type\":\"object\",\"required\":[\"people\",\"ato"
    "ms\",\"identifiers\",\"traits\",\"events\",\"rejects\",\"entries\",\"frames\",\"stor"
    "ed_answers\",\"definition_texts_left\",\"snapshots\"],\"additionalProperties\":false"
    ",\"properties\":{\"people\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pe"
    "rsons.\"},\"atoms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pairs of d"
    "evice and account.\"},\"identifiers\":{\"type\":\"integer\",\"minimum\":0,\"descript"
    "ion\":\"Identifiers; one that another person carries, too, is not among them.\"},\"t"
    "raits\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Traits.\"},\"events\":"
    "{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events, out of the log.\"},\"r"
    "ejects\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Rejected messages tha"
    "t held one of the identifiers.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"Further log entries: identifiers, atoms, links, words of cuts.\"},\""
    "frames\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Log frames that were "
    "rewritten.\"},\"stored_answers\":{\"type\":\"integer\",\"minimum\":0,\"description\""
    ":\"Answers kept under an Idempotency-Key that held one of the identifiers.\"},\"defi"
    "nition_texts_left\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Versions a"
    "nd drafts of definitions that hold one of the identifiers; people wrote them, so peo"
    "ple must mend them.\"},\"snapshots\":{\"type\":\"integer\",\"minimum\":0,\"descripti"
    "on\":\"Snapshots replaced by one without the person.\"}}}}},\"ErasureRequest\":{\"ty"
    "pe\":\"object\",\"required\":[\"identifiers\"],\"additionalProperties\":false,\"prop"
    "erties\":{\"identifiers\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":10000,\"it"
    "ems\":{\"$ref\":\"#/components/schemas/ErasureIdentifier\"},\"description\":\"Whoeve"
    "r has one of these is erased, with everything else that is theirs.\"},\"refuse\":{\""
    "type\":\"boolean\",\"default\":false,\"description\":\"Refuse events with the identi"
    "fiers from now on (reason `erased`); else they begin somebody new.\"}}},\"ErasureIde"
    "ntifier\":{\"type\":\"object\",\"required\":[\"kind\",\"value\"],\"additionalPropert"
    "ies\":false,\"properties\":{\"kind\":{\"type\":\"string\",\"minLength\":1,\"maxLengt"
    "h\":64},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}}},\"Erasu"
    "reList\":{\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"additionalP"
    "roperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/Erasure\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}"
    "},\"TraitFrom\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "value\",\"source\",\"time\",\"seq\",\"atom\",\"times\"],\"properties\":{\"value\":{\""
    "description\":\"JSON, whatever it is.\"},\"source\":{\"type\":\"string\",\"descripti"
    "on\":\"Key of the source; empty when it is not known.\"},\"time\":{\"type\":\"string"
    "\",\"format\":\"date-time\",\"description\":\"Of the event.\"},\"seq\":{\"type\":\"i"
    "nteger\",\"description\":\"Of the event.\"},\"message_id\":{\"type\":\"string\",\"de"
    "scription\":\"Of the event; empty when it is not there any more. Left out in an expo"
    "rt, which has the events themselves.\"},\"atom\":{\"type\":\"string\",\"description\""
    ":\"The atom that the event belongs to.\"},\"times\":{\"type\":\"integer\",\"descript"
    "ion\":\"How often this atom had the value (most_frequent); else 1.\"}}},\"Traits\":{"
    "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"traits\",\""
    "truncated\"],\"properties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"arr"
    "ay\",\"items\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\"truncated\":{\"type\""
    ":\"boolean\"}}},\"TraitTold\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"name\",\"value\",\"rule\",\"keep\",\"merge\",\"filling\",\"won\",\"los"
    "t\"],\"properties\":{\"name\":{\"type\":\"string\"},\"value\":{\"description\":\"Nul"
    "l: the trait has no value.\"},\"rule\":{\"enum\":[\"last\",\"first\",\"most_frequent"
    "\",\"source_order\"]},\"keep\":{\"type\":\"boolean\"},\"merge\":{\"type\":\"boolean\""
    "},\"filling\":{\"type\":\"boolean\"},\"won\":{\"type\":\"array\",\"items\":{\"$ref\""
    ":\"#/components/schemas/TraitFrom\"}},\"lost\":{\"type\":\"array\",\"items\":{\"$ref"
    "\":\"#/components/schemas/TraitFrom\"}}}},\"PersonExport\":{\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"required\":[\"exported\",\"person\",\"identities\",\"tr"
    "aits\",\"traits_truncated\",\"events\",\"complete\"],\"properties\":{\"exported\":{\""
    "type\":\"string\",\"format\":\"date-time\"},\"person\":{\"$ref\":\"#/components/sche"
    "mas/Person\"},\"identities\":{\"$ref\":\"#/components/schemas/Identities\"},\"traits"
    "\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\"tr"
    "aits_truncated\":{\"type\":\"boolean\"},\"events\":{\"type\":\"array\",\"items\":{\""
    "$ref\":\"#/components/schemas/TimelineItem\"}},\"complete\":{\"type\":\"boolean\"}}}"
    ",\"ConstantIdentifier\":{\"type\":\"object\",\"additionalProperties\":false,\"requir"
    "ed\":[\"id\",\"kind\",\"value\",\"since\",\"seq\",\"atoms\",\"released\"],\"properti"
    "es\":{\"id\":{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"value\":{\"type"
    "\":\"string\"},\"since\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"t"
    "ype\":\"integer\"},\"atoms\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean"
    "\"}}},\"ConstantIdentifierList\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"arra"
    "y\",\"items\":{\"$ref\":\"#/components/schemas/ConstantIdentifier\"}},\"next_cursor\""
    ":{\"type\":[\"string\",\"null\"]}}},\"ConstantIdentifierReleased\":{\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"required\":[\"id\",\"released\"],\"properties\""
    ":{\"id\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Problem\":{\""
    "type\":\"object\",\"description\":\"RFC 9457.\",\"required\":[\"type\",\"title\",\"s"
    "tatus\",\"detail\",\"code\",\"request_id\"],\"properties\":{\"type\":{\"type\":\"str"
    "ing\",\"description\":\"Address of the explanation.\"},\"title\":{\"type\":\"string\""
    ",\"description\":\"What the status means.\"},\"status\":{\"type\":\"integer\",\"mini"
    "mum\":400,\"maximum\":599},\"detail\":{\"type\":\"string\",\"description\":\"What is"
    " wrong, in a few words.\"},\"code\":{\"type\":\"string\",\"enum\":[\"invalid\",\"una"
    "uthenticated\",\"forbidden\",\"not_found\",\"conflict\",\"precondition_failed\",\"to"
    "o_large\",\"rate_limited\",\"unavailable\",\"corrupt\",\"internal\"]},\"where\":{\"t"
    "ype\":\"string\",\"description\":\"Outermost place first; of a body, a JSON Pointer."
    "\"},\"hint\":{\"type\":\"string\",\"description\":\"What can be done.\"},\"request_i"
    "d\":{\"type\":\"string\",\"description\":\"The same as the header X-Request-Id.\"}}}"
    ",\"Health\":{\"type\":\"object\",\"required\":[\"status\"],\"additionalProperties\":"
    "false,\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ok\"]}}},\"Readine"
    "ss\":{\"type\":\"object\",\"required\":[\"status\",\"started\",\"writable\",\"seq\","
    "\"role\",\"epoch\"],\"additionalProperties\":false,\"properties\":{\"status\":{\"typ"
    "e\":\"string\",\"enum\":[\"ready\",\"starting\",\"read_only\",\"behind\",\"stopping\""
    "]},\"started\":{\"type\":\"boolean\",\"description\":\"The log has been replayed.\"}"
    ",\"writable\":{\"type\":\"boolean\",\"description\":\"The store takes changes.\"},\""
    "seq\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Newest durable log entry"
    " that this node has.\"},\"role\":{\"type\":\"string\",\"enum\":[\"alone\",\"writer\""
    ",\"follower\"],\"description\":\"A follower answers reads, and passes changes on to "
    "the writer.\"},\"epoch\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How o"
    "ften the writer has changed; 0 without other nodes.\"},\"behind_ms\":{\"type\":\"int"
    "eger\",\"minimum\":0,\"description\":\"With other nodes: since this one last had the"
    " whole log for certain, a follower by looking, the writer by a commit (an idle one m"
    "akes one five times a lease).\"}}},\"Version\":{\"type\":\"object\",\"required\":[\""
    "name\",\"version\"],\"additionalProperties\":false,\"properties\":{\"name\":{\"type\""
    ":\"string\"},\"version\":{\"type\":\"string\"}}}}}}";
