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

static const struct route_param params_22[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_23[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_24[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_26[] = {
    { "token", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_27[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_28[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_29[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_30[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_31[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_32[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_36[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_38[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_41[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_45[] = {
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

static const struct route_param params_46[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_47[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_48[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_49[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_50[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_51[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_52[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_53[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_54[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_56[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_57[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_59[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_65[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_66[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_69[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_70[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_71[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_72[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_73[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_74[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_77[] = {
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_80[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_89[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_90[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_93[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_94[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_109[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_110[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_111[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_112[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_113[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_114[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_115[] = {
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
      .pattern = "/api/events",
      .id = "listEvents",
      .handle = api_listEvents,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
      .params = params_15, .n_params = 10,
    },
    { .method = "GET",
      .pattern = "/api/events/live",
      .id = "watchEvents",
      .handle = api_watchEvents,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
      .params = params_16, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/events/{seq}",
      .id = "getEvent",
      .handle = api_getEvent,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
      .params = params_17, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_18, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .params = params_19, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/identity/kinds",
      .id = "listIdentifierKinds",
      .handle = api_listIdentifierKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
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
      .params = params_22, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/invitations",
      .id = "listInvitations",
      .handle = api_listInvitations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_23, .n_params = 2,
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
      .params = params_24, .n_params = 1,
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
      .params = params_26, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/invitations/{id}",
      .id = "withdrawInvitation",
      .handle = api_withdrawInvitation,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_27, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* keys:read */
      .params = params_28, .n_params = 2,
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
      .params = params_29, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:write */
      .params = params_30, .n_params = 2,
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
      .params = params_31, .n_params = 2,
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
      .params = params_32, .n_params = 2,
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
      .params = params_36, .n_params = 1,
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
      .params = params_38, .n_params = 1,
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
      .params = params_41, .n_params = 1,
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
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
      .params = params_45, .n_params = 5,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_46, .n_params = 2,
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
      .params = params_47, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_48, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .params = params_49, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_50, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_51, .n_params = 1,
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
      .params = params_52, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_53, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .params = params_54, .n_params = 1,
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
      .params = params_56, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/providers/{provider}",
      .id = "deleteProvider",
      .handle = api_deleteProvider,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_57, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/retention",
      .id = "getRetention",
      .handle = api_getRetention,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
    },
    { .method = "POST",
      .pattern = "/api/retention/run",
      .id = "runRetention",
      .handle = api_runRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:write */
      .params = params_59, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/retention/try",
      .id = "tryRetention",
      .handle = api_tryRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* people:read */
      .body_max = 262144,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/RetentionRules\"}",
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
      .params = params_65, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}/callback",
      .id = "finishOidc",
      .handle = api_finishOidc,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_WRITES,
      .params = params_66, .n_params = 1,
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
      .params = params_69, .n_params = 2,
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
      .params = params_70, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/staff",
      .id = "listStaff",
      .handle = api_listStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_71, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/staff/{id}",
      .id = "getStaff",
      .handle = api_getStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* staff:read */
      .params = params_72, .n_params = 1,
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
      .params = params_73, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/staff/{id}/reset",
      .id = "makeReset",
      .handle = api_makeReset,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:write */
      .params = params_74, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/system",
      .id = "getSystem",
      .handle = api_getSystem,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x800)), /* system:read */
    },
    { .method = "POST",
      .pattern = "/api/system/backup",
      .id = "downloadBackup",
      .handle = api_downloadBackup,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* system:admin */
    },
    { .method = "GET",
      .pattern = "/api/tracking/violations",
      .id = "listViolations",
      .handle = api_listViolations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:read */
      .params = params_77, .n_params = 3,
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
      .params = params_80, .n_params = 1,
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
      .params = params_89, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_90, .n_params = 2,
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
      .params = params_93, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_94, .n_params = 1,
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
      .params = params_109, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_110, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_111, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_112, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_113, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_114, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_115, .n_params = 1,
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
const uint32_t api_n_routes = 120;

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
    "staff:write",
    "system:admin",
    "system:read"
};
const uint32_t api_n_scopes = 12;

const struct guard_role api_roles[] = {
    { "owner", "Owner", UINT64_C(0xfff), false },
    { "administrator", "Administrator", UINT64_C(0xfff), false },
    { "marketer", "Marketer", UINT64_C(0x4e), false },
    { "analyst", "Analyst", UINT64_C(0x46), true },
    { "agent", "Agent", UINT64_C(0x44), false },
    { "adviser", "Adviser", UINT64_C(0x44), false },
    { "developer", "Developer", UINT64_C(0x3f), false },
    { "auditor", "Auditor", UINT64_C(0x956), true },
};
const uint32_t api_n_roles = 8;
const uint64_t api_personal_scopes = UINT64_C(0xcc3);

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
    "ny_traits\",\"too_many_events\",\"no_batch\",\"batch_expands\",\"erased\",\"unplanne"
    "d_event\",\"plan_violation\"]},\"CollectError\":{\"type\":\"object\",\"required\":[\""
    "id\",\"received\",\"source\",\"reason\",\"detail\",\"position\",\"raw\"],\"additiona"
    "lProperties\":false,\"properties\":{\"id\":{\"type\":\"string\"},\"received\":{\"typ"
    "e\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":[\"string\",\"null\"]}"
    ",\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"detail\":{\"type\":\""
    "string\"},\"position\":{\"type\":[\"integer\",\"null\"],\"description\":\"Which item"
    " of its batch, or line of its import, from 1; null for a message by itself.\"},\"raw"
    "\":{\"type\":\"string\",\"description\":\"What was sent, at most 32 KB of it.\"}}},\""
    "CollectErrorList\":{\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"a"
    "dditionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/CollectError\"}},\"next_cursor\":{\"type\":[\"strin"
    "g\",\"null\"]}},\"example\":{\"items\":[{\"id\":\"5121\",\"received\":\"2026-11-23T1"
    "4:32:56.123Z\",\"source\":\"web\",\"reason\":\"no_event\",\"detail\":\"a track call "
    "needs event\",\"position\":3,\"raw\":\"{\\\"type\\\":\\\"track\\\",\\\"userId\\\":\\"
    "\"u-1042\\\"}\"}],\"next_cursor\":null}},\"ImportResult\":{\"type\":\"object\",\"req"
    "uired\":[\"received\",\"accepted\",\"duplicates\",\"rejected\",\"errors\"],\"additio"
    "nalProperties\":false,\"properties\":{\"received\":{\"type\":\"integer\"},\"accepted"
    "\":{\"type\":\"integer\"},\"duplicates\":{\"type\":\"integer\"},\"rejected\":{\"type"
    "\":\"integer\"},\"errors\":{\"type\":\"array\",\"maxItems\":20,\"description\":\"The"
    " first ones.\",\"items\":{\"type\":\"object\",\"required\":[\"line\",\"reason\",\"de"
    "tail\"],\"additionalProperties\":false,\"properties\":{\"line\":{\"type\":\"integer\""
    "},\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"detail\":{\"type\":"
    "\"string\"}}}}},\"example\":{\"received\":3,\"accepted\":2,\"duplicates\":0,\"reject"
    "ed\":1,\"errors\":[{\"line\":2,\"reason\":\"no_event\",\"detail\":\"a track call nee"
    "ds event\"}]}},\"SegmentSettings\":{\"type\":\"object\",\"required\":[\"integrations"
    "\",\"plan\",\"metrics\"],\"properties\":{\"integrations\":{\"type\":\"object\"},\"pl"
    "an\":{\"type\":\"object\"},\"metrics\":{\"type\":\"object\"}}},\"RudderSourceConfig\""
    ":{\"type\":\"object\",\"required\":[\"source\"],\"properties\":{\"source\":{\"type\""
    ":\"object\",\"required\":[\"id\",\"name\",\"writeKey\",\"enabled\",\"workspaceId\",\""
    "config\",\"destinations\"],\"properties\":{\"id\":{\"type\":\"string\"},\"name\":{\""
    "type\":\"string\"},\"writeKey\":{\"type\":\"string\"},\"enabled\":{\"type\":\"boolea"
    "n\"},\"workspaceId\":{\"type\":\"string\"},\"config\":{\"type\":\"object\"},\"destin"
    "ations\":{\"type\":\"array\"},\"connections\":{\"type\":\"array\"},\"dataplanes\":{\""
    "type\":\"object\"}}}}},\"KeyInfo\":{\"title\":\"Key\",\"type\":\"object\",\"addition"
    "alProperties\":false,\"required\":[\"id\",\"kind\",\"name\",\"prefix\",\"key\",\"sco"
    "pes\",\"source\",\"created\",\"last_used\",\"revoked\"],\"properties\":{\"id\":{\"ty"
    "pe\":\"integer\",\"minimum\":1},\"kind\":{\"enum\":[\"write\",\"secret\"]},\"name\":"
    "{\"type\":\"string\"},\"prefix\":{\"description\":\"How the key begins.\",\"type\":\""
    "string\"},\"key\":{\"description\":\"The key itself. A write key is public and alway"
    "s shown; a secret key is shown once, in the answer that made it.\",\"type\":[\"strin"
    "g\",\"null\"]},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"sou"
    "rce\":{\"description\":\"Write key: key of its source.\",\"type\":[\"string\",\"null"
    "\"]},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"last_used\":{\"typ"
    "e\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"Up to a minute "
    "behind.\"},\"revoked\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"de"
    "scription\":\"In force no more from then on; lies ahead while a replaced key is in i"
    "ts grace.\"}}},\"KeyList\":{\"title\":\"Keys\",\"type\":\"object\",\"required\":[\"i"
    "tems\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\""
    "type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/KeyInfo\"}},\"next_curso"
    "r\":{\"type\":[\"string\",\"null\"]}}},\"KeyNew\":{\"title\":\"New key\",\"type\":\""
    "object\",\"additionalProperties\":false,\"required\":[\"kind\",\"name\"],\"propertie"
    "s\":{\"kind\":{\"enum\":[\"write\",\"secret\"]},\"name\":{\"type\":\"string\",\"minL"
    "ength\":1,\"maxLength\":50},\"source\":{\"description\":\"Write key: key of a publis"
    "hed source.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":100},\"scopes\":{\"d"
    "escription\":\"Secret key: what it may do; no more than the key that makes it.\",\"t"
    "ype\":\"array\",\"minItems\":1,\"maxItems\":64,\"uniqueItems\":true,\"items\":{\"typ"
    "e\":\"string\",\"minLength\":1,\"maxLength\":60}}}},\"KeyRotate\":{\"title\":\"Repla"
    "cing a key\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"gr"
    "ace_seconds\":{\"description\":\"How long the old key stays in force.\",\"type\":\"i"
    "nteger\",\"minimum\":0,\"maximum\":2592000,\"default\":86400}}},\"DefinitionKind\":{"
    "\"title\":\"Kind of definition\",\"type\":\"object\",\"additionalProperties\":false,"
    "\"required\":[\"kind\",\"title\",\"schema\"],\"properties\":{\"kind\":{\"type\":\"st"
    "ring\"},\"title\":{\"type\":\"string\"},\"schema\":{\"description\":\"JSON Schema of"
    " its bodies.\",\"type\":\"object\"}}},\"DefinitionKindList\":{\"title\":\"Kinds of d"
    "efinitions\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"addition"
    "alProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref"
    "\":\"#/components/schemas/DefinitionKind\"}},\"next_cursor\":{\"type\":[\"string\",\""
    "null\"]}}},\"Definition\":{\"title\":\"Definition\",\"type\":\"object\",\"additional"
    "Properties\":false,\"required\":[\"id\",\"kind\",\"key\",\"draft\",\"published\",\"v"
    "ersion\",\"created\",\"updated\",\"etag\",\"problem\"],\"properties\":{\"id\":{\"typ"
    "e\":\"integer\",\"minimum\":1},\"kind\":{\"type\":\"string\"},\"key\":{\"type\":\"st"
    "ring\"},\"draft\":{\"description\":\"What is being worked on.\",\"type\":[\"object\""
    ",\"null\"]},\"published\":{\"description\":\"What is in force.\",\"type\":[\"object\""
    ",\"null\"]},\"version\":{\"description\":\"Number of what is in force.\",\"type\":[\""
    "integer\",\"null\"]},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"up"
    "dated\":{\"type\":\"string\",\"format\":\"date-time\"},\"etag\":{\"type\":\"string\""
    "},\"problem\":{\"description\":\"Why the published version is not in force although "
    "it should be: another version of the program wrote it.\",\"type\":[\"string\",\"null"
    "\"]}}},\"DefinitionList\":{\"title\":\"Definitions\",\"type\":\"object\",\"required\""
    ":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\""
    ":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Definition\"}},\"nex"
    "t_cursor\":{\"type\":[\"string\",\"null\"]}}},\"DefinitionDraft\":{\"title\":\"Draft"
    "\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"draft\"],\"pro"
    "perties\":{\"draft\":{\"description\":\"Any object; it is checked against the kind's"
    " schema when it is published.\",\"type\":\"object\"}}},\"DefinitionPublish\":{\"titl"
    "e\":\"Publishing\",\"type\":\"object\",\"additionalProperties\":false,\"properties\""
    ":{\"note\":{\"type\":\"string\",\"maxLength\":250}}},\"DefinitionRollback\":{\"title"
    "\":\"Rolling back\",\"type\":\"object\",\"additionalProperties\":false,\"required\":"
    "[\"version\"],\"properties\":{\"version\":{\"type\":\"integer\",\"minimum\":1,\"maxi"
    "mum\":4294967295},\"note\":{\"type\":\"string\",\"maxLength\":250}}},\"DefinitionVer"
    "sion\":{\"title\":\"Version of a definition\",\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"version\",\"body\",\"author\",\"note\",\"at\"],\"proper"
    "ties\":{\"version\":{\"type\":\"integer\",\"minimum\":1},\"body\":{\"type\":\"object"
    "\"},\"author\":{\"type\":\"string\"},\"note\":{\"type\":\"string\"},\"at\":{\"type\""
    ":\"string\",\"format\":\"date-time\"}}},\"DefinitionVersionList\":{\"title\":\"Versi"
    "ons of a definition\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\""
    "additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\""
    ":{\"$ref\":\"#/components/schemas/DefinitionVersion\"}},\"next_cursor\":{\"type\":[\""
    "string\",\"null\"]}}},\"Source\":{\"title\":\"Source\",\"type\":\"object\",\"additio"
    "nalProperties\":false,\"required\":[\"id\",\"key\",\"name\",\"type\",\"enabled\",\"s"
    "ettings\",\"version\",\"created\",\"write_keys\"],\"properties\":{\"id\":{\"descript"
    "ion\":\"The number that its events carry.\",\"type\":\"integer\",\"minimum\":1},\"ke"
    "y\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"type\":{\"enum\":[\"brows"
    "er\",\"server\",\"mobile\",\"import\",\"other\"]},\"enabled\":{\"type\":\"boolean\"}"
    ",\"settings\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"de"
    "livery\"],\"properties\":{\"delivery\":{\"enum\":[\"standard\",\"batching\"]}}},\"ve"
    "rsion\":{\"type\":\"integer\",\"minimum\":1},\"created\":{\"type\":\"string\",\"form"
    "at\":\"date-time\"},\"write_keys\":{\"description\":\"Those in force.\",\"type\":\"a"
    "rray\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "id\",\"name\",\"key\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\""
    "name\":{\"type\":\"string\"},\"key\":{\"type\":\"string\"}}}}}},\"SourceList\":{\"ti"
    "tle\":\"Sources\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"add"
    "itionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\""
    "$ref\":\"#/components/schemas/Source\"}},\"next_cursor\":{\"type\":[\"string\",\"nul"
    "l\"]}}},\"SourceNew\":{\"title\":\"New source\",\"type\":\"object\",\"additionalProp"
    "erties\":false,\"required\":[\"name\"],\"properties\":{\"key\":{\"description\":\"Ma"
    "de of the name when left out.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":10"
    "0,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"},\"name\":{\"type\":\"string\",\"minLength\""
    ":1,\"maxLength\":50},\"type\":{\"enum\":[\"browser\",\"server\",\"mobile\",\"import\""
    ",\"other\"],\"default\":\"other\"},\"enabled\":{\"type\":\"boolean\",\"default\":tru"
    "e},\"settings\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
    "\"delivery\":{\"enum\":[\"standard\",\"batching\"],\"default\":\"standard\"}}}}},\"E"
    "ventItem\":{\"type\":\"object\",\"required\":[\"seq\",\"message_id\",\"type\",\"name"
    "\",\"source\",\"person\",\"time\",\"received\"],\"properties\":{\"seq\":{\"type\":\""
    "integer\",\"description\":\"Of its log entry; what Last-Event-ID and /api/events/{se"
    "q} take.\"},\"message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"na"
    "me\":{\"type\":\"string\",\"description\":\"The type's where the event has none. Cut"
    " at 256 bytes.\"},\"source\":{\"type\":[\"string\",\"null\"],\"description\":\"Key o"
    "f the source.\"},\"person\":{\"type\":\"string\",\"format\":\"uuid\"},\"time\":{\"ty"
    "pe\":\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\"string\",\"format"
    "\":\"date-time\"},\"late\":{\"const\":true,\"description\":\"It happened more than a"
    " day before it arrived.\"},\"future\":{\"const\":true,\"description\":\"It claimed a"
    " time after its arrival.\"},\"imported\":{\"const\":true}},\"description\":\"An even"
    "t as lists and live views show it.\",\"additionalProperties\":false},\"EventError\":"
    "{\"type\":\"object\",\"required\":[\"seq\",\"reason\",\"detail\",\"source\",\"receiv"
    "ed\",\"position\"],\"properties\":{\"seq\":{\"type\":\"integer\"},\"reason\":{\"type"
    "\":\"string\"},\"detail\":{\"type\":\"string\",\"description\":\"Cut at 256 bytes in"
    " a live view.\"},\"source\":{\"type\":[\"string\",\"null\"]},\"received\":{\"type\":"
    "\"string\",\"format\":\"date-time\"},\"position\":{\"type\":[\"integer\",\"null\"],\""
    "description\":\"Item of a batch or line of an import, from 1.\"}},\"description\":\""
    "A message that could not be taken.\",\"additionalProperties\":false},\"EventList\":{"
    "\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items"
    "\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/EventI"
    "tem\"},{\"$ref\":\"#/components/schemas/EventError\"}]}},\"next_cursor\":{\"type\":["
    "\"string\",\"null\"]}},\"additionalProperties\":false},\"EventIdentifier\":{\"type\""
    ":\"object\",\"required\":[\"kind\",\"value\"],\"properties\":{\"kind\":{\"type\":\"s"
    "tring\"},\"value\":{\"type\":\"string\"}},\"additionalProperties\":false},\"EventMad"
    "e\":{\"type\":\"object\",\"required\":[\"what\"],\"description\":\"`name`: a name go"
    "t its number; `identifier`: seen for the first time; `atom`: a new pair of device an"
    "d account; `carry`: an atom carries a further identifier; `link`: two atoms are one "
    "person, or would be.\",\"properties\":{\"what\":{\"enum\":[\"name\",\"identifier\",\""
    "atom\",\"carry\",\"link\"]}}},\"EventDetail\":{\"type\":\"object\",\"required\":[\"s"
    "eq\",\"kind\",\"source\",\"received\",\"stored\",\"raw\"],\"description\":\"Of an ev"
    "ent: everything. Of an error: reason, detail, position and what was sent.\",\"proper"
    "ties\":{\"seq\":{\"type\":\"integer\"},\"kind\":{\"enum\":[\"event\",\"error\"]},\"m"
    "essage_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"name\":{\"type\":"
    "\"string\"},\"source\":{\"type\":[\"string\",\"null\"]},\"person\":{\"type\":\"strin"
    "g\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"received\":{\"type\":"
    "\"string\",\"format\":\"date-time\"},\"stored\":{\"type\":\"string\",\"format\":\"da"
    "te-time\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"atom\":{"
    "\"type\":\"object\",\"required\":[\"id\",\"device\",\"account\"],\"properties\":{\"i"
    "d\":{\"type\":\"string\",\"format\":\"uuid\"},\"device\":{\"anyOf\":[{\"$ref\":\"#/c"
    "omponents/schemas/EventIdentifier\"},{\"type\":\"null\"}]},\"account\":{\"anyOf\":[{"
    "\"$ref\":\"#/components/schemas/EventIdentifier\"},{\"type\":\"null\"}]}}},\"identit"
    "y\":{\"type\":\"array\",\"description\":\"What this event newly brought, as it is ca"
    "lled now.\",\"items\":{\"$ref\":\"#/components/schemas/EventMade\"}},\"raw\":{\"type"
    "\":\"string\",\"description\":\"As it is kept: the message, minified; of an error, w"
    "hat was sent, cut at 32 KB.\"},\"message\":{\"type\":\"object\"},\"reason\":{\"type\""
    ":\"string\"},\"detail\":{\"type\":\"string\"},\"position\":{\"type\":[\"integer\",\""
    "null\"]}}},\"FigureSlot\":{\"type\":\"object\",\"required\":[\"time\",\"events\",\"e"
    "rrors\"],\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\",\"de"
    "scription\":\"Its beginning.\"},\"events\":{\"type\":\"integer\"},\"errors\":{\"type"
    "\":\"integer\"}},\"additionalProperties\":false},\"SourceFigures\":{\"type\":\"objec"
    "t\",\"required\":[\"id\",\"key\",\"name\",\"type\",\"enabled\",\"state\",\"events\","
    "\"errors\",\"events_last_hour\",\"errors_last_hour\",\"per_minute\",\"last_event\",\""
    "last_error\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"key\":{\"type\":\"stri"
    "ng\"},\"name\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"enabled\":{\"t"
    "ype\":\"boolean\"},\"state\":{\"enum\":[\"ok\",\"silent\",\"failing\",\"never\"],\"d"
    "escription\":\"`failing`: in the last hour at least a tenth could not be taken; `sil"
    "ent`: nothing for an hour, though there was before; `never`: nothing yet.\"},\"event"
    "s\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"errors\":{\"type\":\"integer\""
    ",\"description\":\"Ever.\"},\"events_last_hour\":{\"type\":\"integer\"},\"errors_las"
    "t_hour\":{\"type\":\"integer\"},\"per_minute\":{\"type\":\"number\",\"description\":"
    "\"Mean of the last five minutes.\"},\"last_event\":{\"type\":[\"string\",\"null\"],\""
    "format\":\"date-time\"},\"last_error\":{\"type\":[\"string\",\"null\"],\"format\":\""
    "date-time\"}},\"additionalProperties\":false},\"Overview\":{\"type\":\"object\",\"re"
    "quired\":[\"time\",\"people\",\"events\",\"errors\",\"ready\",\"minutes\",\"hours\","
    "\"errors_last_hour\",\"sources\"],\"properties\":{\"time\":{\"type\":\"string\",\"fo"
    "rmat\":\"date-time\"},\"people\":{\"type\":\"integer\"},\"events\":{\"type\":\"integ"
    "er\",\"description\":\"Ever.\"},\"errors\":{\"type\":\"integer\",\"description\":\"E"
    "ver.\"},\"ready\":{\"type\":\"object\",\"required\":[\"status\",\"writable\",\"role\""
    ",\"seq\"],\"properties\":{\"status\":{\"enum\":[\"ready\",\"starting\",\"stopping\","
    "\"read_only\",\"behind\"]},\"writable\":{\"type\":\"boolean\"},\"role\":{\"type\":\""
    "string\"},\"seq\":{\"type\":\"integer\"}},\"additionalProperties\":false},\"minutes\""
    ":{\"type\":\"array\",\"description\":\"The last 60, oldest first; the last one is no"
    "t over yet.\",\"minItems\":60,\"maxItems\":60,\"items\":{\"$ref\":\"#/components/sch"
    "emas/FigureSlot\"}},\"hours\":{\"type\":\"array\",\"description\":\"The last 48, old"
    "est first.\",\"minItems\":48,\"maxItems\":48,\"items\":{\"$ref\":\"#/components/sche"
    "mas/FigureSlot\"}},\"errors_last_hour\":{\"type\":\"array\",\"items\":{\"type\":\"ob"
    "ject\",\"required\":[\"reason\",\"count\"],\"properties\":{\"reason\":{\"type\":\"st"
    "ring\"},\"count\":{\"type\":\"integer\"}},\"additionalProperties\":false}},\"sources"
    "\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/SourceFigures\"}}}"
    ",\"additionalProperties\":false},\"System\":{\"type\":\"object\",\"required\":[\"ver"
    "sion\",\"uptime_s\",\"status\",\"role\",\"epoch\",\"behind_ms\",\"writer_url\",\"sto"
    "re\",\"log\",\"snapshot\",\"nodes\",\"disk\",\"memory\",\"threads\",\"search\"],\"pr"
    "operties\":{\"version\":{\"type\":\"string\"},\"uptime_s\":{\"type\":\"integer\"},\""
    "status\":{\"enum\":[\"ready\",\"starting\",\"stopping\",\"read_only\",\"behind\"]},\""
    "role\":{\"enum\":[\"alone\",\"writer\",\"follower\"]},\"epoch\":{\"type\":\"integer\""
    ",\"description\":\"Of the lease: how often the writer has changed.\"},\"behind_ms\":"
    "{\"type\":[\"integer\",\"null\"],\"description\":\"Since this node last had the whol"
    "e log for certain; null where it is alone.\"},\"writer_url\":{\"type\":\"string\",\""
    "description\":\"Of another node that writes; empty when it is this one.\"},\"store\""
    ":{\"type\":\"object\",\"required\":[\"kind\",\"bytes\",\"writable\",\"commit_failure"
    "s\"],\"properties\":{\"kind\":{\"enum\":[\"sqlite\",\"postgresql\"]},\"bytes\":{\"ty"
    "pe\":\"integer\"},\"writable\":{\"type\":\"boolean\"},\"commit_failures\":{\"type\":"
    "\"integer\",\"description\":\"Since the start.\"}},\"additionalProperties\":false},\""
    "log\":{\"type\":\"object\",\"required\":[\"seq\",\"frames\",\"bytes\"],\"properties\""
    ":{\"seq\":{\"type\":\"integer\",\"description\":\"The newest entry.\"},\"frames\":{\""
    "type\":\"integer\"},\"bytes\":{\"type\":\"integer\",\"description\":\"Compressed.\"}"
    "},\"additionalProperties\":false},\"snapshot\":{\"type\":\"object\",\"required\":[\""
    "seq\",\"time\",\"bytes\",\"entries_behind\"],\"properties\":{\"seq\":{\"type\":\"int"
    "eger\",\"description\":\"0: none yet.\"},\"time\":{\"type\":[\"string\",\"null\"],\""
    "format\":\"date-time\"},\"bytes\":{\"type\":\"integer\"},\"entries_behind\":{\"type\""
    ":\"integer\",\"description\":\"Read anew at a start.\"}},\"additionalProperties\":fa"
    "lse},\"nodes\":{\"type\":\"array\",\"description\":\"That share the store; empty on "
    "SQLite.\",\"items\":{\"type\":\"object\",\"required\":[\"id\",\"url\",\"version\"],\""
    "properties\":{\"id\":{\"type\":\"string\"},\"url\":{\"type\":\"string\"},\"version\""
    ":{\"type\":\"string\"}},\"additionalProperties\":false}},\"disk\":{\"type\":\"object"
    "\",\"required\":[\"free_bytes\",\"total_bytes\"],\"properties\":{\"free_bytes\":{\"t"
    "ype\":\"integer\"},\"total_bytes\":{\"type\":\"integer\"}},\"description\":\"Where t"
    "he folder of data lies.\",\"additionalProperties\":false},\"memory\":{\"type\":\"obj"
    "ect\",\"required\":[\"resident_bytes\",\"state_bytes\"],\"properties\":{\"resident_b"
    "ytes\":{\"type\":\"integer\"},\"state_bytes\":{\"type\":\"integer\"}},\"additionalPr"
    "operties\":false},\"threads\":{\"type\":\"integer\"},\"search\":{\"type\":\"object\""
    ",\"required\":[\"ready\",\"waiting\"],\"properties\":{\"ready\":{\"type\":\"boolean\""
    "},\"waiting\":{\"type\":\"integer\",\"description\":\"Pairs of device and account th"
    "at are not in the search index yet.\"}},\"additionalProperties\":false}},\"additiona"
    "lProperties\":false},\"Violation\":{\"type\":\"object\",\"required\":[\"source\",\"t"
    "ype\",\"event\",\"property\",\"reason\",\"count\",\"blocked\",\"first_seen\",\"last_"
    "seen\",\"example_seq\"],\"properties\":{\"source\":{\"type\":[\"string\",\"null\"]},"
    "\"type\":{\"type\":\"string\"},\"event\":{\"type\":\"string\",\"description\":\"Cut "
    "at 200 bytes.\"},\"property\":{\"type\":[\"string\",\"null\"],\"description\":\"Null"
    ": the whole event. Cut at 100 bytes.\"},\"reason\":{\"enum\":[\"unplanned_event\",\""
    "missing_property\",\"invalid_property\",\"unexpected_property\"]},\"count\":{\"type\""
    ":\"integer\"},\"blocked\":{\"type\":\"integer\",\"description\":\"Of these, refused."
    "\"},\"first_seen\":{\"type\":\"string\",\"format\":\"date-time\"},\"last_seen\":{\"t"
    "ype\":\"string\",\"format\":\"date-time\"},\"example_seq\":{\"type\":\"integer\",\"d"
    "escription\":\"Of the newest: GET /api/events/{seq}.\"}},\"additionalProperties\":fa"
    "lse},\"ViolationList\":{\"type\":\"object\",\"required\":[\"items\",\"next_cursor\","
    "\"not_listed\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/Violation\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]},"
    "\"not_listed\":{\"type\":\"integer\",\"description\":\"Violations past the 10,000 ki"
    "nds that are kept apart.\"}},\"additionalProperties\":false},\"Identifier\":{\"type\""
    ":\"object\",\"properties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-"
    "9_]{0,39}$\"},\"value\":{\"type\":\"string\"},\"since_seq\":{\"type\":\"integer\",\""
    "minimum\":1,\"description\":\"Log entry that first tied it to this person.\"}},\"req"
    "uired\":[\"kind\",\"value\",\"since_seq\"],\"additionalProperties\":false},\"Person\""
    ":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\""
    "},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_se"
    "en\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"events\":{\"type\":"
    "\"integer\",\"minimum\":0},\"traits\":{\"type\":\"object\",\"additionalProperties\":"
    "true},\"provenance\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"objec"
    "t\",\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":"
    "{\"type\":\"integer\"},\"source\":{\"type\":\"integer\",\"description\":\"Number of "
    "the source; 0 when not known.\"}},\"required\":[\"time\",\"seq\",\"source\"],\"addit"
    "ionalProperties\":false}},\"identifiers\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/Identifier\"}},\"groups\":{\"type\":\"array\",\"items\":{\"type"
    "\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"ob"
    "ject\",\"additionalProperties\":true}},\"required\":[\"id\",\"traits\"],\"additional"
    "Properties\":false}},\"aliases\":{\"type\":\"array\",\"description\":\"Ids that were"
    " merged into this person and keep answering.\",\"items\":{\"type\":\"string\",\"form"
    "at\":\"uuid\"}}},\"required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\"trai"
    "ts\",\"provenance\",\"identifiers\",\"groups\",\"aliases\"],\"additionalProperties\""
    ":false},\"PersonList\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"ar"
    "ray\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}},\"next_cursor\":{\"type\""
    ":[\"string\",\"null\"]},\"found\":{\"type\":\"integer\",\"description\":\"With `q`: "
    "how many were found, of at most 1,000.\"},\"found_more\":{\"type\":\"boolean\",\"des"
    "cription\":\"There may be more than were found.\"}},\"required\":[\"items\",\"next_c"
    "ursor\"],\"additionalProperties\":false},\"TimelineItem\":{\"type\":\"object\",\"pro"
    "perties\":{\"seq\":{\"type\":\"integer\"},\"message_id\":{\"type\":\"string\"},\"typ"
    "e\":{\"type\":\"string\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"grou"
    "p\",\"alias\"]},\"name\":{\"type\":\"string\",\"description\":\"Of a track, page or "
    "screen; else the type.\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "received\":{\"type\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":\"str"
    "ing\",\"description\":\"Key of the source; empty when it is gone.\"},\"flags\":{\"ty"
    "pe\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"late\",\"future\",\"skewed"
    "\",\"no_time\",\"imported\",\"no_message_id\",\"thinned\"]}},\"message\":{\"type\":\""
    "object\",\"additionalProperties\":true}},\"required\":[\"seq\",\"message_id\",\"type"
    "\",\"name\",\"time\",\"received\",\"source\",\"flags\",\"message\"],\"additionalProp"
    "erties\":false},\"Timeline\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\""
    ":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TimelineItem\"}},\"next_cursor"
    "\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next_cursor\"],\"addi"
    "tionalProperties\":false},\"Identities\":{\"type\":\"object\",\"properties\":{\"id\""
    ":{\"type\":\"string\",\"format\":\"uuid\"},\"atoms\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"}"
    ",\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_see"
    "n\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"events\":{\"type\":\""
    "integer\"},\"identifiers\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"prop"
    "erties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"va"
    "lue\":{\"type\":\"string\"},\"role\":{\"type\":\"string\",\"enum\":[\"device\",\"acc"
    "ount\",\"further\"]},\"since_seq\":{\"type\":\"integer\"},\"state\":{\"type\":\"stri"
    "ng\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"withdrawn\",\""
    "blocked\"],\"description\":\"held: it ties. Otherwise why it was refused.\"}},\"requ"
    "ired\":[\"kind\",\"value\",\"role\",\"since_seq\",\"state\"],\"additionalProperties\""
    ":false}}},\"required\":[\"id\",\"first_seen\",\"last_seen\",\"events\",\"identifiers"
    "\"],\"additionalProperties\":false}},\"links\":{\"type\":\"array\",\"items\":{\"type"
    "\":\"object\",\"properties\":{\"from\":{\"type\":\"string\",\"format\":\"uuid\"},\"t"
    "o\":{\"type\":\"string\",\"format\":\"uuid\"},\"because\":{\"type\":\"string\",\"enu"
    "m\":[\"shared_identifier\",\"first_sign_in\",\"alias\",\"merge\"]},\"kind\":{\"type\""
    ":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"},"
    "\"seq\":{\"type\":\"integer\"},\"id\":{\"type\":\"integer\",\"description\":\"For PO"
    "ST /api/links/{id}/undo; absent for shared identifiers.\"},\"evidence\":{\"type\":\""
    "string\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\",\""
    "person_too_large\",\"withdrawn\",\"blocked\"]}},\"required\":[\"from\",\"to\",\"beca"
    "use\",\"seq\",\"state\"],\"additionalProperties\":false}},\"cuts\":{\"type\":\"array"
    "\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\""
    ",\"reason\",\"in_force\",\"seq\",\"sides\"],\"properties\":{\"id\":{\"type\":\"integ"
    "er\"},\"reason\":{\"type\":\"string\"},\"in_force\":{\"type\":\"boolean\"},\"seq\":{"
    "\"type\":\"integer\"},\"sides\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\""
    "items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":"
    "false,\"properties\":{\"atom\":{\"type\":\"string\",\"format\":\"uuid\"},\"kind\":{\""
    "type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"stri"
    "ng\"}}}}}}}}},\"required\":[\"id\",\"atoms\",\"links\",\"cuts\"],\"additionalPropert"
    "ies\":false},\"Split\":{\"type\":\"object\",\"additionalProperties\":false,\"propert"
    "ies\":{\"identifiers\":{\"type\":\"array\",\"maxItems\":5000,\"items\":{\"type\":\"o"
    "bject\",\"additionalProperties\":false,\"required\":[\"kind\",\"value\"],\"propertie"
    "s\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\""
    ":{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}}}},\"atoms\":{\"type\":\"a"
    "rray\",\"maxItems\":5000,\"items\":{\"type\":\"string\",\"format\":\"uuid\"}},\"reas"
    "on\":{\"type\":\"string\",\"maxLength\":1000},\"preview\":{\"type\":\"boolean\",\"de"
    "fault\":false}}},\"Merge\":{\"type\":\"object\",\"additionalProperties\":false,\"req"
    "uired\":[\"people\",\"evidence\"],\"properties\":{\"people\":{\"type\":\"array\",\"m"
    "inItems\":2,\"maxItems\":2,\"items\":{\"type\":\"string\",\"format\":\"uuid\"}},\"ev"
    "idence\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000},\"preview\":{\"typ"
    "e\":\"boolean\",\"default\":false}}},\"Undo\":{\"type\":\"object\",\"additionalPrope"
    "rties\":false,\"properties\":{\"preview\":{\"type\":\"boolean\",\"default\":false}}}"
    ",\"Surgery\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"pre"
    "view\",\"people\"],\"properties\":{\"cut\":{\"type\":\"integer\"},\"link\":{\"type\""
    ":\"integer\"},\"preview\":{\"type\":\"boolean\"},\"people\":{\"type\":\"array\",\"ma"
    "xItems\":2,\"description\":\"The persons as they are now, or would be.\",\"items\":{"
    "\"$ref\":\"#/components/schemas/Person\"}}}},\"IdentityKindRule\":{\"type\":\"object"
    "\",\"additionalProperties\":false,\"properties\":{\"limit\":{\"description\":\"How m"
    "any one person may have. Without meaning for device kinds, which tie nobody.\",\"typ"
    "e\":\"integer\",\"minimum\":1,\"maximum\":1000},\"window_days\":{\"description\":\"C"
    "ount only those of so many days; 0: of all time.\",\"type\":\"integer\",\"minimum\":"
    "0,\"maximum\":3650},\"priority\":{\"description\":\"1 is strongest.\",\"type\":\"int"
    "eger\",\"minimum\":1,\"maximum\":99},\"blocked\":{\"description\":\"Values that stan"
    "d for nobody, whatever the case of their letters; replaces the built-in list.\",\"ty"
    "pe\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"minLength\":1,\"ma"
    "xLength\":1024}},\"blocked_patterns\":{\"description\":\"Regular expressions (RE2); "
    "replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"typ"
    "e\":\"string\",\"minLength\":1,\"maxLength\":500}}}},\"IdentityOwnKind\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"description\":\"A kind of your own. Its ke"
    "y (a-z, 0-9, _; at most 40) gets a number for ever when it is first published.\",\"p"
    "roperties\":{\"title\":{\"description\":\"What people call it.\",\"type\":\"string\""
    ",\"minLength\":1,\"maxLength\":100},\"device\":{\"description\":\"It belongs to a de"
    "vice, not to an account: it ties nobody. For ever.\",\"type\":\"boolean\",\"default\""
    ":false},\"from\":{\"description\":\"Where in a message it is read: externalIds.TYPE,"
    " traits.PATH, context.PATH or properties.PATH. None: it is not read.\",\"type\":\"ar"
    "ray\",\"maxItems\":16,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":3"
    "00}},\"normalise\":{\"description\":\"What is done to a value, in the order of this "
    "list whatever the order here; lower and digits (nothing else is kept) imply nfkc; e1"
    "64 goes with trim and nfkc only. For ever.\",\"type\":\"array\",\"maxItems\":6,\"uni"
    "queItems\":true,\"items\":{\"type\":\"string\",\"enum\":[\"trim\",\"nfkc\",\"lower\""
    ",\"digits\",\"strip_leading_zeros\",\"e164\"]},\"default\":[\"trim\",\"nfkc\"]},\"re"
    "gion\":{\"description\":\"With e164: the country (ISO 3166) of numbers without +. Fo"
    "r ever.\",\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"},\"keep_external_id\":{\"de"
    "scription\":\"What stands in externalIds goes on to be an external_id, too, and so t"
    "ies to events from before.\",\"type\":\"boolean\",\"default\":false},\"limit\":{\"de"
    "scription\":\"How many one person may have. Without meaning for device kinds, which "
    "tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},\"window_days\":{"
    "\"description\":\"Count only those of so many days; 0: of all time.\",\"type\":\"int"
    "eger\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"description\":\"1 is stronges"
    "t.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"blocked\":{\"description\""
    ":\"Values that stand for nobody, whatever the case of their letters; replaces the bu"
    "ilt-in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\""
    "minLength\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"description\":\"Regular e"
    "xpressions (RE2); replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"maxItems\":5"
    "0,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}}}},\"IdentifierK"
    "ind\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"t"
    "itle\",\"device\",\"declared\",\"read\",\"limit\",\"window_days\",\"priority\"],\"pr"
    "operties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\""
    "title\":{\"type\":\"string\",\"description\":\"Of a built-in kind, and of one that t"
    "he rules name no more: its key.\"},\"device\":{\"type\":\"boolean\"},\"declared\":{\""
    "type\":\"boolean\",\"description\":\"A kind of your own.\"},\"read\":{\"type\":\"boo"
    "lean\",\"description\":\"Whether it is read from messages now.\"},\"normalise\":{\"t"
    "ype\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"trim\",\"nfkc\",\"lower\""
    ",\"digits\",\"strip_leading_zeros\",\"e164\"]},\"description\":\"Of a kind of your o"
    "wn.\"},\"region\":{\"description\":\"With e164: the country (ISO 3166) of numbers wi"
    "thout +. For ever.\",\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"},\"limit\":{\"ty"
    "pe\":\"integer\"},\"window_days\":{\"type\":\"integer\"},\"priority\":{\"type\":\"in"
    "teger\"}}},\"IdentifierKindList\":{\"type\":\"object\",\"additionalProperties\":fals"
    "e,\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"
    "\"$ref\":\"#/components/schemas/IdentifierKind\"}}}},\"IdentityRules\":{\"descriptio"
    "n\":\"How many identifiers of each kind one person may have, which are stronger, and"
    " which values stand for nobody. What is left out stays as built in.\",\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"properties\":{\"atoms_max\":{\"description\":"
    "\"Pairs of device and account that one person may have; past it a link is refused an"
    "d shown.\",\"type\":\"integer\",\"minimum\":10,\"maximum\":20000,\"default\":2000},\""
    "constant\":{\"description\":\"An account identifier that more than `atoms` pairs of "
    "device and account begin to carry within `window_days` is sent for everybody: it goe"
    "s into quarantine. 0: never.\",\"type\":\"object\",\"additionalProperties\":false,\""
    "properties\":{\"atoms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":10000,\"defa"
    "ult\":500},\"window_days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":365,\"def"
    "ault\":30}}},\"kinds\":{\"description\":\"Rules of built-in kinds, and kinds of your"
    " own.\",\"type\":\"object\",\"maxProperties\":41,\"additionalProperties\":{\"$ref\":"
    "\"#/components/schemas/IdentityOwnKind\"},\"properties\":{\"user_id\":{\"$ref\":\"#/"
    "components/schemas/IdentityKindRule\"},\"email\":{\"$ref\":\"#/components/schemas/Id"
    "entityKindRule\"},\"phone\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"c"
    "ustomer_number\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"external_id\""
    ":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"push_token\":{\"$ref\":\"#/c"
    "omponents/schemas/IdentityKindRule\"},\"advertising_id\":{\"$ref\":\"#/components/sc"
    "hemas/IdentityKindRule\"},\"device_id\":{\"$ref\":\"#/components/schemas/IdentityKin"
    "dRule\"},\"anonymous_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}}}}},\""
    "IdentityTrial\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "people_now\",\"people_then\",\"would_join\",\"would_part\",\"too_large_to_say\",\"ex"
    "amples\"],\"properties\":{\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"peop"
    "le_then\":{\"type\":\"integer\",\"minimum\":0},\"would_join\":{\"type\":\"integer\","
    "\"minimum\":0,\"description\":\"Persons that would be merged into an older one.\"},\""
    "would_part\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons that woul"
    "d come to be.\"},\"too_large_to_say\":{\"type\":\"integer\",\"minimum\":0,\"descript"
    "ion\":\"Groups of atoms too large to be judged.\"},\"examples\":{\"type\":\"array\","
    "\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"person"
    "\",\"people_now\",\"people_then\"],\"properties\":{\"person\":{\"type\":\"string\",\""
    "format\":\"uuid\"},\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_then"
    "\":{\"type\":\"integer\",\"minimum\":0}}}}}},\"Erasure\":{\"type\":\"object\",\"desc"
    "ription\":\"A receipt: what was removed where, and no value.\",\"required\":[\"id\","
    "\"state\",\"requested\",\"finished\",\"key\",\"staff\",\"named\",\"refuse\",\"remove"
    "d\"],\"additionalProperties\":false,\"properties\":{\"id\":{\"type\":\"string\",\"fo"
    "rmat\":\"uuid\"},\"state\":{\"type\":\"string\",\"enum\":[\"searching\",\"rewriting\""
    ",\"finished\"],\"description\":\"Nobody can read the person in any of them.\"},\"req"
    "uested\":{\"type\":\"string\",\"format\":\"date-time\"},\"finished\":{\"type\":[\"st"
    "ring\",\"null\"],\"format\":\"date-time\",\"description\":\"When nothing was left.\""
    "},\"key\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Number of the secret"
    " key that asked; 0 when the erasure list did, after a restore, or a member of staff."
    "\"},\"staff\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Number of the me"
    "mber of staff who asked; else 0.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"How many identifiers were named; 0 when a person was.\"},\"refuse\":"
    "{\"type\":\"boolean\",\"description\":\"Whether events with these identifiers are re"
    "fused from now on.\"},\"removed\":{\"type\":\"object\",\"required\":[\"people\",\"at"
    "oms\",\"identifiers\",\"traits\",\"events\",\"rejects\",\"entries\",\"frames\",\"sto"
    "red_answers\",\"definition_texts_left\",\"snapshots\"],\"additionalProperties\":fals"
    "e,\"properties\":{\"people\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"P"
    "ersons.\"},\"atoms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pairs of "
    "device and account.\"},\"identifiers\":{\"type\":\"integer\",\"minimum\":0,\"descrip"
    "tion\":\"Identifiers; one that another person carries, too, is not among them.\"},\""
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
    "ed\":[\"id\",\"kind\",\"value\",\"since\",\"seq\",\"reason\",\"atoms\",\"released\"]"
    ",\"properties\":{\"id\":{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"valu"
    "e\":{\"type\":\"string\"},\"since\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "seq\":{\"type\":\"integer\"},\"reason\":{\"description\":\"`contested`: two people c"
    "laimed it, and the rules say that it is neither's.\",\"enum\":[\"everybody\",\"conte"
    "sted\"]},\"atoms\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Co"
    "nstantIdentifierList\":{\"type\":\"object\",\"additionalProperties\":false,\"require"
    "d\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"item"
    "s\":{\"$ref\":\"#/components/schemas/ConstantIdentifier\"}},\"next_cursor\":{\"type\""
    ":[\"string\",\"null\"]}}},\"ConstantIdentifierReleased\":{\"type\":\"object\",\"addi"
    "tionalProperties\":false,\"required\":[\"id\",\"released\"],\"properties\":{\"id\":{"
    "\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"Retention\":{\"type\":"
    "\"object\",\"properties\":{\"state\":{\"type\":\"string\",\"enum\":[\"off\",\"waitin"
    "g\",\"running\"],\"description\":\"off: no rules are in force.\"},\"rules_version\":"
    "{\"type\":\"integer\",\"minimum\":0,\"description\":\"In force; 0: none.\"},\"next\""
    ":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"When the"
    " next run begins by itself.\"},\"running\":{\"anyOf\":[{\"$ref\":\"#/components/sche"
    "mas/RetentionRun\"},{\"type\":\"null\"}]},\"last\":{\"anyOf\":[{\"$ref\":\"#/compone"
    "nts/schemas/RetentionRun\"},{\"type\":\"null\"}]}},\"required\":[\"state\",\"rules_v"
    "ersion\",\"next\",\"running\",\"last\"],\"additionalProperties\":false},\"RetentionR"
    "un\":{\"type\":\"object\",\"properties\":{\"began\":{\"type\":\"string\",\"format\":"
    "\"date-time\"},\"ended\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\""
    "description\":\"null while it is under way.\"},\"rules_version\":{\"type\":\"integer"
    "\",\"minimum\":0,\"description\":\"Of the definition `retention`/`rules`.\"},\"asked"
    "\":{\"type\":\"boolean\",\"description\":\"Somebody asked for it; else it was the da"
    "y's.\"},\"key\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"The secret key"
    " that asked; 0: none.\"},\"dropped\":{\"type\":\"integer\",\"minimum\":0,\"descripti"
    "on\":\"Events that are no more.\"},\"thinned\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"Events of which name, type, time, source and message id are left.\"}"
    ",\"checkpoints\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Written befor"
    "e: what traits rest on.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\"descrip"
    "tion\":\"Others that lost values which stand in later checkpoints.\"},\"frames\":{\""
    "type\":\"integer\",\"minimum\":0,\"description\":\"Pieces of the log that were rewri"
    "tten.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Taken from "
    "entries, before compression.\"}},\"required\":[\"began\",\"ended\",\"rules_version\""
    ",\"asked\",\"key\",\"dropped\",\"thinned\",\"checkpoints\",\"entries\",\"frames\",\""
    "bytes\"],\"additionalProperties\":false},\"RetentionRules\":{\"type\":\"object\",\"p"
    "roperties\":{\"rules\":{\"type\":\"array\",\"maxItems\":60,\"items\":{\"$ref\":\"#/c"
    "omponents/schemas/RetentionRule\"}}},\"required\":[\"rules\"],\"additionalProperties"
    "\":false},\"RetentionRule\":{\"type\":\"object\",\"additionalProperties\":false,\"pr"
    "operties\":{\"event\":{\"description\":\"The event's name (of track, page, screen); "
    "* stands for any text, and alone for all events, those without a name included.\",\""
    "type\":\"string\",\"minLength\":1,\"maxLength\":200},\"type\":{\"description\":\"Onl"
    "y events of this type.\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"grou"
    "p\",\"alias\"]},\"source\":{\"description\":\"Only events of the source with this ke"
    "y.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":100},\"max_age_days\":{\"desc"
    "ription\":\"Days since the event's time.\",\"type\":\"integer\",\"minimum\":1,\"maxi"
    "mum\":36500},\"action\":{\"description\":\"drop: the event leaves timeline and count"
    "s. thin: its name, type, time, source and message id stay, the rest goes.\",\"enum\""
    ":[\"drop\",\"thin\"]}},\"required\":[\"event\",\"max_age_days\",\"action\"]},\"Reten"
    "tionSum\":{\"type\":\"object\",\"properties\":{\"events\":{\"type\":\"integer\",\"mi"
    "nimum\":0,\"description\":\"How many.\"},\"bytes\":{\"type\":\"integer\",\"minimum\""
    ":0,\"description\":\"That would go, before compression.\"},\"oldest\":{\"type\":[\"s"
    "tring\",\"null\"],\"format\":\"date-time\"},\"newest\":{\"type\":[\"string\",\"null\""
    "],\"format\":\"date-time\"}},\"required\":[\"events\",\"bytes\",\"oldest\",\"newest\""
    "],\"additionalProperties\":false},\"RetentionNamed\":{\"type\":\"object\",\"properti"
    "es\":{\"name\":{\"type\":\"string\",\"description\":\"Empty where events of the type"
    " have none.\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\",\"identify\",\"page"
    "\",\"screen\",\"group\",\"alias\"]},\"action\":{\"type\":\"string\",\"enum\":[\"drop"
    "\",\"thin\"]},\"events\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How m"
    "any.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"That would g"
    "o, before compression.\"},\"oldest\":{\"type\":[\"string\",\"null\"],\"format\":\"da"
    "te-time\"},\"newest\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"ex"
    "amples\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/RetentionExa"
    "mple\"}}},\"required\":[\"name\",\"type\",\"action\",\"events\",\"bytes\",\"oldest\""
    ",\"newest\",\"examples\"],\"additionalProperties\":false},\"RetentionExample\":{\"ty"
    "pe\":\"object\",\"properties\":{\"message_id\":{\"type\":\"string\"},\"time\":{\"typ"
    "e\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":\"string\",\"descripti"
    "on\":\"Key of the source; empty when it is gone.\"}},\"required\":[\"message_id\",\""
    "time\",\"source\"],\"additionalProperties\":false},\"RetentionTrial\":{\"type\":\"ob"
    "ject\",\"properties\":{\"complete\":{\"type\":\"boolean\",\"description\":\"false: m"
    "ore events than are read in one try.\"},\"events_read\":{\"type\":\"integer\",\"mini"
    "mum\":0,\"description\":\"Events that were old enough by name.\"},\"drop\":{\"$ref\""
    ":\"#/components/schemas/RetentionSum\"},\"thin\":{\"$ref\":\"#/components/schemas/Re"
    "tentionSum\"},\"by_name\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sch"
    "emas/RetentionNamed\"}},\"other_names\":{\"$ref\":\"#/components/schemas/RetentionSu"
    "m\"}},\"required\":[\"complete\",\"events_read\",\"drop\",\"thin\",\"by_name\",\"oth"
    "er_names\"],\"additionalProperties\":false},\"Me\":{\"type\":\"object\",\"additional"
    "Properties\":false,\"required\":[\"id\",\"name\",\"email\",\"roles\",\"locale\",\"th"
    "eme\",\"second_factor\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1}"
    ",\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"},\"roles\":{\"type\":"
    "\"array\",\"items\":{\"type\":\"string\"}},\"locale\":{\"type\":\"string\",\"descrip"
    "tion\":\"\\\"en\\\", \\\"ja\\\", or empty: not chosen.\"},\"theme\":{\"type\":\"stri"
    "ng\",\"description\":\"\\\"light\\\", \\\"dark\\\", \\\"auto\\\", or empty: not chos"
    "en.\"},\"second_factor\":{\"type\":\"boolean\"}}},\"Session\":{\"type\":\"object\",\""
    "additionalProperties\":false,\"required\":[\"state\",\"staff\",\"scopes\",\"csrf\",\""
    "providers\",\"expires\"],\"properties\":{\"state\":{\"enum\":[\"setup\",\"signed_out"
    "\",\"second_factor\",\"second_factor_missing\",\"signed_in\"]},\"staff\":{\"anyOf\":"
    "[{\"$ref\":\"#/components/schemas/Me\"},{\"type\":\"null\"}],\"description\":\"null "
    "unless signed in.\"},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
    "\"description\":\"What my roles allow.\"},\"csrf\":{\"type\":[\"string\",\"null\"],\""
    "description\":\"For X-CSRF-Token.\"},\"providers\":{\"type\":\"array\",\"description"
    "\":\"Where else one can sign in: GET /api/session/oidc/{id}.\",\"items\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"required\":[\"id\",\"title\"],\"properties"
    "\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"}}}},\"expires\":{\"t"
    "ype\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"When the sess"
    "ion ends at the latest.\"}}},\"SignIn\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[\"email\",\"password\"],\"properties\":{\"email\":{\"type\":\"s"
    "tring\",\"maxLength\":1024},\"password\":{\"type\":\"string\",\"maxLength\":4096}}},"
    "\"SetUp\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"email\""
    ",\"password\"],\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"em"
    "ail\":{\"type\":\"string\",\"maxLength\":1024},\"password\":{\"type\":\"string\",\"m"
    "axLength\":4096},\"token\":{\"type\":\"string\",\"maxLength\":100}}},\"MeChange\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"minProperties\":1,\"properties\":"
    "{\"name\":{\"type\":\"string\",\"maxLength\":200},\"locale\":{\"enum\":[\"\",\"en\","
    "\"ja\"]},\"theme\":{\"enum\":[\"\",\"light\",\"dark\",\"auto\"]}}},\"PasswordChange\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"old\",\"new\"],"
    "\"properties\":{\"old\":{\"type\":\"string\",\"maxLength\":4096},\"new\":{\"type\":\""
    "string\",\"maxLength\":4096}}},\"SessionList\":{\"type\":\"object\",\"additionalProp"
    "erties\":false,\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\","
    "\"current\",\"created\",\"last_seen\",\"expires\",\"address\",\"agent\"],\"propertie"
    "s\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"current\":{\"type\":\"boolean\"},"
    "\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"last_seen\":{\"type\":\""
    "string\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"address\":{\"type\":\"string\"},\"agent\":{\"type\":\"string\"}}}}}},\"R"
    "oleList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\""
    "],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"add"
    "itionalProperties\":false,\"required\":[\"key\",\"title\",\"scopes\",\"masks_persona"
    "l_data\"],\"properties\":{\"key\":{\"type\":\"string\"},\"title\":{\"type\":\"string"
    "\"},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"masks_personal"
    "_data\":{\"type\":\"boolean\"}}}}}},\"Code\":{\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"code\"],\"properties\":{\"code\":{\"type\":\"string\",\""
    "maxLength\":40}}},\"FactorBegun\":{\"type\":\"object\",\"additionalProperties\":fals"
    "e,\"required\":[\"secret\",\"uri\"],\"properties\":{\"secret\":{\"type\":\"string\","
    "\"description\":\"Base32, to be typed.\"},\"uri\":{\"type\":\"string\",\"description"
    "\":\"To be shown as a QR code.\"}}},\"FactorEnd\":{\"type\":\"object\",\"additionalP"
    "roperties\":false,\"required\":[],\"properties\":{\"password\":{\"type\":\"string\","
    "\"maxLength\":4096},\"code\":{\"type\":\"string\",\"maxLength\":40}},\"minProperties"
    "\":1,\"maxProperties\":1},\"RecoveryCodes\":{\"type\":\"object\",\"additionalPropert"
    "ies\":false,\"required\":[\"recovery_codes\"],\"properties\":{\"recovery_codes\":{\""
    "type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"Each works once i"
    "n place of a code.\"}}},\"StaffMember\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[\"id\",\"name\",\"email\",\"roles\",\"second_factor\",\"passwor"
    "d\",\"created\",\"disabled\",\"signed_in\"],\"properties\":{\"id\":{\"type\":\"integ"
    "er\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"},\""
    "roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"second_factor\":{\"ty"
    "pe\":\"boolean\"},\"password\":{\"type\":\"boolean\",\"description\":\"Whether it ha"
    "s one.\"},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"disabled\":{\""
    "type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"signed_in\":{\"type\":[\"st"
    "ring\",\"null\"],\"format\":\"date-time\",\"description\":\"Last time; null: never.\""
    "}}},\"StaffList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
    "\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"
    "\"$ref\":\"#/components/schemas/StaffMember\"}},\"next_cursor\":{\"type\":[\"string\""
    ",\"null\"]}}},\"StaffChange\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[],\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"rol"
    "es\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":32,\"items\":{\"type\":\"string"
    "\",\"maxLength\":40}},\"disabled\":{\"type\":\"boolean\"},\"second_factor\":{\"const"
    "\":false,\"description\":\"Take it away, for somebody who lost it.\"}},\"minProperti"
    "es\":1},\"ResetLink\":{\"type\":\"object\",\"additionalProperties\":false,\"required"
    "\":[\"url\",\"expires\"],\"properties\":{\"url\":{\"type\":\"string\"},\"expires\":{"
    "\"type\":\"string\",\"format\":\"date-time\"}}},\"InvitationNew\":{\"type\":\"object"
    "\",\"additionalProperties\":false,\"required\":[\"email\",\"roles\"],\"properties\":"
    "{\"email\":{\"type\":\"string\",\"maxLength\":1024},\"roles\":{\"type\":\"array\",\""
    "minItems\":1,\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLength\":40}}}},\"I"
    "nvitationMade\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "id\",\"email\",\"roles\",\"created\",\"url\",\"expires\"],\"properties\":{\"id\":{\""
    "type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"roles\":{\"type\""
    ":\"array\",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"string\",\"forma"
    "t\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"},\"url\""
    ":{\"type\":\"string\"}}},\"InvitationList\":{\"type\":\"object\",\"additionalPropert"
    "ies\":false,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"ty"
    "pe\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"requi"
    "red\":[\"id\",\"email\",\"roles\",\"created\",\"expires\"],\"properties\":{\"id\":{\""
    "type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"roles\":{\"type\""
    ":\"array\",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"string\",\"forma"
    "t\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"}}}},\"n"
    "ext_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Invitation\":{\"type\":\"object\","
    "\"additionalProperties\":false,\"required\":[\"email\",\"roles\",\"expires\"],\"prop"
    "erties\":{\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array\",\"items\":{\""
    "type\":\"string\"}},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"I"
    "nvitationUse\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"t"
    "oken\",\"password\"],\"properties\":{\"token\":{\"type\":\"string\",\"maxLength\":10"
    "0},\"name\":{\"type\":\"string\",\"maxLength\":200},\"password\":{\"type\":\"string\""
    ",\"maxLength\":4096}}},\"ResetUse\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"token\",\"password\"],\"properties\":{\"token\":{\"type\":\"stri"
    "ng\",\"maxLength\":100},\"password\":{\"type\":\"string\",\"maxLength\":4096}}},\"Pr"
    "ovider\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\""
    "title\",\"issuer\",\"client_id\",\"client_secret\",\"domains\",\"roles\",\"redirect_"
    "uri\"],\"properties\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
    "\"issuer\":{\"type\":\"string\"},\"client_id\":{\"type\":\"string\"},\"client_secret"
    "\":{\"type\":\"boolean\",\"description\":\"Whether there is one; it is never told.\""
    "},\"domains\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"roles\":{\"type"
    "\":\"array\",\"items\":{\"type\":\"string\"}},\"redirect_uri\":{\"type\":\"string\","
    "\"description\":\"To be registered at the provider.\"}}},\"ProviderList\":{\"type\":"
    "\"object\",\"additionalProperties\":false,\"required\":[\"items\"],\"properties\":{\""
    "items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Provider\"}}}"
    "},\"ProviderPut\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
    "\"title\",\"issuer\",\"client_id\"],\"properties\":{\"title\":{\"type\":\"string\",\""
    "minLength\":1,\"maxLength\":100},\"issuer\":{\"type\":\"string\",\"minLength\":1,\"m"
    "axLength\":400},\"client_id\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":300"
    "},\"client_secret\":{\"type\":\"string\",\"maxLength\":500,\"description\":\"Empty: "
    "a public client.\"},\"domains\":{\"type\":\"array\",\"maxItems\":50,\"items\":{\"typ"
    "e\":\"string\",\"maxLength\":253,\"pattern\":\"^[A-Za-z0-9.-]+$\"}},\"roles\":{\"typ"
    "e\":\"array\",\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLength\":40}}}},\""
    "Problem\":{\"type\":\"object\",\"description\":\"RFC 9457.\",\"required\":[\"type\","
    "\"title\",\"status\",\"detail\",\"code\",\"request_id\"],\"properties\":{\"type\":{\""
    "type\":\"string\",\"description\":\"Address of the explanation.\"},\"title\":{\"type"
    "\":\"string\",\"description\":\"What the status means.\"},\"status\":{\"type\":\"int"
    "eger\",\"minimum\":400,\"maximum\":599},\"detail\":{\"type\":\"string\",\"descriptio"
    "n\":\"What is wrong, in a few words.\"},\"code\":{\"type\":\"string\",\"enum\":[\"in"
    "valid\",\"unauthenticated\",\"forbidden\",\"not_found\",\"conflict\",\"precondition_"
    "failed\",\"too_large\",\"rate_limited\",\"unavailable\",\"corrupt\",\"internal\"]},\""
    "where\":{\"type\":\"string\",\"description\":\"Outermost place first; of a body, a J"
    "SON Pointer.\"},\"hint\":{\"type\":\"string\",\"description\":\"What can be done.\"}"
    ",\"request_id\":{\"type\":\"string\",\"description\":\"The same as the header X-Requ"
    "est-Id.\"}}},\"Health\":{\"type\":\"object\",\"required\":[\"status\"],\"additionalP"
    "roperties\":false,\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ok\"]}"
    "}},\"Readiness\":{\"type\":\"object\",\"required\":[\"status\",\"started\",\"writabl"
    "e\",\"seq\",\"role\",\"epoch\"],\"additionalProperties\":false,\"properties\":{\"sta"
    "tus\":{\"type\":\"string\",\"enum\":[\"ready\",\"starting\",\"read_only\",\"behind\""
    ",\"stopping\"]},\"started\":{\"type\":\"boolean\",\"description\":\"The log has been"
    " replayed.\"},\"writable\":{\"type\":\"boolean\",\"description\":\"The store takes c"
    "hanges.\"},\"seq\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Newest dura"
    "ble log entry that this node has.\"},\"role\":{\"type\":\"string\",\"enum\":[\"alone"
    "\",\"writer\",\"follower\"],\"description\":\"A follower answers reads, and passes c"
    "hanges on to the writer.\"},\"epoch\":{\"type\":\"integer\",\"minimum\":0,\"descript"
    "ion\":\"How often the writer has changed; 0 without other nodes.\"},\"behind_ms\":{\""
    "type\":\"integer\",\"minimum\":0,\"description\":\"With other nodes: since this one "
    "last had the whole log for certain, a follower by looking, the writer by a commit (a"
    "n idle one makes one five times a lease).\"}}},\"Version\":{\"type\":\"object\",\"re"
    "quired\":[\"name\",\"version\"],\"additionalProperties\":false,\"properties\":{\"nam"
    "e\":{\"type\":\"string\"},\"version\":{\"type\":\"string\"}}}}}}";
