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

static const struct route_param params_18[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_19[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_20[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_22[] = {
    { "token", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_23[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_24[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_25[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_26[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_27[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_28[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_32[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_34[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_37[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_40[] = {
    { "q", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":256}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_41[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_42[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_43[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_44[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_45[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_46[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_47[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_48[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_49[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_51[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_52[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_57[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_58[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_61[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_62[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_63[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_64[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_65[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_66[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_69[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
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

static const struct route_param params_82[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_83[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_98[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_99[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_100[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_101[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_102[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_103[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_104[] = {
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
      .params = params_1, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/cuts/{id}/undo",
      .id = "undoCut",
      .handle = api_undoCut,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}",
      .id = "listDefinitions",
      .handle = api_listDefinitions,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
      .params = params_4, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "getDefinition",
      .handle = api_getDefinition,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
      .params = params_5, .n_params = 2,
    },
    { .method = "PUT",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "putDefinition",
      .handle = api_putDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:write */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:write */
      .params = params_7, .n_params = 3,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/publish",
      .id = "publishDefinition",
      .handle = api_publishDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:write */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:write */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
      .params = params_10, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions/{version}",
      .id = "getVersion",
      .handle = api_getVersion,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
      .params = params_11, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/erasures",
      .id = "listErasures",
      .handle = api_listErasures,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_12, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/erasures",
      .id = "eraseByIdentifiers",
      .handle = api_eraseByIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_14, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_15, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .params = params_16, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/try",
      .id = "tryIdentityRules",
      .handle = api_tryIdentityRules,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* collect:import */
      .params = params_18, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/invitations",
      .id = "listInvitations",
      .handle = api_listInvitations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_19, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/invitations",
      .id = "invite",
      .handle = api_invite,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/InvitationNew\"}",
      .params = params_20, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/invitations/accept",
      .id = "acceptInvitation",
      .handle = api_acceptInvitation,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/InvitationUse\"}",
    },
    { .method = "GET",
      .pattern = "/api/invitations/by-token/{token}",
      .id = "getInvitation",
      .handle = api_getInvitation,
      .key = ROUTE_KEY_NONE,
      .params = params_22, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/invitations/{id}",
      .id = "withdrawInvitation",
      .handle = api_withdrawInvitation,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_23, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* keys:read */
      .params = params_24, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys",
      .id = "createKey",
      .handle = api_createKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyNew\"}",
      .params = params_25, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:write */
      .params = params_26, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/rotate",
      .id = "rotateKey",
      .handle = api_rotateKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:write */
      .body_max = 4096,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyRotate\"}",
      .params = params_27, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/links/{id}/undo",
      .id = "undoLink",
      .handle = api_undoLink,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_28, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/me",
      .id = "getMe",
      .handle = api_getMe,
      .key = ROUTE_KEY_STAFF,
    },
    { .method = "PATCH",
      .pattern = "/api/me",
      .id = "changeMe",
      .handle = api_changeMe,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/MeChange\"}",
    },
    { .method = "POST",
      .pattern = "/api/me/password",
      .id = "changePassword",
      .handle = api_changePassword,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/PasswordChange\"}",
    },
    { .method = "POST",
      .pattern = "/api/me/second-factor",
      .id = "beginSecondFactor",
      .handle = api_beginSecondFactor,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES,
      .params = params_32, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/me/second-factor",
      .id = "endSecondFactor",
      .handle = api_endSecondFactor,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/FactorEnd\"}",
    },
    { .method = "POST",
      .pattern = "/api/me/second-factor/confirm",
      .id = "confirmSecondFactor",
      .handle = api_confirmSecondFactor,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Code\"}",
      .params = params_34, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/me/sessions",
      .id = "listMySessions",
      .handle = api_listMySessions,
      .key = ROUTE_KEY_STAFF,
    },
    { .method = "DELETE",
      .pattern = "/api/me/sessions",
      .id = "endMyOtherSessions",
      .handle = api_endMyOtherSessions,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES,
    },
    { .method = "DELETE",
      .pattern = "/api/me/sessions/{id}",
      .id = "endMySession",
      .handle = api_endMySession,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES,
      .params = params_37, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/openapi.json",
      .id = "getOpenapi",
      .handle = api_getOpenapi,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_CORS,
    },
    { .method = "POST",
      .pattern = "/api/password-reset",
      .id = "resetPassword",
      .handle = api_resetPassword,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ResetUse\"}",
    },
    { .method = "GET",
      .pattern = "/api/people",
      .id = "listPeople",
      .handle = api_listPeople,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_40, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_41, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/people/merge",
      .id = "mergePeople",
      .handle = api_mergePeople,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Merge\"}",
      .params = params_42, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_43, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .params = params_44, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_45, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_46, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/people/{id}/split",
      .id = "splitPerson",
      .handle = api_splitPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Split\"}",
      .params = params_47, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_48, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_49, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/providers",
      .id = "listProviders",
      .handle = api_listProviders,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
    },
    { .method = "PUT",
      .pattern = "/api/providers/{provider}",
      .id = "putProvider",
      .handle = api_putProvider,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ProviderPut\"}",
      .params = params_51, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/providers/{provider}",
      .id = "deleteProvider",
      .handle = api_deleteProvider,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_52, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/roles",
      .id = "listRoles",
      .handle = api_listRoles,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
    },
    { .method = "GET",
      .pattern = "/api/session",
      .id = "getSession",
      .handle = api_getSession,
      .key = ROUTE_KEY_NONE,
    },
    { .method = "POST",
      .pattern = "/api/session",
      .id = "signIn",
      .handle = api_signIn,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SignIn\"}",
    },
    { .method = "DELETE",
      .pattern = "/api/session",
      .id = "signOut",
      .handle = api_signOut,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}",
      .id = "startOidc",
      .handle = api_startOidc,
      .key = ROUTE_KEY_NONE,
      .params = params_57, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}/callback",
      .id = "finishOidc",
      .handle = api_finishOidc,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_WRITES,
      .params = params_58, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/session/second-factor",
      .id = "secondFactor",
      .handle = api_secondFactor,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Code\"}",
    },
    { .method = "POST",
      .pattern = "/api/setup",
      .id = "setUp",
      .handle = api_setUp,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SetUp\"}",
    },
    { .method = "GET",
      .pattern = "/api/sources",
      .id = "listSources",
      .handle = api_listSources,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* definitions:read */
      .params = params_61, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/sources",
      .id = "createSource",
      .handle = api_createSource,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x28)), /* definitions:write, keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SourceNew\"}",
      .params = params_62, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/staff",
      .id = "listStaff",
      .handle = api_listStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_63, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/staff/{id}",
      .id = "getStaff",
      .handle = api_getStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_64, .n_params = 1,
    },
    { .method = "PATCH",
      .pattern = "/api/staff/{id}",
      .id = "changeStaff",
      .handle = api_changeStaff,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/StaffChange\"}",
      .params = params_65, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/staff/{id}/reset",
      .id = "makeReset",
      .handle = api_makeReset,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_66, .n_params = 2,
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
      .params = params_69, .n_params = 1,
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
      .params = params_78, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_79, .n_params = 2,
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
      .params = params_82, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_83, .n_params = 1,
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
      .params = params_98, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_99, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_100, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_101, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_102, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_103, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_104, .n_params = 1,
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
const uint32_t api_n_routes = 109;

const char *const api_scope_names[] = {
    "collect:import",
    "collect:read",
    "definitions:read",
    "definitions:write",
    "keys:read",
    "keys:write",
    "people:read",
    "people:write",
    "staff:read",
    "staff:write"
};
const uint32_t api_n_scopes = 10;

const struct guard_role api_roles[] = {
    { "owner", "Owner", UINT64_C(0x3ff), false },
    { "administrator", "Administrator", UINT64_C(0x3ff), false },
    { "marketer", "Marketer", UINT64_C(0x4e), false },
    { "analyst", "Analyst", UINT64_C(0x46), true },
    { "agent", "Agent", UINT64_C(0x44), false },
    { "adviser", "Adviser", UINT64_C(0x44), false },
    { "developer", "Developer", UINT64_C(0x3f), false },
    { "auditor", "Auditor", UINT64_C(0x156), true },
};
const uint32_t api_n_roles = 8;
const uint64_t api_personal_scopes = UINT64_C(0xc3);

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
    "erties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\",\"phone\",\""
    "customer_number\",\"external_id\",\"push_token\",\"advertising_id\",\"device_id\",\""
    "anonymous_id\"]},\"value\":{\"type\":\"string\"},\"since_seq\":{\"type\":\"integer\""
    ",\"minimum\":1,\"description\":\"Log entry that first tied it to this person.\"}},\""
    "required\":[\"kind\",\"value\",\"since_seq\"],\"additionalProperties\":false},\"Pers"
    "on\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"u"
    "uid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"la"
    "st_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"events\":{\"ty"
    "pe\":\"integer\",\"minimum\":0},\"traits\":{\"type\":\"object\",\"additionalProperti"
    "es\":true},\"provenance\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\""
    "object\",\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"s"
    "eq\":{\"type\":\"integer\"},\"source\":{\"type\":\"integer\",\"description\":\"Numbe"
    "r of the source; 0 when not known.\"}},\"required\":[\"time\",\"seq\",\"source\"],\""
    "additionalProperties\":false}},\"identifiers\":{\"type\":\"array\",\"items\":{\"$ref"
    "\":\"#/components/schemas/Identifier\"}},\"groups\":{\"type\":\"array\",\"items\":{\""
    "type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":"
    "\"object\",\"additionalProperties\":true}},\"required\":[\"id\",\"traits\"],\"additi"
    "onalProperties\":false}},\"aliases\":{\"type\":\"array\",\"description\":\"Ids that "
    "were merged into this person and keep answering.\",\"items\":{\"type\":\"string\",\""
    "format\":\"uuid\"}}},\"required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\""
    "traits\",\"provenance\",\"identifiers\",\"groups\",\"aliases\"],\"additionalProperti"
    "es\":false},\"PersonList\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":"
    "\"array\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}},\"next_cursor\":{\"t"
    "ype\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next_cursor\"],\"additionalP"
    "roperties\":false},\"TimelineItem\":{\"type\":\"object\",\"properties\":{\"seq\":{\""
    "type\":\"integer\"},\"message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string"
    "\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"name"
    "\":{\"type\":\"string\",\"description\":\"Of a track, page or screen; else the type."
    "\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\""
    "string\",\"format\":\"date-time\"},\"source\":{\"type\":\"string\",\"description\":\""
    "Key of the source; empty when it is gone.\"},\"flags\":{\"type\":\"array\",\"items\""
    ":{\"type\":\"string\",\"enum\":[\"late\",\"future\",\"skewed\",\"no_time\",\"importe"
    "d\",\"no_message_id\"]}},\"message\":{\"type\":\"object\",\"additionalProperties\":t"
    "rue}},\"required\":[\"seq\",\"message_id\",\"type\",\"name\",\"time\",\"received\",\""
    "source\",\"flags\",\"message\"],\"additionalProperties\":false},\"Timeline\":{\"type"
    "\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/"
    "components/schemas/TimelineItem\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}"
    "},\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\"Identit"
    "ies\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\""
    "uuid\"},\"atoms\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":"
    "{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"string"
    "\",\"null\"],\"format\":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"null\"]"
    ",\"format\":\"date-time\"},\"events\":{\"type\":\"integer\"},\"identifiers\":{\"type"
    "\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"kind\":{\"type\":\"str"
    "ing\",\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_number\",\"external_id\","
    "\"push_token\",\"advertising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type"
    "\":\"string\"},\"role\":{\"type\":\"string\",\"enum\":[\"device\",\"account\",\"furt"
    "her\"]},\"since_seq\":{\"type\":\"integer\"},\"state\":{\"type\":\"string\",\"enum\""
    ":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"],\""
    "description\":\"held: it ties. Otherwise why it was refused.\"}},\"required\":[\"kin"
    "d\",\"value\",\"role\",\"since_seq\",\"state\"],\"additionalProperties\":false}}},\""
    "required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\"identifiers\"],\"additi"
    "onalProperties\":false}},\"links\":{\"type\":\"array\",\"items\":{\"type\":\"object\""
    ",\"properties\":{\"from\":{\"type\":\"string\",\"format\":\"uuid\"},\"to\":{\"type\""
    ":\"string\",\"format\":\"uuid\"},\"because\":{\"type\":\"string\",\"enum\":[\"shared"
    "_identifier\",\"first_sign_in\",\"alias\",\"merge\"]},\"kind\":{\"type\":\"string\","
    "\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_number\",\"external_id\",\"push"
    "_token\",\"advertising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"s"
    "tring\"},\"seq\":{\"type\":\"integer\"},\"id\":{\"type\":\"integer\",\"description\""
    ":\"For POST /api/links/{id}/undo; absent for shared identifiers.\"},\"evidence\":{\""
    "type\":\"string\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit\","
    "\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"]}},\"required\":[\"from\",\"t"
    "o\",\"because\",\"seq\",\"state\"],\"additionalProperties\":false}},\"cuts\":{\"type"
    "\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"require"
    "d\":[\"id\",\"reason\",\"in_force\",\"seq\",\"sides\"],\"properties\":{\"id\":{\"typ"
    "e\":\"integer\"},\"reason\":{\"type\":\"string\"},\"in_force\":{\"type\":\"boolean\""
    "},\"seq\":{\"type\":\"integer\"},\"sides\":{\"type\":\"array\",\"minItems\":2,\"maxI"
    "tems\":2,\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalPr"
    "operties\":false,\"properties\":{\"atom\":{\"type\":\"string\",\"format\":\"uuid\"},"
    "\"kind\":{\"type\":\"string\",\"enum\":[\"user_id\",\"email\",\"phone\",\"customer_n"
    "umber\",\"external_id\",\"push_token\",\"advertising_id\",\"device_id\",\"anonymous_"
    "id\"]},\"value\":{\"type\":\"string\"}}}}}}}}},\"required\":[\"id\",\"atoms\",\"link"
    "s\",\"cuts\"],\"additionalProperties\":false},\"Split\":{\"type\":\"object\",\"addit"
    "ionalProperties\":false,\"properties\":{\"identifiers\":{\"type\":\"array\",\"maxIte"
    "ms\":5000,\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\""
    ":[\"kind\",\"value\"],\"properties\":{\"kind\":{\"type\":\"string\",\"enum\":[\"user"
    "_id\",\"email\",\"phone\",\"customer_number\",\"external_id\",\"push_token\",\"adver"
    "tising_id\",\"device_id\",\"anonymous_id\"]},\"value\":{\"type\":\"string\",\"minLen"
    "gth\":1,\"maxLength\":4096}}}},\"atoms\":{\"type\":\"array\",\"maxItems\":5000,\"ite"
    "ms\":{\"type\":\"string\",\"format\":\"uuid\"}},\"reason\":{\"type\":\"string\",\"ma"
    "xLength\":1000},\"preview\":{\"type\":\"boolean\",\"default\":false}}},\"Merge\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"people\",\"evidence"
    "\"],\"properties\":{\"people\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"i"
    "tems\":{\"type\":\"string\",\"format\":\"uuid\"}},\"evidence\":{\"type\":\"string\","
    "\"minLength\":1,\"maxLength\":1000},\"preview\":{\"type\":\"boolean\",\"default\":fa"
    "lse}}},\"Undo\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
    "\"preview\":{\"type\":\"boolean\",\"default\":false}}},\"Surgery\":{\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"required\":[\"preview\",\"people\"],\"propertie"
    "s\":{\"cut\":{\"type\":\"integer\"},\"link\":{\"type\":\"integer\"},\"preview\":{\"t"
    "ype\":\"boolean\"},\"people\":{\"type\":\"array\",\"maxItems\":2,\"description\":\"T"
    "he persons as they are now, or would be.\",\"items\":{\"$ref\":\"#/components/schema"
    "s/Person\"}}}},\"IdentityKindRule\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"properties\":{\"limit\":{\"description\":\"How many one person may have. Witho"
    "ut meaning for device kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,"
    "\"maximum\":1000},\"window_days\":{\"description\":\"Count only those of so many day"
    "s; 0: of all time.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority"
    "\":{\"description\":\"1 is strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum"
    "\":99},\"blocked\":{\"description\":\"Values that stand for nobody, whatever the cas"
    "e of their letters; replaces the built-in list.\",\"type\":\"array\",\"maxItems\":10"
    "00,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}},\"blocked_pat"
    "terns\":{\"description\":\"Regular expressions (RE2); replaces the built-in ^[0-]*$."
    "\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1"
    ",\"maxLength\":500}}}},\"IdentityRules\":{\"description\":\"How many identifiers of "
    "each kind one person may have, which are stronger, and which values stand for nobody"
    ". What is left out stays as built in.\",\"type\":\"object\",\"additionalProperties\""
    ":false,\"properties\":{\"atoms_max\":{\"description\":\"Pairs of device and account "
    "that one person may have; past it a link is refused and shown.\",\"type\":\"integer\""
    ",\"minimum\":10,\"maximum\":20000,\"default\":2000},\"constant\":{\"description\":\""
    "An account identifier that more than `atoms` pairs of device and account begin to ca"
    "rry within `window_days` is sent for everybody: it goes into quarantine. 0: never.\""
    ",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"atoms\":{\"typ"
    "e\":\"integer\",\"minimum\":0,\"maximum\":10000,\"default\":500},\"window_days\":{\""
    "type\":\"integer\",\"minimum\":1,\"maximum\":365,\"default\":30}}},\"kinds\":{\"type"
    "\":\"object\",\"additionalProperties\":false,\"properties\":{\"user_id\":{\"$ref\":\""
    "#/components/schemas/IdentityKindRule\"},\"email\":{\"$ref\":\"#/components/schemas/"
    "IdentityKindRule\"},\"phone\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\""
    "customer_number\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"external_id"
    "\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"push_token\":{\"$ref\":\"#"
    "/components/schemas/IdentityKindRule\"},\"advertising_id\":{\"$ref\":\"#/components/"
    "schemas/IdentityKindRule\"},\"device_id\":{\"$ref\":\"#/components/schemas/IdentityK"
    "indRule\"},\"anonymous_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}}}}}"
    ",\"IdentityTrial\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":"
    "[\"people_now\",\"people_then\",\"would_join\",\"would_part\",\"too_large_to_say\",\""
    "examples\"],\"properties\":{\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"pe"
    "ople_then\":{\"type\":\"integer\",\"minimum\":0},\"would_join\":{\"type\":\"integer\""
    ",\"minimum\":0,\"description\":\"Persons that would be merged into an older one.\"},"
    "\"would_part\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons that wo"
    "uld come to be.\"},\"too_large_to_say\":{\"type\":\"integer\",\"minimum\":0,\"descri"
    "ption\":\"Groups of atoms too large to be judged.\"},\"examples\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"perso"
    "n\",\"people_now\",\"people_then\"],\"properties\":{\"person\":{\"type\":\"string\","
    "\"format\":\"uuid\"},\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_th"
    "en\":{\"type\":\"integer\",\"minimum\":0}}}}}},\"Erasure\":{\"type\":\"object\",\"de"
    "scription\":\"A receipt: what was removed where, and no value.\",\"required\":[\"id\""
    ",\"state\",\"requested\",\"finished\",\"key\",\"staff\",\"named\",\"refuse\",\"remov"
    "ed\"],\"additionalProperties\":false,\"properties\":{\"id\":{\"type\":\"string\",\"f"
    "ormat\":\"uuid\"},\"state\":{\"type\":\"string\",\"enum\":[\"searching\",\"rewriting"
    "\",\"finished\"],\"description\":\"Nobody can read the person in any of them.\"},\"r"
    "equested\":{\"type\":\"string\",\"format\":\"date-time\"},\"finished\":{\"type\":[\""
    "string\",\"null\"],\"format\":\"date-time\",\"description\":\"When nothing was left."
    "\"},\"key\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Number of the secr"
    "et key that asked; 0 when the erasure list did, after a restore, or a member of staf"
    "f.\"},\"staff\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Number of the "
    "member of staff who asked; else 0.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,"
    "\"description\":\"How many identifiers were named; 0 when a person was.\"},\"refuse\""
    ":{\"type\":\"boolean\",\"description\":\"Whether events with these identifiers are r"
    "efused from now on.\"},\"removed\":{\"type\":\"object\",\"required\":[\"people\",\"a"
    "toms\",\"identifiers\",\"traits\",\"events\",\"rejects\",\"entries\",\"frames\",\"st"
    "ored_answers\",\"definition_texts_left\",\"snapshots\"],\"additionalProperties\":fal"
    "se,\"properties\":{\"people\":{\"type\":\"integer\",\"minimum\":0,\"description\":\""
    "Persons.\"},\"atoms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pairs of"
    " device and account.\"},\"identifiers\":{\"type\":\"integer\",\"minimum\":0,\"descri"
    "ption\":\"Identifiers; one that another person carries, too, is not among them.\"},\""
    "traits\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Traits.\"},\"events\""
    ":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events, out of the log.\"},\""
    "rejects\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Rejected messages th"
    "at held one of the identifiers.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\""
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
    ":{\"id\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Me\":{\"type"
    "\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"name\",\"email\""
    ",\"roles\",\"locale\",\"theme\",\"second_factor\"],\"properties\":{\"id\":{\"type\":"
    "\"integer\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"stri"
    "ng\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"locale\":{\"t"
    "ype\":\"string\",\"description\":\"\\\"en\\\", \\\"ja\\\", or empty: not chosen.\"},"
    "\"theme\":{\"type\":\"string\",\"description\":\"\\\"light\\\", \\\"dark\\\", \\\"au"
    "to\\\", or empty: not chosen.\"},\"second_factor\":{\"type\":\"boolean\"}}},\"Sessio"
    "n\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"state\",\"st"
    "aff\",\"scopes\",\"csrf\",\"providers\",\"expires\"],\"properties\":{\"state\":{\"en"
    "um\":[\"setup\",\"signed_out\",\"second_factor\",\"signed_in\"]},\"staff\":{\"anyOf\""
    ":[{\"$ref\":\"#/components/schemas/Me\"},{\"type\":\"null\"}],\"description\":\"null"
    " unless signed in.\"},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}"
    ",\"description\":\"What my roles allow.\"},\"csrf\":{\"type\":[\"string\",\"null\"],"
    "\"description\":\"For X-CSRF-Token.\"},\"providers\":{\"type\":\"array\",\"descripti"
    "on\":\"Where else one can sign in: GET /api/session/oidc/{id}.\",\"items\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"title\"],\"propert"
    "ies\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"}}}},\"expires\":{"
    "\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"When the s"
    "ession ends at the latest.\"}}},\"SignIn\":{\"type\":\"object\",\"additionalProperti"
    "es\":false,\"required\":[\"email\",\"password\"],\"properties\":{\"email\":{\"type\""
    ":\"string\",\"maxLength\":1024},\"password\":{\"type\":\"string\",\"maxLength\":4096"
    "}}},\"SetUp\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"em"
    "ail\",\"password\"],\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200}"
    ",\"email\":{\"type\":\"string\",\"maxLength\":1024},\"password\":{\"type\":\"string\""
    ",\"maxLength\":4096},\"token\":{\"type\":\"string\",\"maxLength\":100}}},\"MeChange\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"minProperties\":1,\"propertie"
    "s\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"locale\":{\"enum\":[\"\",\"e"
    "n\",\"ja\"]},\"theme\":{\"enum\":[\"\",\"light\",\"dark\",\"auto\"]}}},\"PasswordCha"
    "nge\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"old\",\"ne"
    "w\"],\"properties\":{\"old\":{\"type\":\"string\",\"maxLength\":4096},\"new\":{\"typ"
    "e\":\"string\",\"maxLength\":4096}}},\"SessionList\":{\"type\":\"object\",\"addition"
    "alProperties\":false,\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\""
    "array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
    "\"id\",\"current\",\"created\",\"last_seen\",\"expires\",\"address\",\"agent\"],\"pr"
    "operties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"current\":{\"type\":\"bool"
    "ean\"},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"last_seen\":{\"t"
    "ype\":\"string\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format"
    "\":\"date-time\"},\"address\":{\"type\":\"string\"},\"agent\":{\"type\":\"string\"}}"
    "}}}},\"RoleList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
    "\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"required\":[\"key\",\"title\",\"scopes\",\"mask"
    "s_personal_data\"],\"properties\":{\"key\":{\"type\":\"string\"},\"title\":{\"type\""
    ":\"string\"},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"masks"
    "_personal_data\":{\"type\":\"boolean\"}}}}}},\"Code\":{\"type\":\"object\",\"additio"
    "nalProperties\":false,\"required\":[\"code\"],\"properties\":{\"code\":{\"type\":\"s"
    "tring\",\"maxLength\":40}}},\"FactorBegun\":{\"type\":\"object\",\"additionalPropert"
    "ies\":false,\"required\":[\"secret\",\"uri\"],\"properties\":{\"secret\":{\"type\":\""
    "string\",\"description\":\"Base32, to be typed.\"},\"uri\":{\"type\":\"string\",\"de"
    "scription\":\"To be shown as a QR code.\"}}},\"FactorEnd\":{\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"required\":[],\"properties\":{\"password\":{\"type\":\""
    "string\",\"maxLength\":4096},\"code\":{\"type\":\"string\",\"maxLength\":40}},\"minP"
    "roperties\":1,\"maxProperties\":1},\"RecoveryCodes\":{\"type\":\"object\",\"addition"
    "alProperties\":false,\"required\":[\"recovery_codes\"],\"properties\":{\"recovery_co"
    "des\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"Each wor"
    "ks once in place of a code.\"}}},\"StaffMember\":{\"type\":\"object\",\"additionalPr"
    "operties\":false,\"required\":[\"id\",\"name\",\"email\",\"roles\",\"second_factor\""
    ",\"password\",\"created\",\"disabled\",\"signed_in\"],\"properties\":{\"id\":{\"type"
    "\":\"integer\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"s"
    "tring\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"second_fac"
    "tor\":{\"type\":\"boolean\"},\"password\":{\"type\":\"boolean\",\"description\":\"Wh"
    "ether it has one.\"},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"di"
    "sabled\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"signed_in\":{\""
    "type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"Last time; n"
    "ull: never.\"}}},\"StaffList\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\""
    ",\"items\":{\"$ref\":\"#/components/schemas/StaffMember\"}},\"next_cursor\":{\"type\""
    ":[\"string\",\"null\"]}}},\"StaffChange\":{\"type\":\"object\",\"additionalPropertie"
    "s\":false,\"required\":[],\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\""
    ":200},\"roles\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":32,\"items\":{\"type"
    "\":\"string\",\"maxLength\":40}},\"disabled\":{\"type\":\"boolean\"},\"second_factor"
    "\":{\"const\":false,\"description\":\"Take it away, for somebody who lost it.\"}},\""
    "minProperties\":1},\"ResetLink\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"url\",\"expires\"],\"properties\":{\"url\":{\"type\":\"string\"},\""
    "expires\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"InvitationNew\":{\"type"
    "\":\"object\",\"additionalProperties\":false,\"required\":[\"email\",\"roles\"],\"pr"
    "operties\":{\"email\":{\"type\":\"string\",\"maxLength\":1024},\"roles\":{\"type\":\""
    "array\",\"minItems\":1,\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLength\":"
    "40}}}},\"InvitationMade\":{\"type\":\"object\",\"additionalProperties\":false,\"requ"
    "ired\":[\"id\",\"email\",\"roles\",\"created\",\"url\",\"expires\"],\"properties\":{"
    "\"id\":{\"type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"roles\""
    ":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"string"
    "\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time"
    "\"},\"url\":{\"type\":\"string\"}}},\"InvitationList\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"it"
    "ems\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"id\",\"email\",\"roles\",\"created\",\"expires\"],\"properties\""
    ":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"role"
    "s\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"str"
    "ing\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-t"
    "ime\"}}}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Invitation\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"required\":[\"email\",\"roles\",\"expir"
    "es\"],\"properties\":{\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array\","
    "\"items\":{\"type\":\"string\"}},\"expires\":{\"type\":\"string\",\"format\":\"date-"
    "time\"}}},\"InvitationUse\":{\"type\":\"object\",\"additionalProperties\":false,\"re"
    "quired\":[\"token\",\"password\"],\"properties\":{\"token\":{\"type\":\"string\",\"m"
    "axLength\":100},\"name\":{\"type\":\"string\",\"maxLength\":200},\"password\":{\"typ"
    "e\":\"string\",\"maxLength\":4096}}},\"ResetUse\":{\"type\":\"object\",\"additionalP"
    "roperties\":false,\"required\":[\"token\",\"password\"],\"properties\":{\"token\":{\""
    "type\":\"string\",\"maxLength\":100},\"password\":{\"type\":\"string\",\"maxLength\""
    ":4096}}},\"Provider\":{\"type\":\"object\",\"additionalProperties\":false,\"required"
    "\":[\"id\",\"title\",\"issuer\",\"client_id\",\"client_secret\",\"domains\",\"roles\""
    ",\"redirect_uri\"],\"properties\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":"
    "\"string\"},\"issuer\":{\"type\":\"string\"},\"client_id\":{\"type\":\"string\"},\"c"
    "lient_secret\":{\"type\":\"boolean\",\"description\":\"Whether there is one; it is n"
    "ever told.\"},\"domains\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"rol"
    "es\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"redirect_uri\":{\"type\""
    ":\"string\",\"description\":\"To be registered at the provider.\"}}},\"ProviderList\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\"],\"prop"
    "erties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/P"
    "rovider\"}}}},\"ProviderPut\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"title\",\"issuer\",\"client_id\"],\"properties\":{\"title\":{\"type\":"
    "\"string\",\"minLength\":1,\"maxLength\":100},\"issuer\":{\"type\":\"string\",\"minL"
    "ength\":1,\"maxLength\":400},\"client_id\":{\"type\":\"string\",\"minLength\":1,\"ma"
    "xLength\":300},\"client_secret\":{\"type\":\"string\",\"maxLength\":500,\"descriptio"
    "n\":\"Empty: a public client.\"},\"domains\":{\"type\":\"array\",\"maxItems\":50,\"i"
    "tems\":{\"type\":\"string\",\"maxLength\":253,\"pattern\":\"^[A-Za-z0-9.-]+$\"}},\"r"
    "oles\":{\"type\":\"array\",\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLengt"
    "h\":40}}}},\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457.\",\"required"
    "\":[\"type\",\"title\",\"status\",\"detail\",\"code\",\"request_id\"],\"properties\""
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
