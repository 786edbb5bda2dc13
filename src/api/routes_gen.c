/* Made by tools/gen_api.py from the fragments in api/; do not edit. */

#include "api/routes_gen.h"

static const struct route_param params_1[] = {
    { "principal", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "operation", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "kind", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"look\",\"change\"]}" },
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
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_3[] = {
    { "principal", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "operation", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "kind", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"look\",\"change\"]}" },
    { "subject", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":300}" },
    { "from", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "to", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"format\":\"date-time\"}" },
    { "text", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}" },
};

static const struct route_param params_4[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "reason", PARAM_QUERY, PARAM_STRING, false,
    "{\"$ref\":\"#/components/schemas/CollectReason\"}" },
};

static const struct route_param params_5[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_7[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_8[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
};

static const struct route_param params_9[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "If-None-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":100}" },
};

static const struct route_param params_10[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
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
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_13[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_14[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "version", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
};

static const struct route_param params_15[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_16[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_17[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_18[] = {
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

static const struct route_param params_19[] = {
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

static const struct route_param params_20[] = {
    { "seq", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":20}" },
};

static const struct route_param params_21[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_22[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_25[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_26[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_27[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_29[] = {
    { "token", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_30[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_31[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_32[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_33[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_34[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_35[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_39[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_41[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_44[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_48[] = {
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

static const struct route_param params_49[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_50[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_51[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_52[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_53[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_54[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_55[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_56[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_57[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_59[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_60[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_62[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_68[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_69[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_72[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_73[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_74[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_75[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_76[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_77[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_80[] = {
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_83[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_92[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_93[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_96[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_97[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
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
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_116[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_117[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_118[] = {
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_1, .n_params = 9,
    },
    { .method = "GET",
      .pattern = "/api/audit/check",
      .id = "checkAudit",
      .handle = api_checkAudit,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_2, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/audit/export",
      .id = "exportAudit",
      .handle = api_exportAudit,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_3, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/collect/errors",
      .id = "listCollectErrors",
      .handle = api_listCollectErrors,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_4, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/cuts/{id}/undo",
      .id = "undoCut",
      .handle = api_undoCut,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "cut",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_5, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/definitions",
      .id = "listKinds",
      .handle = api_listKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}",
      .id = "listDefinitions",
      .handle = api_listDefinitions,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_7, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "getDefinition",
      .handle = api_getDefinition,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_8, .n_params = 2,
    },
    { .method = "PUT",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "putDefinition",
      .handle = api_putDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* definitions:write */
      .body_max = 1114112,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionDraft\"}",
      .params = params_9, .n_params = 4,
    },
    { .method = "DELETE",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "discardDraft",
      .handle = api_discardDraft,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* definitions:write */
      .params = params_10, .n_params = 3,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/publish",
      .id = "publishDefinition",
      .handle = api_publishDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionPublish\"}",
      .params = params_11, .n_params = 4,
    },
    { .method = "POST",
      .pattern = "/api/definitions/{kind}/{key}/rollback",
      .id = "rollbackDefinition",
      .handle = api_rollbackDefinition,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "definition",
      .scopes = ROUTE_SCOPES(UINT64_C(0x10)), /* definitions:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/DefinitionRollback\"}",
      .params = params_12, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions",
      .id = "listVersions",
      .handle = api_listVersions,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_13, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions/{version}",
      .id = "getVersion",
      .handle = api_getVersion,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_14, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/erasures",
      .id = "listErasures",
      .handle = api_listErasures,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_15, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/erasures",
      .id = "eraseByIdentifiers",
      .handle = api_eraseByIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "erasure",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .body_max = 4194304,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ErasureRequest\"}",
      .params = params_16, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/erasures/{id}",
      .id = "getErasure",
      .handle = api_getErasure,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_17, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/events",
      .id = "listEvents",
      .handle = api_listEvents,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_18, .n_params = 10,
    },
    { .method = "GET",
      .pattern = "/api/events/live",
      .id = "watchEvents",
      .handle = api_watchEvents,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_19, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/events/{seq}",
      .id = "getEvent",
      .handle = api_getEvent,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "event",
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_20, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_21, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/identity/constant/{id}/release",
      .id = "releaseConstantIdentifier",
      .handle = api_releaseConstantIdentifier,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "constant",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .params = params_22, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/identity/kinds",
      .id = "listIdentifierKinds",
      .handle = api_listIdentifierKinds,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
    },
    { .method = "POST",
      .pattern = "/api/identity/try",
      .id = "tryIdentityRules",
      .handle = api_tryIdentityRules,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x2)), /* collect:import */
      .params = params_25, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/invitations",
      .id = "listInvitations",
      .handle = api_listInvitations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_26, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/invitations",
      .id = "invite",
      .handle = api_invite,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/InvitationNew\"}",
      .params = params_27, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/invitations/accept",
      .id = "acceptInvitation",
      .handle = api_acceptInvitation,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/InvitationUse\"}",
    },
    { .method = "GET",
      .pattern = "/api/invitations/by-token/{token}",
      .id = "getInvitation",
      .handle = api_getInvitation,
      .key = ROUTE_KEY_NONE,
      .params = params_29, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/invitations/{id}",
      .id = "withdrawInvitation",
      .handle = api_withdrawInvitation,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "invitation",
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .params = params_30, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:read */
      .params = params_31, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys",
      .id = "createKey",
      .handle = api_createKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyNew\"}",
      .params = params_32, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/revoke",
      .id = "revokeKey",
      .handle = api_revokeKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* keys:write */
      .params = params_33, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/keys/{id}/rotate",
      .id = "rotateKey",
      .handle = api_rotateKey,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "key",
      .scopes = ROUTE_SCOPES(UINT64_C(0x40)), /* keys:write */
      .body_max = 4096,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/KeyRotate\"}",
      .params = params_34, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/links/{id}/undo",
      .id = "undoLink",
      .handle = api_undoLink,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "link",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Undo\"}",
      .params = params_35, .n_params = 2,
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
      .audit = ROUTE_AUDIT_CHANGE,
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
      .audit = ROUTE_AUDIT_CHANGE,
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
      .audit = ROUTE_AUDIT_CHANGE,
      .params = params_39, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/me/second-factor",
      .id = "endSecondFactor",
      .handle = api_endSecondFactor,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
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
      .audit = ROUTE_AUDIT_CHANGE,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Code\"}",
      .params = params_41, .n_params = 1,
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
      .audit = ROUTE_AUDIT_CHANGE,
    },
    { .method = "DELETE",
      .pattern = "/api/me/sessions/{id}",
      .id = "endMySession",
      .handle = api_endMySession,
      .key = ROUTE_KEY_STAFF,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "session",
      .params = params_44, .n_params = 1,
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
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
    },
    { .method = "POST",
      .pattern = "/api/password-reset",
      .id = "resetPassword",
      .handle = api_resetPassword,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ResetUse\"}",
    },
    { .method = "GET",
      .pattern = "/api/people",
      .id = "listPeople",
      .handle = api_listPeople,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_48, .n_params = 5,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_49, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/people/merge",
      .id = "mergePeople",
      .handle = api_mergePeople,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Merge\"}",
      .params = params_50, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_51, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/people/{id}",
      .id = "erasePerson",
      .handle = api_erasePerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "erasure",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .params = params_52, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_53, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_54, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/people/{id}/split",
      .id = "splitPerson",
      .handle = api_splitPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .body_max = 1048576,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/Split\"}",
      .params = params_55, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_56, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_57, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/providers",
      .id = "listProviders",
      .handle = api_listProviders,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
    },
    { .method = "PUT",
      .pattern = "/api/providers/{provider}",
      .id = "putProvider",
      .handle = api_putProvider,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "provider",
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/ProviderPut\"}",
      .params = params_59, .n_params = 1,
    },
    { .method = "DELETE",
      .pattern = "/api/providers/{provider}",
      .id = "deleteProvider",
      .handle = api_deleteProvider,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "provider",
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .params = params_60, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/retention",
      .id = "getRetention",
      .handle = api_getRetention,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
    },
    { .method = "POST",
      .pattern = "/api/retention/run",
      .id = "runRetention",
      .handle = api_runRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .scopes = ROUTE_SCOPES(UINT64_C(0x100)), /* people:write */
      .params = params_62, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/retention/try",
      .id = "tryRetention",
      .handle = api_tryRetention,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .body_max = 262144,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/RetentionRules\"}",
    },
    { .method = "GET",
      .pattern = "/api/roles",
      .id = "listRoles",
      .handle = api_listRoles,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
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
      .audit = ROUTE_AUDIT_CHANGE,
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
      .audit = ROUTE_AUDIT_CHANGE,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}",
      .id = "startOidc",
      .handle = api_startOidc,
      .key = ROUTE_KEY_NONE,
      .params = params_68, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}/callback",
      .id = "finishOidc",
      .handle = api_finishOidc,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .params = params_69, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/session/second-factor",
      .id = "secondFactor",
      .handle = api_secondFactor,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
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
      .audit = ROUTE_AUDIT_CHANGE,
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SetUp\"}",
    },
    { .method = "GET",
      .pattern = "/api/sources",
      .id = "listSources",
      .handle = api_listSources,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_72, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/sources",
      .id = "createSource",
      .handle = api_createSource,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "source",
      .scopes = ROUTE_SCOPES(UINT64_C(0x50)), /* definitions:write, keys:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/SourceNew\"}",
      .params = params_73, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/staff",
      .id = "listStaff",
      .handle = api_listStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_74, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/staff/{id}",
      .id = "getStaff",
      .handle = api_getStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_75, .n_params = 1,
    },
    { .method = "PATCH",
      .pattern = "/api/staff/{id}",
      .id = "changeStaff",
      .handle = api_changeStaff,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "staff",
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .body_max = 16384,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/StaffChange\"}",
      .params = params_76, .n_params = 1,
    },
    { .method = "POST",
      .pattern = "/api/staff/{id}/reset",
      .id = "makeReset",
      .handle = api_makeReset,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .subject = "staff",
      .scopes = ROUTE_SCOPES(UINT64_C(0x400)), /* staff:write */
      .params = params_77, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/system",
      .id = "getSystem",
      .handle = api_getSystem,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1000)), /* system:read */
    },
    { .method = "POST",
      .pattern = "/api/system/backup",
      .id = "downloadBackup",
      .handle = api_downloadBackup,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .scopes = ROUTE_SCOPES(UINT64_C(0x800)), /* system:admin */
    },
    { .method = "GET",
      .pattern = "/api/tracking/violations",
      .id = "listViolations",
      .handle = api_listViolations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_80, .n_params = 3,
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
      .params = params_83, .n_params = 1,
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
      .params = params_92, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_93, .n_params = 2,
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
      .params = params_96, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_97, .n_params = 1,
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
      .params = params_112, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_113, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_114, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_115, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_116, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_117, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_118, .n_params = 1,
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
const uint32_t api_n_routes = 123;

const char *const api_scope_names[] = {
    "audit:read",
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
const uint32_t api_n_scopes = 13;

const struct guard_role api_roles[] = {
    { "owner", "Owner", UINT64_C(0x1fff), false },
    { "administrator", "Administrator", UINT64_C(0x1fff), false },
    { "marketer", "Marketer", UINT64_C(0x9c), false },
    { "analyst", "Analyst", UINT64_C(0x8c), true },
    { "agent", "Agent", UINT64_C(0x88), false },
    { "adviser", "Adviser", UINT64_C(0x88), false },
    { "developer", "Developer", UINT64_C(0x7e), false },
    { "auditor", "Auditor", UINT64_C(0x12ad), true },
};
const uint32_t api_n_roles = 8;
const uint64_t api_personal_scopes = UINT64_C(0x1987);

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
    "}},\"AuditCheck\":{\"title\":\"Whether the audit log's chain holds\",\"type\":\"obje"
    "ct\",\"additionalProperties\":false,\"required\":[\"state\",\"rows\",\"checked\",\"c"
    "leared\",\"head\",\"fault\",\"next_cursor\"],\"properties\":{\"state\":{\"type\":\"s"
    "tring\",\"enum\":[\"intact\",\"broken\",\"unfinished\"]},\"rows\":{\"description\":\""
    "That there are.\",\"type\":\"integer\",\"minimum\":0},\"checked\":{\"description\":\""
    "The last row that was looked at.\",\"type\":\"integer\",\"minimum\":0},\"cleared\":{"
    "\"description\":\"Rows among them whose details are gone.\",\"type\":\"integer\",\"m"
    "inimum\":0},\"head\":{\"description\":\"The chain as computed up to there, hexadecim"
    "al.\",\"type\":\"string\"},\"fault\":{\"description\":\"null: none.\",\"type\":[\"ob"
    "ject\",\"null\"],\"additionalProperties\":false,\"required\":[\"row\",\"what\"],\"pr"
    "operties\":{\"row\":{\"type\":\"integer\"},\"what\":{\"type\":\"string\"}}},\"next_c"
    "ursor\":{\"type\":[\"string\",\"null\"]}}},\"CollectSuccess\":{\"type\":\"object\",\""
    "required\":[\"success\"],\"properties\":{\"success\":{\"const\":true}},\"additionalP"
    "roperties\":false,\"example\":{\"success\":true}},\"CollectProblem\":{\"type\":\"obj"
    "ect\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\"],\"properties\""
    ":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\""
    ":\"integer\"},\"detail\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"wher"
    "e\":{\"type\":\"string\"},\"hint\":{\"type\":\"string\"},\"request_id\":{\"type\":\""
    "string\"},\"success\":{\"const\":false},\"message\":{\"type\":\"string\"}},\"example"
    "\":{\"type\":\"/docs#errors-invalid\",\"title\":\"Bad Request\",\"status\":400,\"det"
    "ail\":\"not JSON\",\"code\":\"invalid\",\"request_id\":\"2f6c1b\",\"success\":false,"
    "\"message\":\"not JSON\"}},\"CollectMessage\":{\"type\":\"object\",\"description\":\""
    "userId or anonymousId is needed; event on track, groupId on group, previousId on ali"
    "as.\",\"properties\":{\"messageId\":{\"type\":\"string\",\"maxLength\":100},\"userId"
    "\":{\"type\":[\"string\",\"number\",\"null\"]},\"anonymousId\":{\"type\":[\"string\""
    ",\"number\",\"null\"]},\"event\":{\"type\":\"string\"},\"name\":{\"type\":[\"string\""
    ",\"null\"]},\"groupId\":{\"type\":[\"string\",\"number\"]},\"previousId\":{\"type\":"
    "[\"string\",\"number\"]},\"traits\":{\"type\":\"object\"},\"properties\":{\"type\":\""
    "object\"},\"context\":{\"type\":\"object\"},\"integrations\":{\"type\":\"object\"},\""
    "timestamp\":{\"type\":[\"string\",\"number\"],\"description\":\"RFC 3339, or seconds"
    " or milliseconds since 1970.\"},\"originalTimestamp\":{\"type\":[\"string\",\"number"
    "\"]},\"sentAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\":{\"type\":\"string\""
    "}},\"example\":{\"userId\":\"u-1042\",\"event\":\"Rate Viewed\",\"properties\":{\"pr"
    "oduct\":\"current account\"},\"timestamp\":\"2026-11-23T14:32:56.123Z\"}},\"CollectI"
    "tem\":{\"type\":\"object\",\"description\":\"userId or anonymousId is needed; event "
    "on track, groupId on group, previousId on alias.\",\"properties\":{\"messageId\":{\""
    "type\":\"string\",\"maxLength\":100},\"userId\":{\"type\":[\"string\",\"number\",\"n"
    "ull\"]},\"anonymousId\":{\"type\":[\"string\",\"number\",\"null\"]},\"event\":{\"typ"
    "e\":\"string\"},\"name\":{\"type\":[\"string\",\"null\"]},\"groupId\":{\"type\":[\"s"
    "tring\",\"number\"]},\"previousId\":{\"type\":[\"string\",\"number\"]},\"traits\":{\""
    "type\":\"object\"},\"properties\":{\"type\":\"object\"},\"context\":{\"type\":\"obje"
    "ct\"},\"integrations\":{\"type\":\"object\"},\"timestamp\":{\"type\":[\"string\",\"n"
    "umber\"],\"description\":\"RFC 3339, or seconds or milliseconds since 1970.\"},\"ori"
    "ginalTimestamp\":{\"type\":[\"string\",\"number\"]},\"sentAt\":{\"type\":[\"string\""
    ",\"number\"]},\"writeKey\":{\"type\":\"string\"},\"type\":{\"enum\":[\"track\",\"ide"
    "ntify\",\"page\",\"screen\",\"group\",\"alias\",\"merge\"]}},\"example\":{\"type\":\""
    "identify\",\"userId\":\"u-1042\",\"traits\":{\"email\":\"mai@example.com\"}},\"requi"
    "red\":[\"type\"]},\"CollectMerge\":{\"type\":\"object\",\"required\":[\"mergePropert"
    "ies\"],\"properties\":{\"mergeProperties\":{\"type\":\"array\",\"minItems\":2,\"maxI"
    "tems\":2,\"items\":{\"type\":\"object\",\"required\":[\"type\",\"value\"],\"properti"
    "es\":{\"type\":{\"type\":\"string\"},\"value\":{\"type\":\"string\"}}}}},\"example\""
    ":{\"type\":\"merge\",\"mergeProperties\":[{\"type\":\"email\",\"value\":\"mai@exampl"
    "e.com\"},{\"type\":\"phone\",\"value\":\"+81312345678\"}]}},\"CollectBatch\":{\"type"
    "\":\"object\",\"required\":[\"batch\"],\"properties\":{\"batch\":{\"type\":\"array\""
    ",\"maxItems\":2500,\"items\":{\"$ref\":\"#/components/schemas/CollectItem\"}},\"cont"
    "ext\":{\"type\":\"object\"},\"integrations\":{\"type\":\"object\"},\"sentAt\":{\"typ"
    "e\":[\"string\",\"number\"]},\"writeKey\":{\"type\":\"string\"}},\"example\":{\"batc"
    "h\":[{\"type\":\"track\",\"userId\":\"u-1042\",\"event\":\"Rate Viewed\"}],\"sentAt\""
    ":\"2026-11-23T14:32:56.123Z\"}},\"CollectAny\":{\"type\":\"object\"},\"CollectReason"
    "\":{\"type\":\"string\",\"enum\":[\"not_an_object\",\"invalid_json\",\"no_type\",\"u"
    "nknown_type\",\"no_user_anon_id\",\"no_usable_id\",\"no_event\",\"no_group_id\",\"no"
    "_previous_id\",\"no_merge_properties\",\"wrong_type\",\"id_too_long\",\"event_too_la"
    "rge\",\"too_many_traits\",\"too_many_events\",\"no_batch\",\"batch_expands\",\"erase"
    "d\",\"unplanned_event\",\"plan_violation\"]},\"CollectError\":{\"type\":\"object\",\""
    "required\":[\"id\",\"received\",\"source\",\"reason\",\"detail\",\"position\",\"raw\""
    "],\"additionalProperties\":false,\"properties\":{\"id\":{\"type\":\"string\"},\"rece"
    "ived\":{\"type\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":[\"string"
    "\",\"null\"]},\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"detail\""
    ":{\"type\":\"string\"},\"position\":{\"type\":[\"integer\",\"null\"],\"description\""
    ":\"Which item of its batch, or line of its import, from 1; null for a message by its"
    "elf.\"},\"raw\":{\"type\":\"string\",\"description\":\"What was sent, at most 32 KB "
    "of it.\"}}},\"CollectErrorList\":{\"type\":\"object\",\"required\":[\"items\",\"next"
    "_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"arra"
    "y\",\"items\":{\"$ref\":\"#/components/schemas/CollectError\"}},\"next_cursor\":{\"t"
    "ype\":[\"string\",\"null\"]}},\"example\":{\"items\":[{\"id\":\"5121\",\"received\":"
    "\"2026-11-23T14:32:56.123Z\",\"source\":\"web\",\"reason\":\"no_event\",\"detail\":\""
    "a track call needs event\",\"position\":3,\"raw\":\"{\\\"type\\\":\\\"track\\\",\\\""
    "userId\\\":\\\"u-1042\\\"}\"}],\"next_cursor\":null}},\"ImportResult\":{\"type\":\"o"
    "bject\",\"required\":[\"received\",\"accepted\",\"duplicates\",\"rejected\",\"errors"
    "\"],\"additionalProperties\":false,\"properties\":{\"received\":{\"type\":\"integer\""
    "},\"accepted\":{\"type\":\"integer\"},\"duplicates\":{\"type\":\"integer\"},\"reject"
    "ed\":{\"type\":\"integer\"},\"errors\":{\"type\":\"array\",\"maxItems\":20,\"descrip"
    "tion\":\"The first ones.\",\"items\":{\"type\":\"object\",\"required\":[\"line\",\"r"
    "eason\",\"detail\"],\"additionalProperties\":false,\"properties\":{\"line\":{\"type\""
    ":\"integer\"},\"reason\":{\"$ref\":\"#/components/schemas/CollectReason\"},\"detail\""
    ":{\"type\":\"string\"}}}}},\"example\":{\"received\":3,\"accepted\":2,\"duplicates\""
    ":0,\"rejected\":1,\"errors\":[{\"line\":2,\"reason\":\"no_event\",\"detail\":\"a tra"
    "ck call needs event\"}]}},\"SegmentSettings\":{\"type\":\"object\",\"required\":[\"i"
    "ntegrations\",\"plan\",\"metrics\"],\"properties\":{\"integrations\":{\"type\":\"obj"
    "ect\"},\"plan\":{\"type\":\"object\"},\"metrics\":{\"type\":\"object\"}}},\"RudderSo"
    "urceConfig\":{\"type\":\"object\",\"required\":[\"source\"],\"properties\":{\"source"
    "\":{\"type\":\"object\",\"required\":[\"id\",\"name\",\"writeKey\",\"enabled\",\"wor"
    "kspaceId\",\"config\",\"destinations\"],\"properties\":{\"id\":{\"type\":\"string\"}"
    ",\"name\":{\"type\":\"string\"},\"writeKey\":{\"type\":\"string\"},\"enabled\":{\"ty"
    "pe\":\"boolean\"},\"workspaceId\":{\"type\":\"string\"},\"config\":{\"type\":\"objec"
    "t\"},\"destinations\":{\"type\":\"array\"},\"connections\":{\"type\":\"array\"},\"da"
    "taplanes\":{\"type\":\"object\"}}}}},\"KeyInfo\":{\"title\":\"Key\",\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"required\":[\"id\",\"kind\",\"name\",\"prefix\""
    ",\"key\",\"scopes\",\"source\",\"created\",\"last_used\",\"revoked\"],\"properties\""
    ":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{\"enum\":[\"write\",\"secret"
    "\"]},\"name\":{\"type\":\"string\"},\"prefix\":{\"description\":\"How the key begins"
    ".\",\"type\":\"string\"},\"key\":{\"description\":\"The key itself. A write key is p"
    "ublic and always shown; a secret key is shown once, in the answer that made it.\",\""
    "type\":[\"string\",\"null\"]},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"s"
    "tring\"}},\"source\":{\"description\":\"Write key: key of its source.\",\"type\":[\""
    "string\",\"null\"]},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"las"
    "t_used\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\""
    "Up to a minute behind.\"},\"revoked\":{\"type\":[\"string\",\"null\"],\"format\":\"d"
    "ate-time\",\"description\":\"In force no more from then on; lies ahead while a repla"
    "ced key is in its grace.\"}}},\"KeyList\":{\"title\":\"Keys\",\"type\":\"object\",\""
    "required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\""
    ":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/KeyInfo\""
    "}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"KeyNew\":{\"title\":\"New ke"
    "y\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"name"
    "\"],\"properties\":{\"kind\":{\"enum\":[\"write\",\"secret\"]},\"name\":{\"type\":\""
    "string\",\"minLength\":1,\"maxLength\":50},\"source\":{\"description\":\"Write key: "
    "key of a published source.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":100},"
    "\"scopes\":{\"description\":\"Secret key: what it may do; no more than the key that "
    "makes it.\",\"type\":\"array\",\"minItems\":1,\"maxItems\":64,\"uniqueItems\":true,\""
    "items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":60}}}},\"KeyRotate\":{\"t"
    "itle\":\"Replacing a key\",\"type\":\"object\",\"additionalProperties\":false,\"prop"
    "erties\":{\"grace_seconds\":{\"description\":\"How long the old key stays in force.\""
    ",\"type\":\"integer\",\"minimum\":0,\"maximum\":2592000,\"default\":86400}}},\"Defin"
    "itionKind\":{\"title\":\"Kind of definition\",\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"kind\",\"title\",\"schema\"],\"properties\":{\"kind\":{"
    "\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"schema\":{\"description\":\"J"
    "SON Schema of its bodies.\",\"type\":\"object\"}}},\"DefinitionKindList\":{\"title\""
    ":\"Kinds of definitions\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\""
    "],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"ite"
    "ms\":{\"$ref\":\"#/components/schemas/DefinitionKind\"}},\"next_cursor\":{\"type\":["
    "\"string\",\"null\"]}}},\"Definition\":{\"title\":\"Definition\",\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"id\",\"kind\",\"key\",\"draft\",\"pu"
    "blished\",\"version\",\"created\",\"updated\",\"etag\",\"problem\"],\"properties\":{"
    "\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\":{\"type\":\"string\"},\"key\":{"
    "\"type\":\"string\"},\"draft\":{\"description\":\"What is being worked on.\",\"type\""
    ":[\"object\",\"null\"]},\"published\":{\"description\":\"What is in force.\",\"type\""
    ":[\"object\",\"null\"]},\"version\":{\"description\":\"Number of what is in force.\""
    ",\"type\":[\"integer\",\"null\"]},\"created\":{\"type\":\"string\",\"format\":\"date"
    "-time\"},\"updated\":{\"type\":\"string\",\"format\":\"date-time\"},\"etag\":{\"type"
    "\":\"string\"},\"problem\":{\"description\":\"Why the published version is not in fo"
    "rce although it should be: another version of the program wrote it.\",\"type\":[\"st"
    "ring\",\"null\"]}}},\"DefinitionList\":{\"title\":\"Definitions\",\"type\":\"object\""
    ",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"propertie"
    "s\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Defini"
    "tion\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"DefinitionDraft\":{\"t"
    "itle\":\"Draft\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "draft\"],\"properties\":{\"draft\":{\"description\":\"Any object; it is checked agai"
    "nst the kind's schema when it is published.\",\"type\":\"object\"}}},\"DefinitionPub"
    "lish\":{\"title\":\"Publishing\",\"type\":\"object\",\"additionalProperties\":false,"
    "\"properties\":{\"note\":{\"type\":\"string\",\"maxLength\":250}}},\"DefinitionRollb"
    "ack\":{\"title\":\"Rolling back\",\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"version\"],\"properties\":{\"version\":{\"type\":\"integer\",\"mini"
    "mum\":1,\"maximum\":4294967295},\"note\":{\"type\":\"string\",\"maxLength\":250}}},\""
    "DefinitionVersion\":{\"title\":\"Version of a definition\",\"type\":\"object\",\"add"
    "itionalProperties\":false,\"required\":[\"version\",\"body\",\"author\",\"note\",\"a"
    "t\"],\"properties\":{\"version\":{\"type\":\"integer\",\"minimum\":1},\"body\":{\"ty"
    "pe\":\"object\"},\"author\":{\"type\":\"string\"},\"note\":{\"type\":\"string\"},\"a"
    "t\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"DefinitionVersionList\":{\"ti"
    "tle\":\"Versions of a definition\",\"type\":\"object\",\"required\":[\"items\",\"nex"
    "t_cursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"arr"
    "ay\",\"items\":{\"$ref\":\"#/components/schemas/DefinitionVersion\"}},\"next_cursor\""
    ":{\"type\":[\"string\",\"null\"]}}},\"Source\":{\"title\":\"Source\",\"type\":\"obje"
    "ct\",\"additionalProperties\":false,\"required\":[\"id\",\"key\",\"name\",\"type\",\""
    "enabled\",\"settings\",\"version\",\"created\",\"write_keys\"],\"properties\":{\"id\""
    ":{\"description\":\"The number that its events carry.\",\"type\":\"integer\",\"minim"
    "um\":1},\"key\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"type\":{\"enu"
    "m\":[\"browser\",\"server\",\"mobile\",\"import\",\"other\"]},\"enabled\":{\"type\":"
    "\"boolean\"},\"settings\":{\"type\":\"object\",\"additionalProperties\":false,\"requ"
    "ired\":[\"delivery\"],\"properties\":{\"delivery\":{\"enum\":[\"standard\",\"batchin"
    "g\"]}}},\"version\":{\"type\":\"integer\",\"minimum\":1},\"created\":{\"type\":\"str"
    "ing\",\"format\":\"date-time\"},\"write_keys\":{\"description\":\"Those in force.\","
    "\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"r"
    "equired\":[\"id\",\"name\",\"key\"],\"properties\":{\"id\":{\"type\":\"integer\",\"m"
    "inimum\":1},\"name\":{\"type\":\"string\"},\"key\":{\"type\":\"string\"}}}}}},\"Sour"
    "ceList\":{\"title\":\"Sources\",\"type\":\"object\",\"required\":[\"items\",\"next_c"
    "ursor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\""
    ",\"items\":{\"$ref\":\"#/components/schemas/Source\"}},\"next_cursor\":{\"type\":[\""
    "string\",\"null\"]}}},\"SourceNew\":{\"title\":\"New source\",\"type\":\"object\",\""
    "additionalProperties\":false,\"required\":[\"name\"],\"properties\":{\"key\":{\"desc"
    "ription\":\"Made of the name when left out.\",\"type\":\"string\",\"minLength\":1,\""
    "maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"},\"name\":{\"type\":\"string\""
    ",\"minLength\":1,\"maxLength\":50},\"type\":{\"enum\":[\"browser\",\"server\",\"mobi"
    "le\",\"import\",\"other\"],\"default\":\"other\"},\"enabled\":{\"type\":\"boolean\","
    "\"default\":true},\"settings\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "properties\":{\"delivery\":{\"enum\":[\"standard\",\"batching\"],\"default\":\"stand"
    "ard\"}}}}},\"EventItem\":{\"type\":\"object\",\"required\":[\"seq\",\"message_id\",\""
    "type\",\"name\",\"source\",\"person\",\"time\",\"received\"],\"properties\":{\"seq\""
    ":{\"type\":\"integer\",\"description\":\"Of its log entry; what Last-Event-ID and /a"
    "pi/events/{seq} take.\"},\"message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"s"
    "tring\"},\"name\":{\"type\":\"string\",\"description\":\"The type's where the event "
    "has none. Cut at 256 bytes.\"},\"source\":{\"type\":[\"string\",\"null\"],\"descript"
    "ion\":\"Key of the source.\"},\"person\":{\"type\":\"string\",\"format\":\"uuid\"},\""
    "time\":{\"type\":\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\"strin"
    "g\",\"format\":\"date-time\"},\"late\":{\"const\":true,\"description\":\"It happened"
    " more than a day before it arrived.\"},\"future\":{\"const\":true,\"description\":\""
    "It claimed a time after its arrival.\"},\"imported\":{\"const\":true}},\"description"
    "\":\"An event as lists and live views show it.\",\"additionalProperties\":false},\"E"
    "ventError\":{\"type\":\"object\",\"required\":[\"seq\",\"reason\",\"detail\",\"sourc"
    "e\",\"received\",\"position\"],\"properties\":{\"seq\":{\"type\":\"integer\"},\"reas"
    "on\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\",\"description\":\"Cut at "
    "256 bytes in a live view.\"},\"source\":{\"type\":[\"string\",\"null\"]},\"received\""
    ":{\"type\":\"string\",\"format\":\"date-time\"},\"position\":{\"type\":[\"integer\","
    "\"null\"],\"description\":\"Item of a batch or line of an import, from 1.\"}},\"desc"
    "ription\":\"A message that could not be taken.\",\"additionalProperties\":false},\"E"
    "ventList\":{\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"propertie"
    "s\":{\"items\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"$ref\":\"#/components/sc"
    "hemas/EventItem\"},{\"$ref\":\"#/components/schemas/EventError\"}]}},\"next_cursor\""
    ":{\"type\":[\"string\",\"null\"]}},\"additionalProperties\":false},\"EventIdentifier"
    "\":{\"type\":\"object\",\"required\":[\"kind\",\"value\"],\"properties\":{\"kind\":{"
    "\"type\":\"string\"},\"value\":{\"type\":\"string\"}},\"additionalProperties\":false"
    "},\"EventMade\":{\"type\":\"object\",\"required\":[\"what\"],\"description\":\"`name"
    "`: a name got its number; `identifier`: seen for the first time; `atom`: a new pair "
    "of device and account; `carry`: an atom carries a further identifier; `link`: two at"
    "oms are one person, or would be.\",\"properties\":{\"what\":{\"enum\":[\"name\",\"id"
    "entifier\",\"atom\",\"carry\",\"link\"]}}},\"EventDetail\":{\"type\":\"object\",\"re"
    "quired\":[\"seq\",\"kind\",\"source\",\"received\",\"stored\",\"raw\"],\"description"
    "\":\"Of an event: everything. Of an error: reason, detail, position and what was sen"
    "t.\",\"properties\":{\"seq\":{\"type\":\"integer\"},\"kind\":{\"enum\":[\"event\",\""
    "error\"]},\"message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"name"
    "\":{\"type\":\"string\"},\"source\":{\"type\":[\"string\",\"null\"]},\"person\":{\"t"
    "ype\":\"string\"},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"received"
    "\":{\"type\":\"string\",\"format\":\"date-time\"},\"stored\":{\"type\":\"string\",\""
    "format\":\"date-time\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\""
    "}},\"atom\":{\"type\":\"object\",\"required\":[\"id\",\"device\",\"account\"],\"prop"
    "erties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"device\":{\"anyOf\":[{\""
    "$ref\":\"#/components/schemas/EventIdentifier\"},{\"type\":\"null\"}]},\"account\":{"
    "\"anyOf\":[{\"$ref\":\"#/components/schemas/EventIdentifier\"},{\"type\":\"null\"}]}"
    "}},\"identity\":{\"type\":\"array\",\"description\":\"What this event newly brought,"
    " as it is called now.\",\"items\":{\"$ref\":\"#/components/schemas/EventMade\"}},\"r"
    "aw\":{\"type\":\"string\",\"description\":\"As it is kept: the message, minified; of"
    " an error, what was sent, cut at 32 KB.\"},\"message\":{\"type\":\"object\"},\"reaso"
    "n\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"position\":{\"type\":[\""
    "integer\",\"null\"]}}},\"FigureSlot\":{\"type\":\"object\",\"required\":[\"time\",\""
    "events\",\"errors\"],\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"date"
    "-time\",\"description\":\"Its beginning.\"},\"events\":{\"type\":\"integer\"},\"erro"
    "rs\":{\"type\":\"integer\"}},\"additionalProperties\":false},\"SourceFigures\":{\"ty"
    "pe\":\"object\",\"required\":[\"id\",\"key\",\"name\",\"type\",\"enabled\",\"state\""
    ",\"events\",\"errors\",\"events_last_hour\",\"errors_last_hour\",\"per_minute\",\"la"
    "st_event\",\"last_error\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"key\":{\""
    "type\":\"string\"},\"name\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"e"
    "nabled\":{\"type\":\"boolean\"},\"state\":{\"enum\":[\"ok\",\"silent\",\"failing\",\""
    "never\"],\"description\":\"`failing`: in the last hour at least a tenth could not be"
    " taken; `silent`: nothing for an hour, though there was before; `never`: nothing yet"
    ".\"},\"events\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"errors\":{\"type\""
    ":\"integer\",\"description\":\"Ever.\"},\"events_last_hour\":{\"type\":\"integer\"},"
    "\"errors_last_hour\":{\"type\":\"integer\"},\"per_minute\":{\"type\":\"number\",\"de"
    "scription\":\"Mean of the last five minutes.\"},\"last_event\":{\"type\":[\"string\""
    ",\"null\"],\"format\":\"date-time\"},\"last_error\":{\"type\":[\"string\",\"null\"],"
    "\"format\":\"date-time\"}},\"additionalProperties\":false},\"Overview\":{\"type\":\""
    "object\",\"required\":[\"time\",\"people\",\"events\",\"errors\",\"ready\",\"minutes"
    "\",\"hours\",\"errors_last_hour\",\"sources\"],\"properties\":{\"time\":{\"type\":\""
    "string\",\"format\":\"date-time\"},\"people\":{\"type\":\"integer\"},\"events\":{\"t"
    "ype\":\"integer\",\"description\":\"Ever.\"},\"errors\":{\"type\":\"integer\",\"desc"
    "ription\":\"Ever.\"},\"ready\":{\"type\":\"object\",\"required\":[\"status\",\"writa"
    "ble\",\"role\",\"seq\"],\"properties\":{\"status\":{\"enum\":[\"ready\",\"starting\""
    ",\"stopping\",\"read_only\",\"behind\"]},\"writable\":{\"type\":\"boolean\"},\"role\""
    ":{\"type\":\"string\"},\"seq\":{\"type\":\"integer\"}},\"additionalProperties\":fals"
    "e},\"minutes\":{\"type\":\"array\",\"description\":\"The last 60, oldest first; the "
    "last one is not over yet.\",\"minItems\":60,\"maxItems\":60,\"items\":{\"$ref\":\"#/"
    "components/schemas/FigureSlot\"}},\"hours\":{\"type\":\"array\",\"description\":\"Th"
    "e last 48, oldest first.\",\"minItems\":48,\"maxItems\":48,\"items\":{\"$ref\":\"#/c"
    "omponents/schemas/FigureSlot\"}},\"errors_last_hour\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"object\",\"required\":[\"reason\",\"count\"],\"properties\":{\"reason\":"
    "{\"type\":\"string\"},\"count\":{\"type\":\"integer\"}},\"additionalProperties\":fal"
    "se}},\"sources\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Sour"
    "ceFigures\"}}},\"additionalProperties\":false},\"System\":{\"type\":\"object\",\"req"
    "uired\":[\"version\",\"uptime_s\",\"status\",\"role\",\"epoch\",\"behind_ms\",\"writ"
    "er_url\",\"store\",\"log\",\"snapshot\",\"nodes\",\"disk\",\"memory\",\"threads\",\""
    "search\"],\"properties\":{\"version\":{\"type\":\"string\"},\"uptime_s\":{\"type\":\""
    "integer\"},\"status\":{\"enum\":[\"ready\",\"starting\",\"stopping\",\"read_only\",\""
    "behind\"]},\"role\":{\"enum\":[\"alone\",\"writer\",\"follower\"]},\"epoch\":{\"type"
    "\":\"integer\",\"description\":\"Of the lease: how often the writer has changed.\"},"
    "\"behind_ms\":{\"type\":[\"integer\",\"null\"],\"description\":\"Since this node las"
    "t had the whole log for certain; null where it is alone.\"},\"writer_url\":{\"type\""
    ":\"string\",\"description\":\"Of another node that writes; empty when it is this one"
    ".\"},\"store\":{\"type\":\"object\",\"required\":[\"kind\",\"bytes\",\"writable\",\""
    "commit_failures\"],\"properties\":{\"kind\":{\"enum\":[\"sqlite\",\"postgresql\"]},\""
    "bytes\":{\"type\":\"integer\"},\"writable\":{\"type\":\"boolean\"},\"commit_failures"
    "\":{\"type\":\"integer\",\"description\":\"Since the start.\"}},\"additionalProperti"
    "es\":false},\"log\":{\"type\":\"object\",\"required\":[\"seq\",\"frames\",\"bytes\"]"
    ",\"properties\":{\"seq\":{\"type\":\"integer\",\"description\":\"The newest entry.\""
    "},\"frames\":{\"type\":\"integer\"},\"bytes\":{\"type\":\"integer\",\"description\":"
    "\"Compressed.\"}},\"additionalProperties\":false},\"snapshot\":{\"type\":\"object\","
    "\"required\":[\"seq\",\"time\",\"bytes\",\"entries_behind\"],\"properties\":{\"seq\""
    ":{\"type\":\"integer\",\"description\":\"0: none yet.\"},\"time\":{\"type\":[\"strin"
    "g\",\"null\"],\"format\":\"date-time\"},\"bytes\":{\"type\":\"integer\"},\"entries_b"
    "ehind\":{\"type\":\"integer\",\"description\":\"Read anew at a start.\"}},\"addition"
    "alProperties\":false},\"nodes\":{\"type\":\"array\",\"description\":\"That share the"
    " store; empty on SQLite.\",\"items\":{\"type\":\"object\",\"required\":[\"id\",\"url"
    "\",\"version\"],\"properties\":{\"id\":{\"type\":\"string\"},\"url\":{\"type\":\"str"
    "ing\"},\"version\":{\"type\":\"string\"}},\"additionalProperties\":false}},\"disk\":"
    "{\"type\":\"object\",\"required\":[\"free_bytes\",\"total_bytes\"],\"properties\":{\""
    "free_bytes\":{\"type\":\"integer\"},\"total_bytes\":{\"type\":\"integer\"}},\"descri"
    "ption\":\"Where the folder of data lies.\",\"additionalProperties\":false},\"memory\""
    ":{\"type\":\"object\",\"required\":[\"resident_bytes\",\"state_bytes\"],\"properties"
    "\":{\"resident_bytes\":{\"type\":\"integer\"},\"state_bytes\":{\"type\":\"integer\"}"
    "},\"additionalProperties\":false},\"threads\":{\"type\":\"integer\"},\"search\":{\"t"
    "ype\":\"object\",\"required\":[\"ready\",\"waiting\"],\"properties\":{\"ready\":{\"t"
    "ype\":\"boolean\"},\"waiting\":{\"type\":\"integer\",\"description\":\"Pairs of devi"
    "ce and account that are not in the search index yet.\"}},\"additionalProperties\":fa"
    "lse}},\"additionalProperties\":false},\"Violation\":{\"type\":\"object\",\"required\""
    ":[\"source\",\"type\",\"event\",\"property\",\"reason\",\"count\",\"blocked\",\"firs"
    "t_seen\",\"last_seen\",\"example_seq\"],\"properties\":{\"source\":{\"type\":[\"stri"
    "ng\",\"null\"]},\"type\":{\"type\":\"string\"},\"event\":{\"type\":\"string\",\"desc"
    "ription\":\"Cut at 200 bytes.\"},\"property\":{\"type\":[\"string\",\"null\"],\"desc"
    "ription\":\"Null: the whole event. Cut at 100 bytes.\"},\"reason\":{\"enum\":[\"unpl"
    "anned_event\",\"missing_property\",\"invalid_property\",\"unexpected_property\"]},\""
    "count\":{\"type\":\"integer\"},\"blocked\":{\"type\":\"integer\",\"description\":\"O"
    "f these, refused.\"},\"first_seen\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "last_seen\":{\"type\":\"string\",\"format\":\"date-time\"},\"example_seq\":{\"type\""
    ":\"integer\",\"description\":\"Of the newest: GET /api/events/{seq}.\"}},\"additiona"
    "lProperties\":false},\"ViolationList\":{\"type\":\"object\",\"required\":[\"items\","
    "\"next_cursor\",\"not_listed\"],\"properties\":{\"items\":{\"type\":\"array\",\"item"
    "s\":{\"$ref\":\"#/components/schemas/Violation\"}},\"next_cursor\":{\"type\":[\"stri"
    "ng\",\"null\"]},\"not_listed\":{\"type\":\"integer\",\"description\":\"Violations pa"
    "st the 10,000 kinds that are kept apart.\"}},\"additionalProperties\":false},\"Ident"
    "ifier\":{\"type\":\"object\",\"properties\":{\"kind\":{\"type\":\"string\",\"pattern"
    "\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"},\"since_seq\":{\"type"
    "\":\"integer\",\"minimum\":1,\"description\":\"Log entry that first tied it to this "
    "person.\"}},\"required\":[\"kind\",\"value\",\"since_seq\"],\"additionalProperties\""
    ":false},\"Person\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\","
    "\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"dat"
    "e-time\"},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\""
    "events\":{\"type\":\"integer\",\"minimum\":0},\"traits\":{\"type\":\"object\",\"addi"
    "tionalProperties\":true},\"provenance\":{\"type\":\"object\",\"additionalProperties\""
    ":{\"type\":\"object\",\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"seq\":{\"type\":\"integer\"},\"source\":{\"type\":\"integer\",\"descript"
    "ion\":\"Number of the source; 0 when not known.\"}},\"required\":[\"time\",\"seq\",\""
    "source\"],\"additionalProperties\":false}},\"identifiers\":{\"type\":\"array\",\"ite"
    "ms\":{\"$ref\":\"#/components/schemas/Identifier\"}},\"groups\":{\"type\":\"array\","
    "\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"traits"
    "\":{\"type\":\"object\",\"additionalProperties\":true}},\"required\":[\"id\",\"trait"
    "s\"],\"additionalProperties\":false}},\"aliases\":{\"type\":\"array\",\"description\""
    ":\"Ids that were merged into this person and keep answering.\",\"items\":{\"type\":\""
    "string\",\"format\":\"uuid\"}}},\"required\":[\"id\",\"first_seen\",\"last_seen\",\""
    "events\",\"traits\",\"provenance\",\"identifiers\",\"groups\",\"aliases\"],\"additio"
    "nalProperties\":false},\"PersonList\":{\"type\":\"object\",\"properties\":{\"items\""
    ":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Person\"}},\"next_cu"
    "rsor\":{\"type\":[\"string\",\"null\"]},\"found\":{\"type\":\"integer\",\"descriptio"
    "n\":\"With `q`: how many were found, of at most 1,000.\"},\"found_more\":{\"type\":\""
    "boolean\",\"description\":\"There may be more than were found.\"}},\"required\":[\"i"
    "tems\",\"next_cursor\"],\"additionalProperties\":false},\"TimelineItem\":{\"type\":\""
    "object\",\"properties\":{\"seq\":{\"type\":\"integer\"},\"message_id\":{\"type\":\"s"
    "tring\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\",\"identify\",\"page\",\"s"
    "creen\",\"group\",\"alias\"]},\"name\":{\"type\":\"string\",\"description\":\"Of a t"
    "rack, page or screen; else the type.\"},\"time\":{\"type\":\"string\",\"format\":\"d"
    "ate-time\"},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"source\":{"
    "\"type\":\"string\",\"description\":\"Key of the source; empty when it is gone.\"},\""
    "flags\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"late\",\"futu"
    "re\",\"skewed\",\"no_time\",\"imported\",\"no_message_id\",\"thinned\"]}},\"message\""
    ":{\"type\":\"object\",\"additionalProperties\":true}},\"required\":[\"seq\",\"messag"
    "e_id\",\"type\",\"name\",\"time\",\"received\",\"source\",\"flags\",\"message\"],\"a"
    "dditionalProperties\":false},\"Timeline\":{\"type\":\"object\",\"properties\":{\"ite"
    "ms\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TimelineItem\"}}"
    ",\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next_cu"
    "rsor\"],\"additionalProperties\":false},\"Identities\":{\"type\":\"object\",\"proper"
    "ties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"atoms\":{\"type\":\"array"
    "\",\"items\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"form"
    "at\":\"uuid\"},\"first_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time"
    "\"},\"last_seen\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"events"
    "\":{\"type\":\"integer\"},\"identifiers\":{\"type\":\"array\",\"items\":{\"type\":\""
    "object\",\"properties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]"
    "{0,39}$\"},\"value\":{\"type\":\"string\"},\"role\":{\"type\":\"string\",\"enum\":[\""
    "device\",\"account\",\"further\"]},\"since_seq\":{\"type\":\"integer\"},\"state\":{\""
    "type\":\"string\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"w"
    "ithdrawn\",\"blocked\"],\"description\":\"held: it ties. Otherwise why it was refuse"
    "d.\"}},\"required\":[\"kind\",\"value\",\"role\",\"since_seq\",\"state\"],\"addition"
    "alProperties\":false}}},\"required\":[\"id\",\"first_seen\",\"last_seen\",\"events\""
    ",\"identifiers\"],\"additionalProperties\":false}},\"links\":{\"type\":\"array\",\"i"
    "tems\":{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\"string\",\"format\""
    ":\"uuid\"},\"to\":{\"type\":\"string\",\"format\":\"uuid\"},\"because\":{\"type\":\""
    "string\",\"enum\":[\"shared_identifier\",\"first_sign_in\",\"alias\",\"merge\"]},\"k"
    "ind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type"
    "\":\"string\"},\"seq\":{\"type\":\"integer\"},\"id\":{\"type\":\"integer\",\"descrip"
    "tion\":\"For POST /api/links/{id}/undo; absent for shared identifiers.\"},\"evidence"
    "\":{\"type\":\"string\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_li"
    "mit\",\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"]}},\"required\":[\"from"
    "\",\"to\",\"because\",\"seq\",\"state\"],\"additionalProperties\":false}},\"cuts\":{"
    "\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"r"
    "equired\":[\"id\",\"reason\",\"in_force\",\"seq\",\"sides\"],\"properties\":{\"id\":"
    "{\"type\":\"integer\"},\"reason\":{\"type\":\"string\"},\"in_force\":{\"type\":\"boo"
    "lean\"},\"seq\":{\"type\":\"integer\"},\"sides\":{\"type\":\"array\",\"minItems\":2,"
    "\"maxItems\":2,\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"properties\":{\"atom\":{\"type\":\"string\",\"format\":\"uu"
    "id\"},\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\""
    ":{\"type\":\"string\"}}}}}}}}},\"required\":[\"id\",\"atoms\",\"links\",\"cuts\"],\""
    "additionalProperties\":false},\"Split\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"properties\":{\"identifiers\":{\"type\":\"array\",\"maxItems\":5000,\"items"
    "\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"valu"
    "e\"],\"properties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,3"
    "9}$\"},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}}}},\"atoms"
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
    ",\"items\":{\"$ref\":\"#/components/schemas/Person\"}}}},\"IdentifierKind\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"title\",\"device"
    "\",\"declared\",\"read\",\"limit\",\"window_days\",\"priority\"],\"properties\":{\"k"
    "ind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"title\":{\"type"
    "\":\"string\",\"description\":\"Of a built-in kind, and of one that the rules name n"
    "o more: its key.\"},\"device\":{\"type\":\"boolean\"},\"declared\":{\"type\":\"boole"
    "an\",\"description\":\"A kind of your own.\"},\"read\":{\"type\":\"boolean\",\"descr"
    "iption\":\"Whether it is read from messages now.\"},\"normalise\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"string\",\"enum\":[\"trim\",\"nfkc\",\"lower\",\"digits\",\"s"
    "trip_leading_zeros\",\"e164\"]},\"description\":\"Of a kind of your own.\"},\"region"
    "\":{\"description\":\"With e164: the country (ISO 3166) of numbers without +. For ev"
    "er.\",\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"},\"limit\":{\"type\":\"integer\""
    "},\"window_days\":{\"type\":\"integer\"},\"priority\":{\"type\":\"integer\"}}},\"Ide"
    "ntifierKindList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
    "\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/com"
    "ponents/schemas/IdentifierKind\"}}}},\"IdentityRules\":{\"description\":\"How many i"
    "dentifiers of each kind one person may have, which are stronger, and which values st"
    "and for nobody. What is left out stays as built in.\",\"type\":\"object\",\"addition"
    "alProperties\":false,\"properties\":{\"atoms_max\":{\"description\":\"Pairs of devic"
    "e and account that one person may have; past it a link is refused and shown.\",\"typ"
    "e\":\"integer\",\"minimum\":10,\"maximum\":20000,\"default\":2000},\"constant\":{\"d"
    "escription\":\"An account identifier that more than `atoms` pairs of device and acco"
    "unt begin to carry within `window_days` is sent for everybody: it goes into quaranti"
    "ne. 0: never.\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\""
    "atoms\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":10000,\"default\":500},\"win"
    "dow_days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":365,\"default\":30}}},\"k"
    "inds\":{\"description\":\"Rules of built-in kinds, and kinds of your own.\",\"type\""
    ":\"object\",\"maxProperties\":41,\"properties\":{\"user_id\":{\"$ref\":\"#/component"
    "s/schemas/IdentityKindRule\"},\"email\":{\"$ref\":\"#/components/schemas/IdentityKin"
    "dRule\"},\"phone\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"customer_n"
    "umber\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"external_id\":{\"$ref"
    "\":\"#/components/schemas/IdentityKindRule\"},\"push_token\":{\"$ref\":\"#/component"
    "s/schemas/IdentityKindRule\"},\"advertising_id\":{\"$ref\":\"#/components/schemas/Id"
    "entityKindRule\"},\"device_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}"
    ",\"anonymous_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"}},\"additional"
    "Properties\":{\"$ref\":\"#/components/schemas/IdentityOwnKind\"}}}},\"IdentityTrial\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"people_now\",\""
    "people_then\",\"would_join\",\"would_part\",\"too_large_to_say\",\"examples\"],\"pro"
    "perties\":{\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_then\":{\"ty"
    "pe\":\"integer\",\"minimum\":0},\"would_join\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"Persons that would be merged into an older one.\"},\"would_part\":{\""
    "type\":\"integer\",\"minimum\":0,\"description\":\"Persons that would come to be.\"}"
    ",\"too_large_to_say\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Groups o"
    "f atoms too large to be judged.\"},\"examples\":{\"type\":\"array\",\"items\":{\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"required\":[\"person\",\"people_now\""
    ",\"people_then\"],\"properties\":{\"person\":{\"type\":\"string\",\"format\":\"uuid\""
    "},\"people_now\":{\"type\":\"integer\",\"minimum\":0},\"people_then\":{\"type\":\"in"
    "teger\",\"minimum\":0}}}}}},\"Erasure\":{\"type\":\"object\",\"description\":\"A rec"
    "eipt: what was removed where, and no value.\",\"required\":[\"id\",\"state\",\"reque"
    "sted\",\"finished\",\"key\",\"staff\",\"named\",\"refuse\",\"removed\"],\"additional"
    "Properties\":false,\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},"
    "\"state\":{\"type\":\"string\",\"enum\":[\"searching\",\"rewriting\",\"finished\"],\""
    "description\":\"Nobody can read the person in any of them.\"},\"requested\":{\"type\""
    ":\"string\",\"format\":\"date-time\"},\"finished\":{\"type\":[\"string\",\"null\"],\""
    "format\":\"date-time\",\"description\":\"When nothing was left.\"},\"key\":{\"type\""
    ":\"integer\",\"minimum\":0,\"description\":\"Number of the secret key that asked; 0 "
    "when the erasure list did, after a restore, or a member of staff.\"},\"staff\":{\"ty"
    "pe\":\"integer\",\"minimum\":0,\"description\":\"Number of the member of staff who a"
    "sked; else 0.\"},\"named\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How"
    " many identifiers were named; 0 when a person was.\"},\"refuse\":{\"type\":\"boolean"
    "\",\"description\":\"Whether events with these identifiers are refused from now on.\""
    "},\"removed\":{\"type\":\"object\",\"required\":[\"people\",\"atoms\",\"identifiers\""
    ",\"traits\",\"events\",\"rejects\",\"entries\",\"frames\",\"stored_answers\",\"defin"
    "ition_texts_left\",\"snapshots\"],\"additionalProperties\":false,\"properties\":{\"p"
    "eople\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons.\"},\"atoms\":"
    "{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pairs of device and account.\""
    "},\"identifiers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Identifiers;"
    " one that another person carries, too, is not among them.\"},\"traits\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Traits.\"},\"events\":{\"type\":\"integer\""
    ",\"minimum\":0,\"description\":\"Events, out of the log.\"},\"rejects\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Rejected messages that held one of the ide"
    "ntifiers.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Furth"
    "er log entries: identifiers, atoms, links, words of cuts.\"},\"frames\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Log frames that were rewritten.\"},\"store"
    "d_answers\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Answers kept under"
    " an Idempotency-Key that held one of the identifiers.\"},\"definition_texts_left\":{"
    "\"type\":\"integer\",\"minimum\":0,\"description\":\"Versions and drafts of definiti"
    "ons that hold one of the identifiers; people wrote them, so people must mend them.\""
    "},\"snapshots\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Snapshots repl"
    "aced by one without the person.\"}}}}},\"ErasureRequest\":{\"type\":\"object\",\"req"
    "uired\":[\"identifiers\"],\"additionalProperties\":false,\"properties\":{\"identifie"
    "rs\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":10000,\"items\":{\"$ref\":\"#/c"
    "omponents/schemas/ErasureIdentifier\"},\"description\":\"Whoever has one of these is"
    " erased, with everything else that is theirs.\"},\"refuse\":{\"type\":\"boolean\",\""
    "default\":false,\"description\":\"Refuse events with the identifiers from now on (re"
    "ason `erased`); else they begin somebody new.\"}}},\"ErasureIdentifier\":{\"type\":\""
    "object\",\"required\":[\"kind\",\"value\"],\"additionalProperties\":false,\"properti"
    "es\":{\"kind\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64},\"value\":{\"t"
    "ype\":\"string\",\"minLength\":1,\"maxLength\":1024}}},\"ErasureList\":{\"type\":\"o"
    "bject\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"pr"
    "operties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas"
    "/Erasure\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"TraitFrom\":{\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"required\":[\"value\",\"source\",\"t"
    "ime\",\"seq\",\"atom\",\"times\"],\"properties\":{\"value\":{\"description\":\"JSON,"
    " whatever it is.\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the sou"
    "rce; empty when it is not known.\"},\"time\":{\"type\":\"string\",\"format\":\"date-"
    "time\",\"description\":\"Of the event.\"},\"seq\":{\"type\":\"integer\",\"descriptio"
    "n\":\"Of the event.\"},\"message_id\":{\"type\":\"string\",\"description\":\"Of the "
    "event; empty when it is not there any more. Left out in an export, which has the eve"
    "nts themselves.\"},\"atom\":{\"type\":\"string\",\"description\":\"The atom that the"
    " event belongs to.\"},\"times\":{\"type\":\"integer\",\"description\":\"How often th"
    "is atom had the value (most_frequent); else 1.\"}}},\"Traits\":{\"type\":\"object\","
    "\"additionalProperties\":false,\"required\":[\"id\",\"traits\",\"truncated\"],\"prop"
    "erties\":{\"id\":{\"type\":\"string\"},\"traits\":{\"type\":\"array\",\"items\":{\"$"
    "ref\":\"#/components/schemas/TraitTold\"}},\"truncated\":{\"type\":\"boolean\"}}},\""
    "TraitTold\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"name"
    "\",\"value\",\"rule\",\"keep\",\"merge\",\"filling\",\"won\",\"lost\"],\"properties\""
    ":{\"name\":{\"type\":\"string\"},\"value\":{\"description\":\"Null: the trait has no"
    " value.\"},\"rule\":{\"enum\":[\"last\",\"first\",\"most_frequent\",\"source_order\""
    "]},\"keep\":{\"type\":\"boolean\"},\"merge\":{\"type\":\"boolean\"},\"filling\":{\"t"
    "ype\":\"boolean\"},\"won\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sc"
    "hemas/TraitFrom\"}},\"lost\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/"
    "schemas/TraitFrom\"}}}},\"PersonExport\":{\"type\":\"object\",\"additionalProperties"
    "\":false,\"required\":[\"exported\",\"person\",\"identities\",\"traits\",\"traits_tr"
    "uncated\",\"events\",\"complete\"],\"properties\":{\"exported\":{\"type\":\"string\""
    ",\"format\":\"date-time\"},\"person\":{\"$ref\":\"#/components/schemas/Person\"},\"i"
    "dentities\":{\"$ref\":\"#/components/schemas/Identities\"},\"traits\":{\"type\":\"ar"
    "ray\",\"items\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\"traits_truncated\":"
    "{\"type\":\"boolean\"},\"events\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/compon"
    "ents/schemas/TimelineItem\"}},\"complete\":{\"type\":\"boolean\"}}},\"ConstantIdenti"
    "fier\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"ki"
    "nd\",\"value\",\"since\",\"seq\",\"reason\",\"atoms\",\"released\"],\"properties\":{"
    "\"id\":{\"type\":\"integer\"},\"kind\":{\"type\":\"string\"},\"value\":{\"type\":\"s"
    "tring\"},\"since\":{\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":"
    "\"integer\"},\"reason\":{\"description\":\"`contested`: two people claimed it, and t"
    "he rules say that it is neither's.\",\"enum\":[\"everybody\",\"contested\"]},\"atoms"
    "\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\"ConstantIdentifier"
    "List\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\",\""
    "next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#"
    "/components/schemas/ConstantIdentifier\"}},\"next_cursor\":{\"type\":[\"string\",\"n"
    "ull\"]}}},\"ConstantIdentifierReleased\":{\"type\":\"object\",\"additionalProperties"
    "\":false,\"required\":[\"id\",\"released\"],\"properties\":{\"id\":{\"type\":\"integ"
    "er\"},\"released\":{\"type\":\"boolean\"}}},\"Retention\":{\"type\":\"object\",\"pro"
    "perties\":{\"state\":{\"type\":\"string\",\"enum\":[\"off\",\"waiting\",\"running\"]"
    ",\"description\":\"off: no rules are in force.\"},\"rules_version\":{\"type\":\"inte"
    "ger\",\"minimum\":0,\"description\":\"In force; 0: none.\"},\"next\":{\"type\":[\"st"
    "ring\",\"null\"],\"format\":\"date-time\",\"description\":\"When the next run begins"
    " by itself.\"},\"running\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/RetentionRun"
    "\"},{\"type\":\"null\"}]},\"last\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Rete"
    "ntionRun\"},{\"type\":\"null\"}]}},\"required\":[\"state\",\"rules_version\",\"next\""
    ",\"running\",\"last\"],\"additionalProperties\":false},\"RetentionRun\":{\"type\":\""
    "object\",\"properties\":{\"began\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "ended\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"n"
    "ull while it is under way.\"},\"rules_version\":{\"type\":\"integer\",\"minimum\":0,"
    "\"description\":\"Of the definition `retention`/`rules`.\"},\"asked\":{\"type\":\"bo"
    "olean\",\"description\":\"Somebody asked for it; else it was the day's.\"},\"key\":{"
    "\"type\":\"integer\",\"minimum\":0,\"description\":\"The secret key that asked; 0: n"
    "one.\"},\"dropped\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Events tha"
    "t are no more.\"},\"thinned\":{\"type\":\"integer\",\"minimum\":0,\"description\":\""
    "Events of which name, type, time, source and message id are left.\"},\"checkpoints\""
    ":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Written before: what traits r"
    "est on.\"},\"entries\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Others "
    "that lost values which stand in later checkpoints.\"},\"frames\":{\"type\":\"integer"
    "\",\"minimum\":0,\"description\":\"Pieces of the log that were rewritten.\"},\"bytes"
    "\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Taken from entries, before "
    "compression.\"}},\"required\":[\"began\",\"ended\",\"rules_version\",\"asked\",\"key"
    "\",\"dropped\",\"thinned\",\"checkpoints\",\"entries\",\"frames\",\"bytes\"],\"addit"
    "ionalProperties\":false},\"RetentionRules\":{\"description\":\"Which events are drop"
    "ped or thinned once they are old. Every rule is looked at; where several concern an "
    "event, dropping counts before thinning. Traits, groups, identifiers and who is one p"
    "erson stay as they are.\",\"type\":\"object\",\"additionalProperties\":false,\"prope"
    "rties\":{\"rules\":{\"type\":\"array\",\"maxItems\":60,\"items\":{\"$ref\":\"#/compo"
    "nents/schemas/RetentionRule\"}}},\"required\":[\"rules\"]},\"RetentionSum\":{\"type\""
    ":\"object\",\"properties\":{\"events\":{\"type\":\"integer\",\"minimum\":0,\"descrip"
    "tion\":\"How many.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"description\":"
    "\"That would go, before compression.\"},\"oldest\":{\"type\":[\"string\",\"null\"],\""
    "format\":\"date-time\"},\"newest\":{\"type\":[\"string\",\"null\"],\"format\":\"date"
    "-time\"}},\"required\":[\"events\",\"bytes\",\"oldest\",\"newest\"],\"additionalProp"
    "erties\":false},\"RetentionNamed\":{\"type\":\"object\",\"properties\":{\"name\":{\""
    "type\":\"string\",\"description\":\"Empty where events of the type have none.\"},\"t"
    "ype\":{\"type\":\"string\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"gr"
    "oup\",\"alias\"]},\"action\":{\"type\":\"string\",\"enum\":[\"drop\",\"thin\"]},\"ev"
    "ents\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How many.\"},\"bytes\":"
    "{\"type\":\"integer\",\"minimum\":0,\"description\":\"That would go, before compress"
    "ion.\"},\"oldest\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"newes"
    "t\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"examples\":{\"type\""
    ":\"array\",\"items\":{\"$ref\":\"#/components/schemas/RetentionExample\"}}},\"requir"
    "ed\":[\"name\",\"type\",\"action\",\"events\",\"bytes\",\"oldest\",\"newest\",\"exam"
    "ples\"],\"additionalProperties\":false},\"RetentionExample\":{\"type\":\"object\",\""
    "properties\":{\"message_id\":{\"type\":\"string\"},\"time\":{\"type\":\"string\",\"f"
    "ormat\":\"date-time\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the "
    "source; empty when it is gone.\"}},\"required\":[\"message_id\",\"time\",\"source\"]"
    ",\"additionalProperties\":false},\"RetentionTrial\":{\"type\":\"object\",\"propertie"
    "s\":{\"complete\":{\"type\":\"boolean\",\"description\":\"false: more events than ar"
    "e read in one try.\"},\"events_read\":{\"type\":\"integer\",\"minimum\":0,\"descript"
    "ion\":\"Events that were old enough by name.\"},\"drop\":{\"$ref\":\"#/components/sc"
    "hemas/RetentionSum\"},\"thin\":{\"$ref\":\"#/components/schemas/RetentionSum\"},\"by"
    "_name\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/RetentionName"
    "d\"}},\"other_names\":{\"$ref\":\"#/components/schemas/RetentionSum\"}},\"required\""
    ":[\"complete\",\"events_read\",\"drop\",\"thin\",\"by_name\",\"other_names\"],\"addi"
    "tionalProperties\":false},\"Me\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"id\",\"name\",\"email\",\"roles\",\"locale\",\"theme\",\"second_fac"
    "tor\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"name\":{\"type\""
    ":\"string\"},\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array\",\"items\""
    ":{\"type\":\"string\"}},\"locale\":{\"type\":\"string\",\"description\":\"\\\"en\\\""
    ", \\\"ja\\\", or empty: not chosen.\"},\"theme\":{\"type\":\"string\",\"description\""
    ":\"\\\"light\\\", \\\"dark\\\", \\\"auto\\\", or empty: not chosen.\"},\"second_fact"
    "or\":{\"type\":\"boolean\"}}},\"Session\":{\"type\":\"object\",\"additionalPropertie"
    "s\":false,\"required\":[\"state\",\"staff\",\"scopes\",\"csrf\",\"providers\",\"expi"
    "res\"],\"properties\":{\"state\":{\"enum\":[\"setup\",\"signed_out\",\"second_factor"
    "\",\"second_factor_missing\",\"signed_in\"]},\"staff\":{\"anyOf\":[{\"$ref\":\"#/com"
    "ponents/schemas/Me\"},{\"type\":\"null\"}],\"description\":\"null unless signed in.\""
    "},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"W"
    "hat my roles allow.\"},\"csrf\":{\"type\":[\"string\",\"null\"],\"description\":\"Fo"
    "r X-CSRF-Token.\"},\"providers\":{\"type\":\"array\",\"description\":\"Where else on"
    "e can sign in: GET /api/session/oidc/{id}.\",\"items\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"required\":[\"id\",\"title\"],\"properties\":{\"id\":{\"typ"
    "e\":\"string\"},\"title\":{\"type\":\"string\"}}}},\"expires\":{\"type\":[\"string\""
    ",\"null\"],\"format\":\"date-time\",\"description\":\"When the session ends at the l"
    "atest.\"}}},\"SignIn\":{\"type\":\"object\",\"additionalProperties\":false,\"require"
    "d\":[\"email\",\"password\"],\"properties\":{\"email\":{\"type\":\"string\",\"maxLen"
    "gth\":1024},\"password\":{\"type\":\"string\",\"maxLength\":4096}}},\"SetUp\":{\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"required\":[\"email\",\"password\"],"
    "\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"email\":{\"type\""
    ":\"string\",\"maxLength\":1024},\"password\":{\"type\":\"string\",\"maxLength\":4096"
    "},\"token\":{\"type\":\"string\",\"maxLength\":100}}},\"MeChange\":{\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"minProperties\":1,\"properties\":{\"name\":{\"t"
    "ype\":\"string\",\"maxLength\":200},\"locale\":{\"enum\":[\"\",\"en\",\"ja\"]},\"the"
    "me\":{\"enum\":[\"\",\"light\",\"dark\",\"auto\"]}}},\"PasswordChange\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"required\":[\"old\",\"new\"],\"properties\""
    ":{\"old\":{\"type\":\"string\",\"maxLength\":4096},\"new\":{\"type\":\"string\",\"ma"
    "xLength\":4096}}},\"SessionList\":{\"type\":\"object\",\"additionalProperties\":fals"
    "e,\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"current\","
    "\"created\",\"last_seen\",\"expires\",\"address\",\"agent\"],\"properties\":{\"id\":"
    "{\"type\":\"integer\",\"minimum\":1},\"current\":{\"type\":\"boolean\"},\"created\":"
    "{\"type\":\"string\",\"format\":\"date-time\"},\"last_seen\":{\"type\":\"string\",\""
    "format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "address\":{\"type\":\"string\"},\"agent\":{\"type\":\"string\"}}}}}},\"RoleList\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\"],\"properti"
    "es\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalPrope"
    "rties\":false,\"required\":[\"key\",\"title\",\"scopes\",\"masks_personal_data\"],\""
    "properties\":{\"key\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"scopes"
    "\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"masks_personal_data\":{\"t"
    "ype\":\"boolean\"}}}}}},\"Code\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"code\"],\"properties\":{\"code\":{\"type\":\"string\",\"maxLength\""
    ":40}}},\"FactorBegun\":{\"type\":\"object\",\"additionalProperties\":false,\"require"
    "d\":[\"secret\",\"uri\"],\"properties\":{\"secret\":{\"type\":\"string\",\"descripti"
    "on\":\"Base32, to be typed.\"},\"uri\":{\"type\":\"string\",\"description\":\"To be "
    "shown as a QR code.\"}}},\"FactorEnd\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[],\"properties\":{\"password\":{\"type\":\"string\",\"maxLength"
    "\":4096},\"code\":{\"type\":\"string\",\"maxLength\":40}},\"minProperties\":1,\"maxP"
    "roperties\":1},\"RecoveryCodes\":{\"type\":\"object\",\"additionalProperties\":false"
    ",\"required\":[\"recovery_codes\"],\"properties\":{\"recovery_codes\":{\"type\":\"ar"
    "ray\",\"items\":{\"type\":\"string\"},\"description\":\"Each works once in place of "
    "a code.\"}}},\"StaffMember\":{\"type\":\"object\",\"additionalProperties\":false,\"r"
    "equired\":[\"id\",\"name\",\"email\",\"roles\",\"second_factor\",\"password\",\"crea"
    "ted\",\"disabled\",\"signed_in\"],\"properties\":{\"id\":{\"type\":\"integer\",\"min"
    "imum\":1},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"},\"roles\":{"
    "\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"second_factor\":{\"type\":\"bo"
    "olean\"},\"password\":{\"type\":\"boolean\",\"description\":\"Whether it has one.\"}"
    ",\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"disabled\":{\"type\":["
    "\"string\",\"null\"],\"format\":\"date-time\"},\"signed_in\":{\"type\":[\"string\",\""
    "null\"],\"format\":\"date-time\",\"description\":\"Last time; null: never.\"}}},\"St"
    "affList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\""
    ",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/StaffMember\"}},\"next_cursor\":{\"type\":[\"string\",\"null\""
    "]}}},\"StaffChange\":{\"type\":\"object\",\"additionalProperties\":false,\"required\""
    ":[],\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"roles\":{\"ty"
    "pe\":\"array\",\"minItems\":1,\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLe"
    "ngth\":40}},\"disabled\":{\"type\":\"boolean\"},\"second_factor\":{\"const\":false,\""
    "description\":\"Take it away, for somebody who lost it.\"}},\"minProperties\":1},\"R"
    "esetLink\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"url\""
    ",\"expires\"],\"properties\":{\"url\":{\"type\":\"string\"},\"expires\":{\"type\":\""
    "string\",\"format\":\"date-time\"}}},\"InvitationNew\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"required\":[\"email\",\"roles\"],\"properties\":{\"email\":"
    "{\"type\":\"string\",\"maxLength\":1024},\"roles\":{\"type\":\"array\",\"minItems\":"
    "1,\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLength\":40}}}},\"InvitationMa"
    "de\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"emai"
    "l\",\"roles\",\"created\",\"url\",\"expires\"],\"properties\":{\"id\":{\"type\":\"in"
    "teger\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array\""
    ",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"string\",\"format\":\"date"
    "-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"},\"url\":{\"type\""
    ":\"string\"}}},\"InvitationList\":{\"type\":\"object\",\"additionalProperties\":fals"
    "e,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"arr"
    "ay\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"i"
    "d\",\"email\",\"roles\",\"created\",\"expires\"],\"properties\":{\"id\":{\"type\":\""
    "integer\",\"minimum\":1},\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array"
    "\",\"items\":{\"type\":\"string\"}},\"created\":{\"type\":\"string\",\"format\":\"da"
    "te-time\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"}}}},\"next_curs"
    "or\":{\"type\":[\"string\",\"null\"]}}},\"Invitation\":{\"type\":\"object\",\"additi"
    "onalProperties\":false,\"required\":[\"email\",\"roles\",\"expires\"],\"properties\""
    ":{\"email\":{\"type\":\"string\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":"
    "\"string\"}},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"Invitati"
    "onUse\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"token\","
    "\"password\"],\"properties\":{\"token\":{\"type\":\"string\",\"maxLength\":100},\"na"
    "me\":{\"type\":\"string\",\"maxLength\":200},\"password\":{\"type\":\"string\",\"max"
    "Length\":4096}}},\"ResetUse\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"token\",\"password\"],\"properties\":{\"token\":{\"type\":\"string\",\""
    "maxLength\":100},\"password\":{\"type\":\"string\",\"maxLength\":4096}}},\"Provider\""
    ":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"title\","
    "\"issuer\",\"client_id\",\"client_secret\",\"domains\",\"roles\",\"redirect_uri\"],\""
    "properties\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"issuer\""
    ":{\"type\":\"string\"},\"client_id\":{\"type\":\"string\"},\"client_secret\":{\"type"
    "\":\"boolean\",\"description\":\"Whether there is one; it is never told.\"},\"domain"
    "s\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"roles\":{\"type\":\"array"
    "\",\"items\":{\"type\":\"string\"}},\"redirect_uri\":{\"type\":\"string\",\"descript"
    "ion\":\"To be registered at the provider.\"}}},\"ProviderList\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"items\"],\"properties\":{\"items\":{"
    "\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Provider\"}}}},\"Provi"
    "derPut\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"title\""
    ",\"issuer\",\"client_id\"],\"properties\":{\"title\":{\"type\":\"string\",\"minLengt"
    "h\":1,\"maxLength\":100},\"issuer\":{\"type\":\"string\",\"minLength\":1,\"maxLength"
    "\":400},\"client_id\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":300},\"clie"
    "nt_secret\":{\"type\":\"string\",\"maxLength\":500,\"description\":\"Empty: a public"
    " client.\"},\"domains\":{\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"st"
    "ring\",\"maxLength\":253,\"pattern\":\"^[A-Za-z0-9.-]+$\"}},\"roles\":{\"type\":\"ar"
    "ray\",\"maxItems\":32,\"items\":{\"type\":\"string\",\"maxLength\":40}}}},\"Problem\""
    ":{\"type\":\"object\",\"description\":\"RFC 9457.\",\"required\":[\"type\",\"title\""
    ",\"status\",\"detail\",\"code\",\"request_id\"],\"properties\":{\"type\":{\"type\":\""
    "string\",\"description\":\"Address of the explanation.\"},\"title\":{\"type\":\"stri"
    "ng\",\"description\":\"What the status means.\"},\"status\":{\"type\":\"integer\",\""
    "minimum\":400,\"maximum\":599},\"detail\":{\"type\":\"string\",\"description\":\"Wha"
    "t is wrong, in a few words.\"},\"code\":{\"type\":\"string\",\"enum\":[\"invalid\",\""
    "unauthenticated\",\"forbidden\",\"not_found\",\"conflict\",\"precondition_failed\",\""
    "too_large\",\"rate_limited\",\"unavailable\",\"corrupt\",\"internal\"]},\"where\":{\""
    "type\":\"string\",\"description\":\"Outermost place first; of a body, a JSON Pointer"
    ".\"},\"hint\":{\"type\":\"string\",\"description\":\"What can be done.\"},\"request_"
    "id\":{\"type\":\"string\",\"description\":\"The same as the header X-Request-Id.\"}}"
    "},\"Health\":{\"type\":\"object\",\"required\":[\"status\"],\"additionalProperties\""
    ":false,\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ok\"]}}},\"Readin"
    "ess\":{\"type\":\"object\",\"required\":[\"status\",\"started\",\"writable\",\"seq\""
    ",\"role\",\"epoch\"],\"additionalProperties\":false,\"properties\":{\"status\":{\"ty"
    "pe\":\"string\",\"enum\":[\"ready\",\"starting\",\"read_only\",\"behind\",\"stopping"
    "\"]},\"started\":{\"type\":\"boolean\",\"description\":\"The log has been replayed.\""
    "},\"writable\":{\"type\":\"boolean\",\"description\":\"The store takes changes.\"},\""
    "seq\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Newest durable log entry"
    " that this node has.\"},\"role\":{\"type\":\"string\",\"enum\":[\"alone\",\"writer\""
    ",\"follower\"],\"description\":\"A follower answers reads, and passes changes on to "
    "the writer.\"},\"epoch\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"How o"
    "ften the writer has changed; 0 without other nodes.\"},\"behind_ms\":{\"type\":\"int"
    "eger\",\"minimum\":0,\"description\":\"With other nodes: since this one last had the"
    " whole log for certain, a follower by looking, the writer by a commit (an idle one m"
    "akes one five times a lease).\"}}},\"Version\":{\"type\":\"object\",\"required\":[\""
    "name\",\"version\"],\"additionalProperties\":false,\"properties\":{\"name\":{\"type\""
    ":\"string\"},\"version\":{\"type\":\"string\"}}},\"IdentityKindRule\":{\"type\":\"ob"
    "ject\",\"additionalProperties\":false,\"properties\":{\"limit\":{\"description\":\"H"
    "ow many one person may have. Without meaning for device kinds, which tie nobody.\",\""
    "type\":\"integer\",\"minimum\":1,\"maximum\":1000},\"window_days\":{\"description\":"
    "\"Count only those of so many days; 0: of all time.\",\"type\":\"integer\",\"minimum"
    "\":0,\"maximum\":3650},\"priority\":{\"description\":\"1 is strongest.\",\"type\":\""
    "integer\",\"minimum\":1,\"maximum\":99},\"contested\":{\"description\":\"Whose an id"
    "entifier is that a second person claims and the limits keep from joining the two: `f"
    "irst`, of whoever held it before; `nobody`, it goes into quarantine (`GET /api/ident"
    "ity/constant`), so that what brings nothing else is counted to neither. Without mean"
    "ing for device kinds.\",\"enum\":[\"first\",\"nobody\"],\"default\":\"first\"},\"blo"
    "cked\":{\"description\":\"Values that stand for nobody, whatever the case of their l"
    "etters; replaces the built-in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\""
    ":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"d"
    "escription\":\"Regular expressions (RE2); replaces the built-in ^[0-]*$.\",\"type\":"
    "\"array\",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength"
    "\":500}}}},\"IdentityOwnKind\":{\"description\":\"A kind of your own. Its key gets a"
    " number for ever when it is first published.\",\"type\":\"object\",\"additionalPrope"
    "rties\":false,\"properties\":{\"title\":{\"description\":\"What people call it.\",\""
    "type\":\"string\",\"minLength\":1,\"maxLength\":100},\"device\":{\"description\":\"I"
    "t belongs to a device, not to an account: it ties nobody. For ever.\",\"type\":\"boo"
    "lean\",\"default\":false},\"from\":{\"description\":\"Where in a message it is read:"
    " externalIds.TYPE, traits.PATH, context.PATH or properties.PATH. None: it is not rea"
    "d.\",\"type\":\"array\",\"maxItems\":16,\"items\":{\"type\":\"string\",\"minLength\""
    ":1,\"maxLength\":300}},\"normalise\":{\"description\":\"What is done to a value, in "
    "the order of this list whatever the order here; lower and digits (nothing else is ke"
    "pt) imply nfkc; e164 goes with trim and nfkc only. For ever.\",\"type\":\"array\",\""
    "maxItems\":6,\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"enum\":[\"trim\","
    "\"nfkc\",\"lower\",\"digits\",\"strip_leading_zeros\",\"e164\"]},\"default\":[\"trim"
    "\",\"nfkc\"]},\"region\":{\"description\":\"With e164: the country (ISO 3166) of num"
    "bers without +. For ever.\",\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"},\"keep_e"
    "xternal_id\":{\"description\":\"What stands in externalIds goes on to be an external"
    "_id, too, and so ties to events from before.\",\"type\":\"boolean\",\"default\":fals"
    "e},\"limit\":{\"description\":\"How many one person may have. Without meaning for de"
    "vice kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}"
    ",\"window_days\":{\"description\":\"Count only those of so many days; 0: of all time"
    ".\",\"type\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"description"
    "\":\"1 is strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"conteste"
    "d\":{\"description\":\"Whose an identifier is that a second person claims and the li"
    "mits keep from joining the two, as of a built-in kind. Without meaning for device ki"
    "nds.\",\"enum\":[\"first\",\"nobody\"],\"default\":\"first\"},\"blocked\":{\"descrip"
    "tion\":\"Values that stand for nobody, whatever the case of their letters; replaces "
    "the built-in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"stri"
    "ng\",\"minLength\":1,\"maxLength\":1024}},\"blocked_patterns\":{\"description\":\"Re"
    "gular expressions (RE2); replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"maxIt"
    "ems\":50,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}}}},\"Rete"
    "ntionRule\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"ev"
    "ent\":{\"description\":\"The event's name (of track, page, screen); * stands for any"
    " text, and alone for all events, those without a name included.\",\"type\":\"string\""
    ",\"minLength\":1,\"maxLength\":200},\"type\":{\"description\":\"Only events of this "
    "type.\",\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\""
    "source\":{\"description\":\"Only events of the source with this key.\",\"type\":\"st"
    "ring\",\"minLength\":1,\"maxLength\":100},\"max_age_days\":{\"description\":\"Days s"
    "ince the event's time.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":36500},\"act"
    "ion\":{\"description\":\"drop: the event leaves timeline and counts. thin: its name,"
    " type, time, source and message id stay, the rest goes.\",\"enum\":[\"drop\",\"thin\""
    "]}},\"required\":[\"event\",\"max_age_days\",\"action\"]}}}}";
