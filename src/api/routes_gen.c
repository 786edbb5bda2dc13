/* Made by tools/gen_api.py from the fragments in api/; do not edit. */

#include "api/routes_gen.h"

static const struct route_param params_1[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_4[] = {
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_5[] = {
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_6[] = {
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "columns", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":2000}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_7[] = {
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

static const struct route_param params_8[] = {
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_9[] = {
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

static const struct route_param params_10[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "reason", PARAM_QUERY, PARAM_STRING, false,
    "{\"$ref\":\"#/components/schemas/CollectReason\"}" },
};

static const struct route_param params_11[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_13[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
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
};

static const struct route_param params_15[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "If-None-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":100}" },
};

static const struct route_param params_16[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
};

static const struct route_param params_17[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_18[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "If-Match", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1000}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_19[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_20[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":60}" },
    { "key", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9._-]*$\"}" },
    { "version", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
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
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_24[] = {
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

static const struct route_param params_25[] = {
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

static const struct route_param params_26[] = {
    { "seq", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":20}" },
};

static const struct route_param params_27[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_28[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_31[] = {
    { "source", PARAM_QUERY, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_32[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_33[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_35[] = {
    { "token", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
};

static const struct route_param params_36[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
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

static const struct route_param params_39[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_40[] = {
    { "id", PARAM_PATH, PARAM_INTEGER, true,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_41[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_45[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_47[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_50[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_54[] = {
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

static const struct route_param params_55[] = {
    { "kind", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":64}" },
    { "value", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4096}" },
};

static const struct route_param params_56[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_57[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_58[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "refuse", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"enum\":[\"true\",\"false\"]}" },
};

static const struct route_param params_59[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_60[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_61[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_62[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_63[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
    { "name", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_64[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}" },
};

static const struct route_param params_66[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_67[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_69[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_75[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_76[] = {
    { "provider", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"maxLength\":40,\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"}" },
};

static const struct route_param params_79[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_80[] = {
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_81[] = {
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_82[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_83[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
};

static const struct route_param params_84[] = {
    { "id", PARAM_PATH, PARAM_STRING, true,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10}" },
    { "Idempotency-Key", PARAM_HEADER, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}" },
};

static const struct route_param params_87[] = {
    { "source", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":100}" },
    { "limit", PARAM_QUERY, PARAM_INTEGER, false,
    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}" },
    { "cursor", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":1024}" },
};

static const struct route_param params_90[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
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

static const struct route_param params_103[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_104[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
};

static const struct route_param params_119[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_120[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_121[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_122[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_123[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_124[] = {
    { "writeKey", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\",\"maxLength\":200}" },
    { "data", PARAM_QUERY, PARAM_STRING, false,
    "{\"type\":\"string\"}" },
};

static const struct route_param params_125[] = {
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
      .pattern = "/api/audiences",
      .id = "listAudiences",
      .handle = api_listAudiences,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_1, .n_params = 2,
    },
    { .method = "POST",
      .pattern = "/api/audiences/check",
      .id = "checkAudience",
      .handle = api_checkAudience,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .body_max = 65536,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/AudienceCheckRequest\"}",
    },
    { .method = "POST",
      .pattern = "/api/audiences/preview",
      .id = "previewAudience",
      .handle = api_previewAudience,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_WRITES | ROUTE_NEEDS_BODY,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .body_max = 65536,
      .body_schema =
    "{\"$ref\":\"#/components/schemas/AudiencePreviewRequest\"}",
    },
    { .method = "GET",
      .pattern = "/api/audiences/{key}",
      .id = "getAudience",
      .handle = api_getAudience,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_4, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/audiences/{key}/history",
      .id = "listAudienceHistory",
      .handle = api_listAudienceHistory,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "audience",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_5, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/audiences/{key}/members",
      .id = "listAudienceMembers",
      .handle = api_listAudienceMembers,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "audience",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_6, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/audit",
      .id = "listAudit",
      .handle = api_listAudit,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_7, .n_params = 9,
    },
    { .method = "GET",
      .pattern = "/api/audit/check",
      .id = "checkAudit",
      .handle = api_checkAudit,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_8, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/audit/export",
      .id = "exportAudit",
      .handle = api_exportAudit,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x1)), /* audit:read */
      .params = params_9, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/collect/errors",
      .id = "listCollectErrors",
      .handle = api_listCollectErrors,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_10, .n_params = 4,
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
      .params = params_11, .n_params = 2,
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
      .params = params_13, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}",
      .id = "getDefinition",
      .handle = api_getDefinition,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_14, .n_params = 2,
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
      .params = params_15, .n_params = 4,
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
      .params = params_16, .n_params = 3,
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
      .params = params_17, .n_params = 4,
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
      .params = params_18, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions",
      .id = "listVersions",
      .handle = api_listVersions,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_19, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/definitions/{kind}/{key}/versions/{version}",
      .id = "getVersion",
      .handle = api_getVersion,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x8)), /* definitions:read */
      .params = params_20, .n_params = 3,
    },
    { .method = "GET",
      .pattern = "/api/erasures",
      .id = "listErasures",
      .handle = api_listErasures,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_21, .n_params = 2,
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
      .params = params_22, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/erasures/{id}",
      .id = "getErasure",
      .handle = api_getErasure,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_23, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/events",
      .id = "listEvents",
      .handle = api_listEvents,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_24, .n_params = 10,
    },
    { .method = "GET",
      .pattern = "/api/events/live",
      .id = "watchEvents",
      .handle = api_watchEvents,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_25, .n_params = 7,
    },
    { .method = "GET",
      .pattern = "/api/events/{seq}",
      .id = "getEvent",
      .handle = api_getEvent,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "event",
      .scopes = ROUTE_SCOPES(UINT64_C(0x4)), /* collect:read */
      .params = params_26, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/identity/constant",
      .id = "listConstantIdentifiers",
      .handle = api_listConstantIdentifiers,
      .key = ROUTE_KEY_SECRET,
      .audit = ROUTE_AUDIT_LOOK,
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_27, .n_params = 2,
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
      .params = params_28, .n_params = 2,
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
      .params = params_31, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/invitations",
      .id = "listInvitations",
      .handle = api_listInvitations,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_32, .n_params = 2,
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
      .params = params_33, .n_params = 1,
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
      .params = params_35, .n_params = 1,
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
      .params = params_36, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/keys",
      .id = "listKeys",
      .handle = api_listKeys,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x20)), /* keys:read */
      .params = params_37, .n_params = 2,
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
      .params = params_38, .n_params = 1,
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
      .params = params_39, .n_params = 2,
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
      .params = params_40, .n_params = 2,
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
      .params = params_41, .n_params = 2,
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
      .params = params_45, .n_params = 1,
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
      .params = params_47, .n_params = 1,
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
      .params = params_50, .n_params = 1,
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
      .params = params_54, .n_params = 5,
    },
    { .method = "GET",
      .pattern = "/api/people/by/{kind}/{value}",
      .id = "getPersonBy",
      .handle = api_getPersonBy,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_55, .n_params = 2,
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
      .params = params_56, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}",
      .id = "getPerson",
      .handle = api_getPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_57, .n_params = 1,
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
      .params = params_58, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/audiences",
      .id = "getPersonAudiences",
      .handle = api_getPersonAudiences,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_59, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/export",
      .id = "exportPerson",
      .handle = api_exportPerson,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_60, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/identities",
      .id = "getIdentities",
      .handle = api_getIdentities,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_61, .n_params = 1,
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
      .params = params_62, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/timeline",
      .id = "getTimeline",
      .handle = api_getTimeline,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_63, .n_params = 4,
    },
    { .method = "GET",
      .pattern = "/api/people/{id}/traits",
      .id = "getTraits",
      .handle = api_getTraits,
      .key = ROUTE_KEY_SECRET,
      .flags = ROUTE_CARRIED,
      .audit = ROUTE_AUDIT_LOOK,
      .subject = "person",
      .scopes = ROUTE_SCOPES(UINT64_C(0x80)), /* people:read */
      .params = params_64, .n_params = 1,
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
      .params = params_66, .n_params = 1,
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
      .params = params_67, .n_params = 1,
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
      .params = params_69, .n_params = 1,
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
      .params = params_75, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/session/oidc/{provider}/callback",
      .id = "finishOidc",
      .handle = api_finishOidc,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_WRITES,
      .audit = ROUTE_AUDIT_CHANGE,
      .params = params_76, .n_params = 1,
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
      .params = params_79, .n_params = 2,
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
      .params = params_80, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/api/staff",
      .id = "listStaff",
      .handle = api_listStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_81, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/api/staff/{id}",
      .id = "getStaff",
      .handle = api_getStaff,
      .key = ROUTE_KEY_SECRET,
      .scopes = ROUTE_SCOPES(UINT64_C(0x200)), /* staff:read */
      .params = params_82, .n_params = 1,
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
      .params = params_83, .n_params = 1,
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
      .params = params_84, .n_params = 2,
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
      .params = params_87, .n_params = 3,
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
      .params = params_90, .n_params = 1,
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
      .params = params_99, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/pixel/v1/track",
      .id = "pixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_100, .n_params = 2,
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
      .params = params_103, .n_params = 1,
    },
    { .method = "GET",
      .pattern = "/sourceConfig/",
      .id = "rudderSourceConfigSlash",
      .handle = api_rudderSourceConfig,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_104, .n_params = 1,
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
      .params = params_119, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/group",
      .id = "segmentPixelGroup",
      .handle = api_pixelGroup,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_120, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/identify",
      .id = "segmentPixelIdentify",
      .handle = api_pixelIdentify,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_121, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/page",
      .id = "segmentPixelPage",
      .handle = api_pixelPage,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_122, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/screen",
      .id = "segmentPixelScreen",
      .handle = api_pixelScreen,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_123, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/pixel/track",
      .id = "segmentPixelTrack",
      .handle = api_pixelTrack,
      .key = ROUTE_KEY_WRITE,
      .flags = ROUTE_RAW | ROUTE_CORS | ROUTE_WRITES,
      .params = params_124, .n_params = 2,
    },
    { .method = "GET",
      .pattern = "/v1/projects/{writeKey}/settings",
      .id = "segmentSettings",
      .handle = api_segmentSettings,
      .key = ROUTE_KEY_NONE,
      .flags = ROUTE_RAW | ROUTE_CORS,
      .params = params_125, .n_params = 1,
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
const uint32_t api_n_routes = 130;

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
    "{\"components\":{\"schemas\":{\"Audience\":{\"type\":\"object\",\"additionalProperti"
    "es\":false,\"properties\":{\"key\":{\"type\":\"string\"},\"name\":{\"type\":\"string"
    "\"},\"description\":{\"type\":\"string\"},\"folder\":{\"type\":\"string\"},\"tags\":"
    "{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"owner\":{\"type\":\"string\"}"
    ",\"priority\":{\"type\":[\"integer\",\"null\"]},\"expression\":{\"type\":\"string\","
    "\"description\":\"Of the version that is published, else of the draft.\"},\"publishe"
    "d\":{\"type\":[\"integer\",\"null\"],\"description\":\"The version that is published"
    ".\"},\"version\":{\"type\":[\"integer\",\"null\"],\"description\":\"The version by w"
    "hich members are counted now.\"},\"draft\":{\"type\":\"boolean\",\"description\":\"T"
    "here is one that differs or was never published.\"},\"archived\":{\"type\":\"boolean"
    "\"},\"members\":{\"type\":\"integer\"},\"entered\":{\"type\":\"integer\",\"descripti"
    "on\":\"Ever.\"},\"left\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"since\":"
    "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"That vers"
    "ion is in force.\"},\"working\":{\"description\":\"A newer version is being worked o"
    "ut.\",\"oneOf\":[{\"type\":\"null\"},{\"type\":\"object\",\"additionalProperties\":f"
    "alse,\"properties\":{\"done\":{\"type\":\"integer\",\"description\":\"People looked "
    "at.\"},\"of\":{\"type\":\"integer\"}},\"required\":[\"done\",\"of\"]}]},\"waiting\":"
    "{\"type\":\"boolean\",\"description\":\"Events are being read from the log first.\"}"
    ",\"loops\":{\"type\":\"boolean\",\"description\":\"It sets itself in motion through "
    "what it looks at, and is left as it is after some rounds.\"},\"refresh_minutes\":{\""
    "type\":[\"integer\",\"null\"]}},\"required\":[\"key\",\"name\",\"description\",\"fol"
    "der\",\"tags\",\"owner\",\"priority\",\"expression\",\"published\",\"version\",\"dra"
    "ft\",\"archived\",\"members\",\"entered\",\"left\",\"since\",\"working\",\"waiting\""
    ",\"loops\",\"refresh_minutes\"]},\"AudienceList\":{\"type\":\"object\",\"additionalP"
    "roperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/Audience\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}"
    "},\"required\":[\"items\",\"next_cursor\"]},\"AudienceMembers\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"item"
    "s\":{\"$ref\":\"#/components/schemas/Person\"}},\"next_cursor\":{\"type\":[\"string\""
    ",\"null\"]},\"members\":{\"type\":\"integer\",\"description\":\"All of them.\"}},\"r"
    "equired\":[\"items\",\"next_cursor\",\"members\"]},\"AudienceChange\":{\"type\":\"ob"
    "ject\",\"additionalProperties\":false,\"properties\":{\"person\":{\"type\":\"string\""
    "},\"audience\":{\"type\":\"string\"},\"what\":{\"enum\":[\"entered\",\"left\"]},\"re"
    "ason\":{\"enum\":[\"event\",\"time\",\"publish\",\"merge\",\"other\"]},\"time\":{\"t"
    "ype\":\"string\",\"format\":\"date-time\",\"description\":\"When it was due.\"},\"ve"
    "rsion\":{\"type\":\"integer\"},\"seq\":{\"type\":\"integer\"}},\"required\":[\"perso"
    "n\",\"audience\",\"what\",\"reason\",\"time\",\"version\",\"seq\"]},\"AudienceHistor"
    "y\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"items\":{\""
    "type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/AudienceChange\"}},\"nex"
    "t_cursor\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"items\",\"next_cursor\""
    "]},\"AudiencePreviewRequest\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "properties\":{\"expression\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":2000"
    "0},\"sample\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":50,\"default\":10},\"c"
    "olumns\":{\"type\":\"string\",\"maxLength\":2000,\"description\":\"Of the sample, as"
    " of GET /api/people.\"},\"breakdown\":{\"type\":\"array\",\"maxItems\":3,\"items\":{"
    "\"type\":\"string\",\"minLength\":1,\"maxLength\":200},\"description\":\"Traits by w"
    "hose values members are counted.\"}},\"required\":[\"expression\"]},\"AudienceWarnin"
    "g\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"message\":"
    "{\"type\":\"string\"},\"hint\":{\"type\":\"string\"},\"at\":{\"type\":\"integer\",\""
    "description\":\"Byte of the expression.\"},\"length\":{\"type\":\"integer\"}},\"requ"
    "ired\":[\"message\",\"hint\",\"at\",\"length\"]},\"AudiencePreview\":{\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"properties\":{\"expression\":{\"type\":\"stri"
    "ng\",\"description\":\"In its canonical form.\"},\"count\":{\"type\":[\"integer\",\""
    "null\"]},\"of\":{\"type\":\"integer\",\"description\":\"People.\"},\"took_ms\":{\"ty"
    "pe\":\"number\"},\"filling\":{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"object\",\""
    "additionalProperties\":false,\"properties\":{\"done\":{\"type\":\"integer\",\"descri"
    "ption\":\"Entries of the log.\"},\"of\":{\"type\":\"integer\"}},\"required\":[\"done"
    "\",\"of\"]}]},\"warnings\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sc"
    "hemas/AudienceWarning\"}},\"sample\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/com"
    "ponents/schemas/Person\"}},\"breakdown\":{\"type\":\"array\",\"items\":{\"type\":\"o"
    "bject\",\"additionalProperties\":false,\"properties\":{\"trait\":{\"type\":\"string\""
    "},\"values\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperti"
    "es\":false,\"properties\":{\"value\":{},\"count\":{\"type\":\"integer\"}},\"required"
    "\":[\"value\",\"count\"]}},\"other\":{\"type\":\"integer\"},\"missing\":{\"type\":\""
    "integer\"}},\"required\":[\"trait\",\"values\",\"other\",\"missing\"]}}},\"required\""
    ":[\"expression\",\"count\",\"of\",\"took_ms\",\"filling\",\"warnings\",\"sample\",\""
    "breakdown\"]},\"AudienceCheckRequest\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"properties\":{\"expression\":{\"type\":\"string\",\"maxLength\":20000},\"ke"
    "y\":{\"type\":\"string\",\"maxLength\":100,\"description\":\"Of the audience that it"
    " is to be.\"}},\"required\":[\"expression\"]},\"AudienceCheck\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"properties\":{\"valid\":{\"type\":\"boolean\"},\"e"
    "xpression\":{\"type\":[\"string\",\"null\"],\"description\":\"In its canonical form."
    "\"},\"problem\":{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"object\",\"additionalPro"
    "perties\":false,\"properties\":{\"message\":{\"type\":\"string\"},\"where\":{\"type\""
    ":\"string\"},\"hint\":{\"type\":\"string\"},\"at\":{\"type\":\"integer\",\"descripti"
    "on\":\"Byte of the expression.\"},\"length\":{\"type\":\"integer\"}},\"required\":[\""
    "message\",\"where\",\"hint\",\"at\",\"length\"]}]},\"traits\":{\"type\":\"array\",\""
    "items\":{\"type\":\"string\"}},\"events\":{\"type\":\"array\",\"items\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"properties\":{\"type\":{\"enum\":[\"track\""
    ",\"page\",\"screen\"]},\"name\":{\"type\":[\"string\",\"null\"]},\"properties\":{\"t"
    "ype\":\"array\",\"items\":{\"type\":\"string\"}}},\"required\":[\"type\",\"name\",\""
    "properties\"]}},\"audiences\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\""
    "warnings\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/AudienceWa"
    "rning\"}}},\"required\":[\"valid\",\"expression\",\"problem\",\"traits\",\"events\","
    "\"audiences\",\"warnings\"]},\"PersonAudiences\":{\"type\":\"object\",\"additionalPr"
    "operties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"properties\":{\"audience\":{\"type\":\"str"
    "ing\"},\"name\":{\"type\":\"string\"},\"since\":{\"type\":[\"string\",\"null\"],\"fo"
    "rmat\":\"date-time\"},\"reason\":{\"type\":[\"string\",\"null\"],\"enum\":[\"event\""
    ",\"time\",\"publish\",\"merge\",\"other\",null]},\"version\":{\"type\":[\"integer\","
    "\"null\"]},\"seq\":{\"type\":[\"integer\",\"null\"]},\"until\":{\"type\":[\"string\""
    ",\"null\"],\"format\":\"date-time\",\"description\":\"So long it holds if nothing ha"
    "ppens.\"}},\"required\":[\"audience\",\"name\",\"since\",\"reason\",\"version\",\"se"
    "q\",\"until\"]}},\"history\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/"
    "schemas/AudienceChange\"},\"description\":\"The newest 50.\"}},\"required\":[\"items"
    "\",\"history\"]},\"AuditRow\":{\"title\":\"Row of the audit log\",\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"id\",\"time\",\"principal\",\"addres"
    "s\",\"request_id\",\"operation\",\"kind\",\"subject\",\"detail\",\"cleared\",\"chain"
    "\"],\"properties\":{\"id\":{\"description\":\"1, 2, 3 \342\200\246 without a gap, in"
    " the order in which it happened.\",\"type\":\"integer\",\"minimum\":1},\"time\":{\"t"
    "ype\":\"string\",\"format\":\"date-time\"},\"principal\":{\"description\":\"Who did "
    "it, and what that was called then.\",\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"kind\",\"id\",\"name\"],\"properties\":{\"kind\":{\"description\""
    ":\"key, staff, system or nobody.\",\"type\":\"string\"},\"id\":{\"type\":[\"string\""
    ",\"null\"]},\"name\":{\"type\":\"string\"}}},\"address\":{\"description\":\"Where it"
    " came from; empty when not known.\",\"type\":\"string\"},\"request_id\":{\"descripti"
    "on\":\"As the answer's X-Request-Id said.\",\"type\":\"string\"},\"operation\":{\"ty"
    "pe\":\"string\"},\"kind\":{\"enum\":[\"look\",\"change\"]},\"subject\":{\"type\":\"o"
    "bject\",\"additionalProperties\":false,\"required\":[\"kind\",\"id\",\"key\"],\"prop"
    "erties\":{\"kind\":{\"description\":\"person, people (words typed, or nobody found),"
    " key, definition, erasure, cut, link, constant, \342\200\246\",\"type\":\"string\"},"
    "\"id\":{\"description\":\"A person's id is null once it is erased.\",\"type\":[\"str"
    "ing\",\"null\"]},\"key\":{\"description\":\"What `subject` finds.\",\"type\":\"strin"
    "g\"}}},\"detail\":{\"description\":\"What was looked for, or what stood there `befor"
    "e` and `after`. null once cleared.\",\"type\":[\"object\",\"null\"]},\"cleared\":{\""
    "description\":\"The detail was taken away by an erasure.\",\"type\":\"boolean\"},\"s"
    "alt\":{\"description\":\"Export only: 16 random bytes, hexadecimal; null once cleare"
    "d, and for whoever sees personal data masked.\",\"type\":[\"string\",\"null\"]},\"se"
    "aled\":{\"description\":\"Export only: SHA-256 over salt and detail.\",\"type\":[\"s"
    "tring\",\"null\"]},\"chain\":{\"description\":\"SHA-256 over the chain of the row be"
    "fore and this row's commitment (docs/audit.md).\",\"type\":\"string\"}}},\"AuditList"
    "\":{\"title\":\"Rows of the audit log\",\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":"
    "\"array\",\"items\":{\"$ref\":\"#/components/schemas/AuditRow\"}},\"next_cursor\":{\""
    "type\":[\"string\",\"null\"]}}},\"AuditCheck\":{\"title\":\"Whether the audit log's "
    "chain holds\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"sta"
    "te\",\"rows\",\"checked\",\"cleared\",\"head\",\"fault\",\"next_cursor\"],\"properti"
    "es\":{\"state\":{\"type\":\"string\",\"enum\":[\"intact\",\"broken\",\"unfinished\"]"
    "},\"rows\":{\"description\":\"That there are.\",\"type\":\"integer\",\"minimum\":0},"
    "\"checked\":{\"description\":\"The last row that was looked at.\",\"type\":\"integer"
    "\",\"minimum\":0},\"cleared\":{\"description\":\"Rows among them whose details are g"
    "one.\",\"type\":\"integer\",\"minimum\":0},\"head\":{\"description\":\"The chain as "
    "computed up to there, hexadecimal.\",\"type\":\"string\"},\"fault\":{\"description\""
    ":\"null: none.\",\"type\":[\"object\",\"null\"],\"additionalProperties\":false,\"req"
    "uired\":[\"row\",\"what\"],\"properties\":{\"row\":{\"type\":\"integer\"},\"what\":{"
    "\"type\":\"string\"}}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"CollectS"
    "uccess\":{\"type\":\"object\",\"required\":[\"success\"],\"properties\":{\"success\""
    ":{\"const\":true}},\"additionalProperties\":false,\"example\":{\"success\":true}},\""
    "CollectProblem\":{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\""
    "detail\",\"code\"],\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\""
    ":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},\"co"
    "de\":{\"type\":\"string\"},\"where\":{\"type\":\"string\"},\"hint\":{\"type\":\"stri"
    "ng\"},\"request_id\":{\"type\":\"string\"},\"success\":{\"const\":false},\"message\""
    ":{\"type\":\"string\"}},\"example\":{\"type\":\"/docs#errors-invalid\",\"title\":\"B"
    "ad Request\",\"status\":400,\"detail\":\"not JSON\",\"code\":\"invalid\",\"request_i"
    "d\":\"2f6c1b\",\"success\":false,\"message\":\"not JSON\"}},\"CollectMessage\":{\"ty"
    "pe\":\"object\",\"description\":\"userId or anonymousId is needed; event on track, g"
    "roupId on group, previousId on alias.\",\"properties\":{\"messageId\":{\"type\":\"st"
    "ring\",\"maxLength\":100},\"userId\":{\"type\":[\"string\",\"number\",\"null\"]},\"a"
    "nonymousId\":{\"type\":[\"string\",\"number\",\"null\"]},\"event\":{\"type\":\"strin"
    "g\"},\"name\":{\"type\":[\"string\",\"null\"]},\"groupId\":{\"type\":[\"string\",\"n"
    "umber\"]},\"previousId\":{\"type\":[\"string\",\"number\"]},\"traits\":{\"type\":\"o"
    "bject\"},\"properties\":{\"type\":\"object\"},\"context\":{\"type\":\"object\"},\"in"
    "tegrations\":{\"type\":\"object\"},\"timestamp\":{\"type\":[\"string\",\"number\"],\""
    "description\":\"RFC 3339, or seconds or milliseconds since 1970.\"},\"originalTimest"
    "amp\":{\"type\":[\"string\",\"number\"]},\"sentAt\":{\"type\":[\"string\",\"number\""
    "]},\"writeKey\":{\"type\":\"string\"}},\"example\":{\"userId\":\"u-1042\",\"event\":"
    "\"Rate Viewed\",\"properties\":{\"product\":\"current account\"},\"timestamp\":\"202"
    "6-11-23T14:32:56.123Z\"}},\"CollectItem\":{\"type\":\"object\",\"description\":\"use"
    "rId or anonymousId is needed; event on track, groupId on group, previousId on alias."
    "\",\"properties\":{\"messageId\":{\"type\":\"string\",\"maxLength\":100},\"userId\":"
    "{\"type\":[\"string\",\"number\",\"null\"]},\"anonymousId\":{\"type\":[\"string\",\""
    "number\",\"null\"]},\"event\":{\"type\":\"string\"},\"name\":{\"type\":[\"string\",\""
    "null\"]},\"groupId\":{\"type\":[\"string\",\"number\"]},\"previousId\":{\"type\":[\""
    "string\",\"number\"]},\"traits\":{\"type\":\"object\"},\"properties\":{\"type\":\"ob"
    "ject\"},\"context\":{\"type\":\"object\"},\"integrations\":{\"type\":\"object\"},\"t"
    "imestamp\":{\"type\":[\"string\",\"number\"],\"description\":\"RFC 3339, or seconds "
    "or milliseconds since 1970.\"},\"originalTimestamp\":{\"type\":[\"string\",\"number\""
    "]},\"sentAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\":{\"type\":\"string\"},"
    "\"type\":{\"enum\":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\",\""
    "merge\"]}},\"example\":{\"type\":\"identify\",\"userId\":\"u-1042\",\"traits\":{\"em"
    "ail\":\"mai@example.com\"}},\"required\":[\"type\"]},\"CollectMerge\":{\"type\":\"ob"
    "ject\",\"required\":[\"mergeProperties\"],\"properties\":{\"mergeProperties\":{\"typ"
    "e\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"object\",\"require"
    "d\":[\"type\",\"value\"],\"properties\":{\"type\":{\"type\":\"string\"},\"value\":{\""
    "type\":\"string\"}}}}},\"example\":{\"type\":\"merge\",\"mergeProperties\":[{\"type\""
    ":\"email\",\"value\":\"mai@example.com\"},{\"type\":\"phone\",\"value\":\"+813123456"
    "78\"}]}},\"CollectBatch\":{\"type\":\"object\",\"required\":[\"batch\"],\"properties"
    "\":{\"batch\":{\"type\":\"array\",\"maxItems\":2500,\"items\":{\"$ref\":\"#/componen"
    "ts/schemas/CollectItem\"}},\"context\":{\"type\":\"object\"},\"integrations\":{\"typ"
    "e\":\"object\"},\"sentAt\":{\"type\":[\"string\",\"number\"]},\"writeKey\":{\"type\""
    ":\"string\"}},\"example\":{\"batch\":[{\"type\":\"track\",\"userId\":\"u-1042\",\"ev"
    "ent\":\"Rate Viewed\"}],\"sentAt\":\"2026-11-23T14:32:56.123Z\"}},\"CollectAny\":{\""
    "type\":\"object\"},\"CollectReason\":{\"type\":\"string\",\"enum\":[\"not_an_object\""
    ",\"invalid_json\",\"no_type\",\"unknown_type\",\"no_user_anon_id\",\"no_usable_id\","
    "\"no_event\",\"no_group_id\",\"no_previous_id\",\"no_merge_properties\",\"wrong_type"
    "\",\"id_too_long\",\"event_too_large\",\"too_many_traits\",\"too_many_events\",\"no_"
    "batch\",\"batch_expands\",\"erased\",\"unplanned_event\",\"plan_violation\"]},\"Coll"
    "ectError\":{\"type\":\"object\",\"required\":[\"id\",\"received\",\"source\",\"reaso"
    "n\",\"detail\",\"position\",\"raw\"],\"additionalProperties\":false,\"properties\":{"
    "\"id\":{\"type\":\"string\"},\"received\":{\"type\":\"string\",\"format\":\"date-tim"
    "e\"},\"source\":{\"type\":[\"string\",\"null\"]},\"reason\":{\"$ref\":\"#/components"
    "/schemas/CollectReason\"},\"detail\":{\"type\":\"string\"},\"position\":{\"type\":[\""
    "integer\",\"null\"],\"description\":\"Which item of its batch, or line of its import"
    ", from 1; null for a message by itself.\"},\"raw\":{\"type\":\"string\",\"descriptio"
    "n\":\"What was sent, at most 32 KB of it.\"}}},\"CollectErrorList\":{\"type\":\"obje"
    "ct\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"prope"
    "rties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Co"
    "llectError\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"example\":{\"item"
    "s\":[{\"id\":\"5121\",\"received\":\"2026-11-23T14:32:56.123Z\",\"source\":\"web\",\""
    "reason\":\"no_event\",\"detail\":\"a track call needs event\",\"position\":3,\"raw\""
    ":\"{\\\"type\\\":\\\"track\\\",\\\"userId\\\":\\\"u-1042\\\"}\"}],\"next_cursor\":nu"
    "ll}},\"ImportResult\":{\"type\":\"object\",\"required\":[\"received\",\"accepted\",\""
    "duplicates\",\"rejected\",\"errors\"],\"additionalProperties\":false,\"properties\":"
    "{\"received\":{\"type\":\"integer\"},\"accepted\":{\"type\":\"integer\"},\"duplicate"
    "s\":{\"type\":\"integer\"},\"rejected\":{\"type\":\"integer\"},\"errors\":{\"type\":"
    "\"array\",\"maxItems\":20,\"description\":\"The first ones.\",\"items\":{\"type\":\""
    "object\",\"required\":[\"line\",\"reason\",\"detail\"],\"additionalProperties\":fals"
    "e,\"properties\":{\"line\":{\"type\":\"integer\"},\"reason\":{\"$ref\":\"#/component"
    "s/schemas/CollectReason\"},\"detail\":{\"type\":\"string\"}}}}},\"example\":{\"recei"
    "ved\":3,\"accepted\":2,\"duplicates\":0,\"rejected\":1,\"errors\":[{\"line\":2,\"rea"
    "son\":\"no_event\",\"detail\":\"a track call needs event\"}]}},\"SegmentSettings\":{"
    "\"type\":\"object\",\"required\":[\"integrations\",\"plan\",\"metrics\"],\"propertie"
    "s\":{\"integrations\":{\"type\":\"object\"},\"plan\":{\"type\":\"object\"},\"metrics"
    "\":{\"type\":\"object\"}}},\"RudderSourceConfig\":{\"type\":\"object\",\"required\":"
    "[\"source\"],\"properties\":{\"source\":{\"type\":\"object\",\"required\":[\"id\",\""
    "name\",\"writeKey\",\"enabled\",\"workspaceId\",\"config\",\"destinations\"],\"prope"
    "rties\":{\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"writeKey\":{\""
    "type\":\"string\"},\"enabled\":{\"type\":\"boolean\"},\"workspaceId\":{\"type\":\"st"
    "ring\"},\"config\":{\"type\":\"object\"},\"destinations\":{\"type\":\"array\"},\"con"
    "nections\":{\"type\":\"array\"},\"dataplanes\":{\"type\":\"object\"}}}}},\"KeyInfo\""
    ":{\"title\":\"Key\",\"type\":\"object\",\"additionalProperties\":false,\"required\":"
    "[\"id\",\"kind\",\"name\",\"prefix\",\"key\",\"scopes\",\"source\",\"created\",\"las"
    "t_used\",\"revoked\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\""
    "kind\":{\"enum\":[\"write\",\"secret\"]},\"name\":{\"type\":\"string\"},\"prefix\":{"
    "\"description\":\"How the key begins.\",\"type\":\"string\"},\"key\":{\"description\""
    ":\"The key itself. A write key is public and always shown; a secret key is shown onc"
    "e, in the answer that made it.\",\"type\":[\"string\",\"null\"]},\"scopes\":{\"type\""
    ":\"array\",\"items\":{\"type\":\"string\"}},\"source\":{\"description\":\"Write key:"
    " key of its source.\",\"type\":[\"string\",\"null\"]},\"created\":{\"type\":\"string"
    "\",\"format\":\"date-time\"},\"last_used\":{\"type\":[\"string\",\"null\"],\"format\""
    ":\"date-time\",\"description\":\"Up to a minute behind.\"},\"revoked\":{\"type\":[\""
    "string\",\"null\"],\"format\":\"date-time\",\"description\":\"In force no more from "
    "then on; lies ahead while a replaced key is in its grace.\"}}},\"KeyList\":{\"title\""
    ":\"Keys\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"additionalP"
    "roperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":"
    "\"#/components/schemas/KeyInfo\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}"
    "},\"KeyNew\":{\"title\":\"New key\",\"type\":\"object\",\"additionalProperties\":fal"
    "se,\"required\":[\"kind\",\"name\"],\"properties\":{\"kind\":{\"enum\":[\"write\",\""
    "secret\"]},\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50},\"source\""
    ":{\"description\":\"Write key: key of a published source.\",\"type\":\"string\",\"mi"
    "nLength\":1,\"maxLength\":100},\"scopes\":{\"description\":\"Secret key: what it may"
    " do; no more than the key that makes it.\",\"type\":\"array\",\"minItems\":1,\"maxIt"
    "ems\":64,\"uniqueItems\":true,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLe"
    "ngth\":60}}}},\"KeyRotate\":{\"title\":\"Replacing a key\",\"type\":\"object\",\"add"
    "itionalProperties\":false,\"properties\":{\"grace_seconds\":{\"description\":\"How l"
    "ong the old key stays in force.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":259"
    "2000,\"default\":86400}}},\"DefinitionKind\":{\"title\":\"Kind of definition\",\"typ"
    "e\":\"object\",\"additionalProperties\":false,\"required\":[\"kind\",\"title\",\"sch"
    "ema\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"title\":{\"type\":\"string\""
    "},\"schema\":{\"description\":\"JSON Schema of its bodies.\",\"type\":\"object\"}}},"
    "\"DefinitionKindList\":{\"title\":\"Kinds of definitions\",\"type\":\"object\",\"req"
    "uired\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"properties\":{\""
    "items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/DefinitionKin"
    "d\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Definition\":{\"title\":\""
    "Definition\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\""
    ",\"kind\",\"key\",\"draft\",\"published\",\"version\",\"created\",\"updated\",\"etag"
    "\",\"problem\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"kind\""
    ":{\"type\":\"string\"},\"key\":{\"type\":\"string\"},\"draft\":{\"description\":\"Wh"
    "at is being worked on.\",\"type\":[\"object\",\"null\"]},\"published\":{\"descriptio"
    "n\":\"What is in force.\",\"type\":[\"object\",\"null\"]},\"version\":{\"description"
    "\":\"Number of what is in force.\",\"type\":[\"integer\",\"null\"]},\"created\":{\"t"
    "ype\":\"string\",\"format\":\"date-time\"},\"updated\":{\"type\":\"string\",\"format"
    "\":\"date-time\"},\"etag\":{\"type\":\"string\"},\"problem\":{\"description\":\"Why "
    "the published version is not in force although it should be: another version of the "
    "program wrote it.\",\"type\":[\"string\",\"null\"]}}},\"DefinitionList\":{\"title\":"
    "\"Definitions\",\"type\":\"object\",\"required\":[\"items\",\"next_cursor\"],\"addit"
    "ionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$"
    "ref\":\"#/components/schemas/Definition\"}},\"next_cursor\":{\"type\":[\"string\",\""
    "null\"]}}},\"DefinitionDraft\":{\"title\":\"Draft\",\"type\":\"object\",\"additional"
    "Properties\":false,\"required\":[\"draft\"],\"properties\":{\"draft\":{\"description"
    "\":\"Any object; it is checked against the kind's schema when it is published.\",\"t"
    "ype\":\"object\"}}},\"DefinitionPublish\":{\"title\":\"Publishing\",\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"properties\":{\"note\":{\"type\":\"string\",\"m"
    "axLength\":250}}},\"DefinitionRollback\":{\"title\":\"Rolling back\",\"type\":\"obje"
    "ct\",\"additionalProperties\":false,\"required\":[\"version\"],\"properties\":{\"ver"
    "sion\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295},\"note\":{\"type\""
    ":\"string\",\"maxLength\":250}}},\"DefinitionVersion\":{\"title\":\"Version of a def"
    "inition\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"version"
    "\",\"body\",\"author\",\"note\",\"at\"],\"properties\":{\"version\":{\"type\":\"inte"
    "ger\",\"minimum\":1},\"body\":{\"type\":\"object\"},\"author\":{\"type\":\"string\"}"
    ",\"note\":{\"type\":\"string\"},\"at\":{\"type\":\"string\",\"format\":\"date-time\""
    "}}},\"DefinitionVersionList\":{\"title\":\"Versions of a definition\",\"type\":\"obj"
    "ect\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"prop"
    "erties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/D"
    "efinitionVersion\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Source\":{"
    "\"title\":\"Source\",\"type\":\"object\",\"additionalProperties\":false,\"required\""
    ":[\"id\",\"key\",\"name\",\"type\",\"enabled\",\"settings\",\"version\",\"created\","
    "\"write_keys\"],\"properties\":{\"id\":{\"description\":\"The number that its events"
    " carry.\",\"type\":\"integer\",\"minimum\":1},\"key\":{\"type\":\"string\"},\"name\""
    ":{\"type\":\"string\"},\"type\":{\"enum\":[\"browser\",\"server\",\"mobile\",\"impor"
    "t\",\"other\"]},\"enabled\":{\"type\":\"boolean\"},\"settings\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"delivery\"],\"properties\":{\"delive"
    "ry\":{\"enum\":[\"standard\",\"batching\"]}}},\"version\":{\"type\":\"integer\",\"mi"
    "nimum\":1},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\"write_keys\""
    ":{\"description\":\"Those in force.\",\"type\":\"array\",\"items\":{\"type\":\"objec"
    "t\",\"additionalProperties\":false,\"required\":[\"id\",\"name\",\"key\"],\"properti"
    "es\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"k"
    "ey\":{\"type\":\"string\"}}}}}},\"SourceList\":{\"title\":\"Sources\",\"type\":\"obj"
    "ect\",\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false,\"prop"
    "erties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/S"
    "ource\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"SourceNew\":{\"title\""
    ":\"New source\",\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"n"
    "ame\"],\"properties\":{\"key\":{\"description\":\"Made of the name when left out.\","
    "\"type\":\"string\",\"minLength\":1,\"maxLength\":100,\"pattern\":\"^[a-z0-9][a-z0-9"
    "._-]*$\"},\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50},\"type\":{"
    "\"enum\":[\"browser\",\"server\",\"mobile\",\"import\",\"other\"],\"default\":\"othe"
    "r\"},\"enabled\":{\"type\":\"boolean\",\"default\":true},\"settings\":{\"type\":\"ob"
    "ject\",\"additionalProperties\":false,\"properties\":{\"delivery\":{\"enum\":[\"stan"
    "dard\",\"batching\"],\"default\":\"standard\"}}}}},\"EventItem\":{\"type\":\"object\""
    ",\"required\":[\"seq\",\"message_id\",\"type\",\"name\",\"source\",\"person\",\"time"
    "\",\"received\"],\"properties\":{\"seq\":{\"type\":\"integer\",\"description\":\"Of "
    "its log entry; what Last-Event-ID and /api/events/{seq} take.\"},\"message_id\":{\"t"
    "ype\":\"string\"},\"type\":{\"type\":\"string\"},\"name\":{\"type\":\"string\",\"des"
    "cription\":\"The type's where the event has none. Cut at 256 bytes.\"},\"source\":{\""
    "type\":[\"string\",\"null\"],\"description\":\"Key of the source.\"},\"person\":{\"t"
    "ype\":\"string\",\"format\":\"uuid\"},\"time\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"received\":{\"type\":\"string\",\"format\":\"date-time\"},\"late\":{\"co"
    "nst\":true,\"description\":\"It happened more than a day before it arrived.\"},\"fut"
    "ure\":{\"const\":true,\"description\":\"It claimed a time after its arrival.\"},\"im"
    "ported\":{\"const\":true}},\"description\":\"An event as lists and live views show i"
    "t.\",\"additionalProperties\":false},\"EventError\":{\"type\":\"object\",\"required\""
    ":[\"seq\",\"reason\",\"detail\",\"source\",\"received\",\"position\"],\"properties\""
    ":{\"seq\":{\"type\":\"integer\"},\"reason\":{\"type\":\"string\"},\"detail\":{\"type"
    "\":\"string\",\"description\":\"Cut at 256 bytes in a live view.\"},\"source\":{\"ty"
    "pe\":[\"string\",\"null\"]},\"received\":{\"type\":\"string\",\"format\":\"date-time"
    "\"},\"position\":{\"type\":[\"integer\",\"null\"],\"description\":\"Item of a batch "
    "or line of an import, from 1.\"}},\"description\":\"A message that could not be take"
    "n.\",\"additionalProperties\":false},\"EventList\":{\"type\":\"object\",\"required\""
    ":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\""
    ":{\"anyOf\":[{\"$ref\":\"#/components/schemas/EventItem\"},{\"$ref\":\"#/components/"
    "schemas/EventError\"}]}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}},\"additio"
    "nalProperties\":false},\"EventIdentifier\":{\"type\":\"object\",\"required\":[\"kind"
    "\",\"value\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"value\":{\"type\":\"s"
    "tring\"}},\"additionalProperties\":false},\"EventMade\":{\"type\":\"object\",\"requi"
    "red\":[\"what\"],\"description\":\"`name`: a name got its number; `identifier`: seen"
    " for the first time; `atom`: a new pair of device and account; `carry`: an atom carr"
    "ies a further identifier; `link`: two atoms are one person, or would be.\",\"propert"
    "ies\":{\"what\":{\"enum\":[\"name\",\"identifier\",\"atom\",\"carry\",\"link\"]}}},\""
    "EventDetail\":{\"type\":\"object\",\"required\":[\"seq\",\"kind\",\"source\",\"recei"
    "ved\",\"stored\",\"raw\"],\"description\":\"Of an event: everything. Of an error: re"
    "ason, detail, position and what was sent.\",\"properties\":{\"seq\":{\"type\":\"inte"
    "ger\"},\"kind\":{\"enum\":[\"event\",\"error\"]},\"message_id\":{\"type\":\"string\""
    "},\"type\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"source\":{\"type\""
    ":[\"string\",\"null\"]},\"person\":{\"type\":\"string\"},\"time\":{\"type\":\"string"
    "\",\"format\":\"date-time\"},\"received\":{\"type\":\"string\",\"format\":\"date-tim"
    "e\"},\"stored\":{\"type\":\"string\",\"format\":\"date-time\"},\"flags\":{\"type\":\""
    "array\",\"items\":{\"type\":\"string\"}},\"atom\":{\"type\":\"object\",\"required\":"
    "[\"id\",\"device\",\"account\"],\"properties\":{\"id\":{\"type\":\"string\",\"format"
    "\":\"uuid\"},\"device\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/EventIdentifier"
    "\"},{\"type\":\"null\"}]},\"account\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/E"
    "ventIdentifier\"},{\"type\":\"null\"}]}}},\"identity\":{\"type\":\"array\",\"descrip"
    "tion\":\"What this event newly brought, as it is called now.\",\"items\":{\"$ref\":\""
    "#/components/schemas/EventMade\"}},\"raw\":{\"type\":\"string\",\"description\":\"As"
    " it is kept: the message, minified; of an error, what was sent, cut at 32 KB.\"},\"m"
    "essage\":{\"type\":\"object\"},\"reason\":{\"type\":\"string\"},\"detail\":{\"type\""
    ":\"string\"},\"position\":{\"type\":[\"integer\",\"null\"]}}},\"FigureSlot\":{\"type"
    "\":\"object\",\"required\":[\"time\",\"events\",\"errors\"],\"properties\":{\"time\""
    ":{\"type\":\"string\",\"format\":\"date-time\",\"description\":\"Its beginning.\"},\""
    "events\":{\"type\":\"integer\"},\"errors\":{\"type\":\"integer\"}},\"additionalPrope"
    "rties\":false},\"SourceFigures\":{\"type\":\"object\",\"required\":[\"id\",\"key\",\""
    "name\",\"type\",\"enabled\",\"state\",\"events\",\"errors\",\"events_last_hour\",\"e"
    "rrors_last_hour\",\"per_minute\",\"last_event\",\"last_error\"],\"properties\":{\"id"
    "\":{\"type\":\"integer\"},\"key\":{\"type\":\"string\"},\"name\":{\"type\":\"string\""
    "},\"type\":{\"type\":\"string\"},\"enabled\":{\"type\":\"boolean\"},\"state\":{\"enu"
    "m\":[\"ok\",\"silent\",\"failing\",\"never\"],\"description\":\"`failing`: in the la"
    "st hour at least a tenth could not be taken; `silent`: nothing for an hour, though t"
    "here was before; `never`: nothing yet.\"},\"events\":{\"type\":\"integer\",\"descrip"
    "tion\":\"Ever.\"},\"errors\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"even"
    "ts_last_hour\":{\"type\":\"integer\"},\"errors_last_hour\":{\"type\":\"integer\"},\""
    "per_minute\":{\"type\":\"number\",\"description\":\"Mean of the last five minutes.\""
    "},\"last_event\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"last_er"
    "ror\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}},\"additionalPropert"
    "ies\":false},\"Overview\":{\"type\":\"object\",\"required\":[\"time\",\"people\",\"e"
    "vents\",\"errors\",\"ready\",\"minutes\",\"hours\",\"errors_last_hour\",\"sources\"]"
    ",\"properties\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"people\":"
    "{\"type\":\"integer\"},\"events\":{\"type\":\"integer\",\"description\":\"Ever.\"},\""
    "errors\":{\"type\":\"integer\",\"description\":\"Ever.\"},\"ready\":{\"type\":\"obje"
    "ct\",\"required\":[\"status\",\"writable\",\"role\",\"seq\"],\"properties\":{\"statu"
    "s\":{\"enum\":[\"ready\",\"starting\",\"stopping\",\"read_only\",\"behind\"]},\"writ"
    "able\":{\"type\":\"boolean\"},\"role\":{\"type\":\"string\"},\"seq\":{\"type\":\"int"
    "eger\"}},\"additionalProperties\":false},\"minutes\":{\"type\":\"array\",\"descripti"
    "on\":\"The last 60, oldest first; the last one is not over yet.\",\"minItems\":60,\""
    "maxItems\":60,\"items\":{\"$ref\":\"#/components/schemas/FigureSlot\"}},\"hours\":{\""
    "type\":\"array\",\"description\":\"The last 48, oldest first.\",\"minItems\":48,\"ma"
    "xItems\":48,\"items\":{\"$ref\":\"#/components/schemas/FigureSlot\"}},\"errors_last_"
    "hour\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"reason\",\""
    "count\"],\"properties\":{\"reason\":{\"type\":\"string\"},\"count\":{\"type\":\"inte"
    "ger\"}},\"additionalProperties\":false}},\"sources\":{\"type\":\"array\",\"items\":{"
    "\"$ref\":\"#/components/schemas/SourceFigures\"}}},\"additionalProperties\":false},\""
    "System\":{\"type\":\"object\",\"required\":[\"version\",\"uptime_s\",\"status\",\"ro"
    "le\",\"epoch\",\"behind_ms\",\"writer_url\",\"store\",\"log\",\"snapshot\",\"nodes\""
    ",\"disk\",\"memory\",\"threads\",\"search\"],\"properties\":{\"version\":{\"type\":\""
    "string\"},\"uptime_s\":{\"type\":\"integer\"},\"status\":{\"enum\":[\"ready\",\"star"
    "ting\",\"stopping\",\"read_only\",\"behind\"]},\"role\":{\"enum\":[\"alone\",\"write"
    "r\",\"follower\"]},\"epoch\":{\"type\":\"integer\",\"description\":\"Of the lease: h"
    "ow often the writer has changed.\"},\"behind_ms\":{\"type\":[\"integer\",\"null\"],\""
    "description\":\"Since this node last had the whole log for certain; null where it is"
    " alone.\"},\"writer_url\":{\"type\":\"string\",\"description\":\"Of another node tha"
    "t writes; empty when it is this one.\"},\"store\":{\"type\":\"object\",\"required\":"
    "[\"kind\",\"bytes\",\"writable\",\"commit_failures\"],\"properties\":{\"kind\":{\"en"
    "um\":[\"sqlite\",\"postgresql\"]},\"bytes\":{\"type\":\"integer\"},\"writable\":{\"t"
    "ype\":\"boolean\"},\"commit_failures\":{\"type\":\"integer\",\"description\":\"Since"
    " the start.\"}},\"additionalProperties\":false},\"log\":{\"type\":\"object\",\"requi"
    "red\":[\"seq\",\"frames\",\"bytes\"],\"properties\":{\"seq\":{\"type\":\"integer\",\""
    "description\":\"The newest entry.\"},\"frames\":{\"type\":\"integer\"},\"bytes\":{\""
    "type\":\"integer\",\"description\":\"Compressed.\"}},\"additionalProperties\":false}"
    ",\"snapshot\":{\"type\":\"object\",\"required\":[\"seq\",\"time\",\"bytes\",\"entrie"
    "s_behind\"],\"properties\":{\"seq\":{\"type\":\"integer\",\"description\":\"0: none "
    "yet.\"},\"time\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"bytes\""
    ":{\"type\":\"integer\"},\"entries_behind\":{\"type\":\"integer\",\"description\":\"R"
    "ead anew at a start.\"}},\"additionalProperties\":false},\"nodes\":{\"type\":\"array"
    "\",\"description\":\"That share the store; empty on SQLite.\",\"items\":{\"type\":\""
    "object\",\"required\":[\"id\",\"url\",\"version\"],\"properties\":{\"id\":{\"type\":"
    "\"string\"},\"url\":{\"type\":\"string\"},\"version\":{\"type\":\"string\"}},\"addit"
    "ionalProperties\":false}},\"disk\":{\"type\":\"object\",\"required\":[\"free_bytes\""
    ",\"total_bytes\"],\"properties\":{\"free_bytes\":{\"type\":\"integer\"},\"total_byte"
    "s\":{\"type\":\"integer\"}},\"description\":\"Where the folder of data lies.\",\"add"
    "itionalProperties\":false},\"memory\":{\"type\":\"object\",\"required\":[\"resident_"
    "bytes\",\"state_bytes\"],\"properties\":{\"resident_bytes\":{\"type\":\"integer\"},\""
    "state_bytes\":{\"type\":\"integer\"}},\"additionalProperties\":false},\"threads\":{\""
    "type\":\"integer\"},\"search\":{\"type\":\"object\",\"required\":[\"ready\",\"waitin"
    "g\"],\"properties\":{\"ready\":{\"type\":\"boolean\"},\"waiting\":{\"type\":\"intege"
    "r\",\"description\":\"Pairs of device and account that are not in the search index y"
    "et.\"}},\"additionalProperties\":false}},\"additionalProperties\":false},\"Violation"
    "\":{\"type\":\"object\",\"required\":[\"source\",\"type\",\"event\",\"property\",\"r"
    "eason\",\"count\",\"blocked\",\"first_seen\",\"last_seen\",\"example_seq\"],\"proper"
    "ties\":{\"source\":{\"type\":[\"string\",\"null\"]},\"type\":{\"type\":\"string\"},\""
    "event\":{\"type\":\"string\",\"description\":\"Cut at 200 bytes.\"},\"property\":{\""
    "type\":[\"string\",\"null\"],\"description\":\"Null: the whole event. Cut at 100 byt"
    "es.\"},\"reason\":{\"enum\":[\"unplanned_event\",\"missing_property\",\"invalid_prop"
    "erty\",\"unexpected_property\"]},\"count\":{\"type\":\"integer\"},\"blocked\":{\"typ"
    "e\":\"integer\",\"description\":\"Of these, refused.\"},\"first_seen\":{\"type\":\"s"
    "tring\",\"format\":\"date-time\"},\"last_seen\":{\"type\":\"string\",\"format\":\"da"
    "te-time\"},\"example_seq\":{\"type\":\"integer\",\"description\":\"Of the newest: GE"
    "T /api/events/{seq}.\"}},\"additionalProperties\":false},\"ViolationList\":{\"type\""
    ":\"object\",\"required\":[\"items\",\"next_cursor\",\"not_listed\"],\"properties\":{"
    "\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Violation\""
    "}},\"next_cursor\":{\"type\":[\"string\",\"null\"]},\"not_listed\":{\"type\":\"integ"
    "er\",\"description\":\"Violations past the 10,000 kinds that are kept apart.\"}},\"a"
    "dditionalProperties\":false},\"Identifier\":{\"type\":\"object\",\"properties\":{\"k"
    "ind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type"
    "\":\"string\"},\"since_seq\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"L"
    "og entry that first tied it to this person.\"}},\"required\":[\"kind\",\"value\",\"s"
    "ince_seq\"],\"additionalProperties\":false},\"Person\":{\"type\":\"object\",\"proper"
    "ties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\""
    "string\",\"null\"],\"format\":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"n"
    "ull\"],\"format\":\"date-time\"},\"events\":{\"type\":\"integer\",\"minimum\":0},\"t"
    "raits\":{\"type\":\"object\",\"additionalProperties\":true},\"provenance\":{\"type\""
    ":\"object\",\"additionalProperties\":{\"type\":\"object\",\"properties\":{\"time\":{"
    "\"type\":\"string\",\"format\":\"date-time\"},\"seq\":{\"type\":\"integer\"},\"sourc"
    "e\":{\"type\":\"integer\",\"description\":\"Number of the source; 0 when not known.\""
    "}},\"required\":[\"time\",\"seq\",\"source\"],\"additionalProperties\":false}},\"ide"
    "ntifiers\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Identifier"
    "\"}},\"groups\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\""
    "id\":{\"type\":\"string\"},\"traits\":{\"type\":\"object\",\"additionalProperties\":"
    "true}},\"required\":[\"id\",\"traits\"],\"additionalProperties\":false}},\"aliases\""
    ":{\"type\":\"array\",\"description\":\"Ids that were merged into this person and kee"
    "p answering.\",\"items\":{\"type\":\"string\",\"format\":\"uuid\"}}},\"required\":[\""
    "id\",\"first_seen\",\"last_seen\",\"events\",\"traits\",\"provenance\",\"identifiers"
    "\",\"groups\",\"aliases\"],\"additionalProperties\":false},\"PersonList\":{\"type\":"
    "\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/com"
    "ponents/schemas/Person\"}},\"next_cursor\":{\"type\":[\"string\",\"null\"]},\"found\""
    ":{\"type\":\"integer\",\"description\":\"With `q`: how many were found, of at most 1"
    ",000.\"},\"found_more\":{\"type\":\"boolean\",\"description\":\"There may be more th"
    "an were found.\"}},\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\""
    ":false},\"TimelineItem\":{\"type\":\"object\",\"properties\":{\"seq\":{\"type\":\"in"
    "teger\"},\"message_id\":{\"type\":\"string\"},\"type\":{\"type\":\"string\",\"enum\""
    ":[\"track\",\"identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"name\":{\"type\""
    ":\"string\",\"description\":\"Of a track, page or screen; else the type.\"},\"time\""
    ":{\"type\":\"string\",\"format\":\"date-time\"},\"received\":{\"type\":\"string\",\""
    "format\":\"date-time\"},\"source\":{\"type\":\"string\",\"description\":\"Key of the"
    " source; empty when it is gone.\"},\"flags\":{\"type\":\"array\",\"items\":{\"type\""
    ":\"string\",\"enum\":[\"late\",\"future\",\"skewed\",\"no_time\",\"imported\",\"no_m"
    "essage_id\",\"thinned\"]}},\"message\":{\"type\":\"object\",\"additionalProperties\""
    ":true}},\"required\":[\"seq\",\"message_id\",\"type\",\"name\",\"time\",\"received\""
    ",\"source\",\"flags\",\"message\"],\"additionalProperties\":false},\"Timeline\":{\"t"
    "ype\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/TimelineItem\"}},\"next_cursor\":{\"type\":[\"string\",\"null\""
    "]}},\"required\":[\"items\",\"next_cursor\"],\"additionalProperties\":false},\"Ident"
    "ities\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"format\":"
    "\"uuid\"},\"atoms\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\""
    ":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},\"first_seen\":{\"type\":[\"strin"
    "g\",\"null\"],\"format\":\"date-time\"},\"last_seen\":{\"type\":[\"string\",\"null\""
    "],\"format\":\"date-time\"},\"events\":{\"type\":\"integer\"},\"identifiers\":{\"typ"
    "e\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"kind\":{\"type\":\"st"
    "ring\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"},\"rol"
    "e\":{\"type\":\"string\",\"enum\":[\"device\",\"account\",\"further\"]},\"since_seq\""
    ":{\"type\":\"integer\"},\"state\":{\"type\":\"string\",\"enum\":[\"held\",\"over_lim"
    "it\",\"cut\",\"person_too_large\",\"withdrawn\",\"blocked\"],\"description\":\"held:"
    " it ties. Otherwise why it was refused.\"}},\"required\":[\"kind\",\"value\",\"role\""
    ",\"since_seq\",\"state\"],\"additionalProperties\":false}}},\"required\":[\"id\",\"f"
    "irst_seen\",\"last_seen\",\"events\",\"identifiers\"],\"additionalProperties\":false"
    "}},\"links\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"fr"
    "om\":{\"type\":\"string\",\"format\":\"uuid\"},\"to\":{\"type\":\"string\",\"format\""
    ":\"uuid\"},\"because\":{\"type\":\"string\",\"enum\":[\"shared_identifier\",\"first_"
    "sign_in\",\"alias\",\"merge\"]},\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-z][a"
    "-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"},\"seq\":{\"type\":\"integer\"},\"i"
    "d\":{\"type\":\"integer\",\"description\":\"For POST /api/links/{id}/undo; absent fo"
    "r shared identifiers.\"},\"evidence\":{\"type\":\"string\"},\"state\":{\"type\":\"st"
    "ring\",\"enum\":[\"held\",\"over_limit\",\"cut\",\"person_too_large\",\"withdrawn\","
    "\"blocked\"]}},\"required\":[\"from\",\"to\",\"because\",\"seq\",\"state\"],\"additi"
    "onalProperties\":false}},\"cuts\":{\"type\":\"array\",\"items\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"id\",\"reason\",\"in_force\",\"seq\""
    ",\"sides\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"reason\":{\"type\":\"str"
    "ing\"},\"in_force\":{\"type\":\"boolean\"},\"seq\":{\"type\":\"integer\"},\"sides\":"
    "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{\"type\":\"array\",\"it"
    "ems\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"atom\":{"
    "\"type\":\"string\",\"format\":\"uuid\"},\"kind\":{\"type\":\"string\",\"pattern\":\""
    "^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\"}}}}}}}}},\"required\":[\"id"
    "\",\"atoms\",\"links\",\"cuts\"],\"additionalProperties\":false},\"Split\":{\"type\""
    ":\"object\",\"additionalProperties\":false,\"properties\":{\"identifiers\":{\"type\""
    ":\"array\",\"maxItems\":5000,\"items\":{\"type\":\"object\",\"additionalProperties\""
    ":false,\"required\":[\"kind\",\"value\"],\"properties\":{\"kind\":{\"type\":\"string"
    "\",\"pattern\":\"^[a-z][a-z0-9_]{0,39}$\"},\"value\":{\"type\":\"string\",\"minLengt"
    "h\":1,\"maxLength\":4096}}}},\"atoms\":{\"type\":\"array\",\"maxItems\":5000,\"items"
    "\":{\"type\":\"string\",\"format\":\"uuid\"}},\"reason\":{\"type\":\"string\",\"maxL"
    "ength\":1000},\"preview\":{\"type\":\"boolean\",\"default\":false}}},\"Merge\":{\"ty"
    "pe\":\"object\",\"additionalProperties\":false,\"required\":[\"people\",\"evidence\""
    "],\"properties\":{\"people\":{\"type\":\"array\",\"minItems\":2,\"maxItems\":2,\"ite"
    "ms\":{\"type\":\"string\",\"format\":\"uuid\"}},\"evidence\":{\"type\":\"string\",\""
    "minLength\":1,\"maxLength\":1000},\"preview\":{\"type\":\"boolean\",\"default\":fals"
    "e}}},\"Undo\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\""
    "preview\":{\"type\":\"boolean\",\"default\":false}}},\"Surgery\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"preview\",\"people\"],\"properties\""
    ":{\"cut\":{\"type\":\"integer\"},\"link\":{\"type\":\"integer\"},\"preview\":{\"type"
    "\":\"boolean\"},\"people\":{\"type\":\"array\",\"maxItems\":2,\"description\":\"The "
    "persons as they are now, or would be.\",\"items\":{\"$ref\":\"#/components/schemas/P"
    "erson\"}}}},\"IdentifierKind\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"kind\",\"title\",\"device\",\"declared\",\"read\",\"limit\",\"window_d"
    "ays\",\"priority\"],\"properties\":{\"kind\":{\"type\":\"string\",\"pattern\":\"^[a-"
    "z][a-z0-9_]{0,39}$\"},\"title\":{\"type\":\"string\",\"description\":\"Of a built-in"
    " kind, and of one that the rules name no more: its key.\"},\"device\":{\"type\":\"bo"
    "olean\"},\"declared\":{\"type\":\"boolean\",\"description\":\"A kind of your own.\"}"
    ",\"read\":{\"type\":\"boolean\",\"description\":\"Whether it is read from messages n"
    "ow.\"},\"normalise\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\""
    "trim\",\"nfkc\",\"lower\",\"digits\",\"strip_leading_zeros\",\"e164\"]},\"descriptio"
    "n\":\"Of a kind of your own.\"},\"region\":{\"description\":\"With e164: the country"
    " (ISO 3166) of numbers without +. For ever.\",\"type\":\"string\",\"pattern\":\"^[A-"
    "Z]{2}$\"},\"limit\":{\"type\":\"integer\"},\"window_days\":{\"type\":\"integer\"},\""
    "priority\":{\"type\":\"integer\"}}},\"IdentifierKindList\":{\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"required\":[\"items\"],\"properties\":{\"items\":{\"typ"
    "e\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/IdentifierKind\"}}}},\"Iden"
    "tityRules\":{\"description\":\"How many identifiers of each kind one person may have"
    ", which are stronger, and which values stand for nobody. What is left out stays as b"
    "uilt in.\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"atom"
    "s_max\":{\"description\":\"Pairs of device and account that one person may have; pas"
    "t it a link is refused and shown.\",\"type\":\"integer\",\"minimum\":10,\"maximum\":"
    "20000,\"default\":2000},\"constant\":{\"description\":\"An account identifier that m"
    "ore than `atoms` pairs of device and account begin to carry within `window_days` is "
    "sent for everybody: it goes into quarantine. 0: never.\",\"type\":\"object\",\"addit"
    "ionalProperties\":false,\"properties\":{\"atoms\":{\"type\":\"integer\",\"minimum\":"
    "0,\"maximum\":10000,\"default\":500},\"window_days\":{\"type\":\"integer\",\"minimum"
    "\":1,\"maximum\":365,\"default\":30}}},\"kinds\":{\"description\":\"Rules of built-i"
    "n kinds, and kinds of your own.\",\"type\":\"object\",\"maxProperties\":41,\"propert"
    "ies\":{\"user_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"email\":{\""
    "$ref\":\"#/components/schemas/IdentityKindRule\"},\"phone\":{\"$ref\":\"#/components"
    "/schemas/IdentityKindRule\"},\"customer_number\":{\"$ref\":\"#/components/schemas/Id"
    "entityKindRule\"},\"external_id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\""
    "},\"push_token\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"advertising_"
    "id\":{\"$ref\":\"#/components/schemas/IdentityKindRule\"},\"device_id\":{\"$ref\":\""
    "#/components/schemas/IdentityKindRule\"},\"anonymous_id\":{\"$ref\":\"#/components/s"
    "chemas/IdentityKindRule\"}},\"additionalProperties\":{\"$ref\":\"#/components/schema"
    "s/IdentityOwnKind\"}}}},\"IdentityTrial\":{\"type\":\"object\",\"additionalPropertie"
    "s\":false,\"required\":[\"people_now\",\"people_then\",\"would_join\",\"would_part\""
    ",\"too_large_to_say\",\"examples\"],\"properties\":{\"people_now\":{\"type\":\"integ"
    "er\",\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"minimum\":0},\"would_joi"
    "n\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Persons that would be merg"
    "ed into an older one.\"},\"would_part\":{\"type\":\"integer\",\"minimum\":0,\"descri"
    "ption\":\"Persons that would come to be.\"},\"too_large_to_say\":{\"type\":\"integer"
    "\",\"minimum\":0,\"description\":\"Groups of atoms too large to be judged.\"},\"exam"
    "ples\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":f"
    "alse,\"required\":[\"person\",\"people_now\",\"people_then\"],\"properties\":{\"pers"
    "on\":{\"type\":\"string\",\"format\":\"uuid\"},\"people_now\":{\"type\":\"integer\","
    "\"minimum\":0},\"people_then\":{\"type\":\"integer\",\"minimum\":0}}}}}},\"Erasure\""
    ":{\"type\":\"object\",\"description\":\"A receipt: what was removed where, and no va"
    "lue.\",\"required\":[\"id\",\"state\",\"requested\",\"finished\",\"key\",\"staff\",\""
    "named\",\"refuse\",\"removed\"],\"additionalProperties\":false,\"properties\":{\"id\""
    ":{\"type\":\"string\",\"format\":\"uuid\"},\"state\":{\"type\":\"string\",\"enum\":["
    "\"searching\",\"rewriting\",\"finished\"],\"description\":\"Nobody can read the pers"
    "on in any of them.\"},\"requested\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "finished\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":"
    "\"When nothing was left.\"},\"key\":{\"type\":\"integer\",\"minimum\":0,\"descriptio"
    "n\":\"Number of the secret key that asked; 0 when the erasure list did, after a rest"
    "ore, or a member of staff.\"},\"staff\":{\"type\":\"integer\",\"minimum\":0,\"descri"
    "ption\":\"Number of the member of staff who asked; else 0.\"},\"named\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"How many identifiers were named; 0 when a "
    "person was.\"},\"refuse\":{\"type\":\"boolean\",\"description\":\"Whether events wit"
    "h these identifiers are refused from now on.\"},\"removed\":{\"type\":\"object\",\"r"
    "equired\":[\"people\",\"atoms\",\"identifiers\",\"traits\",\"events\",\"rejects\",\""
    "entries\",\"frames\",\"stored_answers\",\"definition_texts_left\",\"snapshots\"],\"a"
    "dditionalProperties\":false,\"properties\":{\"people\":{\"type\":\"integer\",\"minim"
    "um\":0,\"description\":\"Persons.\"},\"atoms\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"Pairs of device and account.\"},\"identifiers\":{\"type\":\"integer\""
    ",\"minimum\":0,\"description\":\"Identifiers; one that another person carries, too, "
    "is not among them.\"},\"traits\":{\"type\":\"integer\",\"minimum\":0,\"description\""
    ":\"Traits.\"},\"events\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Event"
    "s, out of the log.\"},\"rejects\":{\"type\":\"integer\",\"minimum\":0,\"description\""
    ":\"Rejected messages that held one of the identifiers.\"},\"entries\":{\"type\":\"in"
    "teger\",\"minimum\":0,\"description\":\"Further log entries: identifiers, atoms, lin"
    "ks, words of cuts.\"},\"frames\":{\"type\":\"integer\",\"minimum\":0,\"description\""
    ":\"Log frames that were rewritten.\"},\"stored_answers\":{\"type\":\"integer\",\"min"
    "imum\":0,\"description\":\"Answers kept under an Idempotency-Key that held one of th"
    "e identifiers.\"},\"definition_texts_left\":{\"type\":\"integer\",\"minimum\":0,\"de"
    "scription\":\"Versions and drafts of definitions that hold one of the identifiers; p"
    "eople wrote them, so people must mend them.\"},\"snapshots\":{\"type\":\"integer\",\""
    "minimum\":0,\"description\":\"Snapshots replaced by one without the person.\"}}}}},\""
    "ErasureRequest\":{\"type\":\"object\",\"required\":[\"identifiers\"],\"additionalPro"
    "perties\":false,\"properties\":{\"identifiers\":{\"type\":\"array\",\"minItems\":1,\""
    "maxItems\":10000,\"items\":{\"$ref\":\"#/components/schemas/ErasureIdentifier\"},\"d"
    "escription\":\"Whoever has one of these is erased, with everything else that is thei"
    "rs.\"},\"refuse\":{\"type\":\"boolean\",\"default\":false,\"description\":\"Refuse e"
    "vents with the identifiers from now on (reason `erased`); else they begin somebody n"
    "ew.\"}}},\"ErasureIdentifier\":{\"type\":\"object\",\"required\":[\"kind\",\"value\""
    "],\"additionalProperties\":false,\"properties\":{\"kind\":{\"type\":\"string\",\"min"
    "Length\":1,\"maxLength\":64},\"value\":{\"type\":\"string\",\"minLength\":1,\"maxLen"
    "gth\":1024}}},\"ErasureList\":{\"type\":\"object\",\"required\":[\"items\",\"next_cu"
    "rsor\"],\"additionalProperties\":false,\"properties\":{\"items\":{\"type\":\"array\""
    ",\"items\":{\"$ref\":\"#/components/schemas/Erasure\"}},\"next_cursor\":{\"type\":[\""
    "string\",\"null\"]}}},\"TraitFrom\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"value\",\"source\",\"time\",\"seq\",\"atom\",\"times\"],\"proper"
    "ties\":{\"value\":{\"description\":\"JSON, whatever it is.\"},\"source\":{\"type\":\""
    "string\",\"description\":\"Key of the source; empty when it is not known.\"},\"time\""
    ":{\"type\":\"string\",\"format\":\"date-time\",\"description\":\"Of the event.\"},\""
    "seq\":{\"type\":\"integer\",\"description\":\"Of the event.\"},\"message_id\":{\"typ"
    "e\":\"string\",\"description\":\"Of the event; empty when it is not there any more. "
    "Left out in an export, which has the events themselves.\"},\"atom\":{\"type\":\"stri"
    "ng\",\"description\":\"The atom that the event belongs to.\"},\"times\":{\"type\":\""
    "integer\",\"description\":\"How often this atom had the value (most_frequent); else "
    "1.\"}}},\"Traits\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":"
    "[\"id\",\"traits\",\"truncated\"],\"properties\":{\"id\":{\"type\":\"string\"},\"tra"
    "its\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/TraitTold\"}},\""
    "truncated\":{\"type\":\"boolean\"}}},\"TraitTold\":{\"type\":\"object\",\"additional"
    "Properties\":false,\"required\":[\"name\",\"value\",\"rule\",\"keep\",\"merge\",\"fi"
    "lling\",\"won\",\"lost\"],\"properties\":{\"name\":{\"type\":\"string\"},\"value\":{"
    "\"description\":\"Null: the trait has no value.\"},\"rule\":{\"enum\":[\"last\",\"fi"
    "rst\",\"most_frequent\",\"source_order\"]},\"keep\":{\"type\":\"boolean\"},\"merge\""
    ":{\"type\":\"boolean\"},\"filling\":{\"type\":\"boolean\"},\"won\":{\"type\":\"array"
    "\",\"items\":{\"$ref\":\"#/components/schemas/TraitFrom\"}},\"lost\":{\"type\":\"arr"
    "ay\",\"items\":{\"$ref\":\"#/components/schemas/TraitFrom\"}}}},\"PersonExport\":{\""
    "type\":\"object\",\"additionalProperties\":false,\"required\":[\"exported\",\"person"
    "\",\"identities\",\"traits\",\"traits_truncated\",\"events\",\"complete\"],\"propert"
    "ies\":{\"exported\":{\"type\":\"string\",\"format\":\"date-time\"},\"person\":{\"$re"
    "f\":\"#/components/schemas/Person\"},\"identities\":{\"$ref\":\"#/components/schemas"
    "/Identities\"},\"traits\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sch"
    "emas/TraitTold\"}},\"traits_truncated\":{\"type\":\"boolean\"},\"events\":{\"type\":"
    "\"array\",\"items\":{\"$ref\":\"#/components/schemas/TimelineItem\"}},\"complete\":{"
    "\"type\":\"boolean\"}}},\"ConstantIdentifier\":{\"type\":\"object\",\"additionalProp"
    "erties\":false,\"required\":[\"id\",\"kind\",\"value\",\"since\",\"seq\",\"reason\","
    "\"atoms\",\"released\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"kind\":{\"ty"
    "pe\":\"string\"},\"value\":{\"type\":\"string\"},\"since\":{\"type\":\"string\",\"fo"
    "rmat\":\"date-time\"},\"seq\":{\"type\":\"integer\"},\"reason\":{\"description\":\"`"
    "contested`: two people claimed it, and the rules say that it is neither's.\",\"enum\""
    ":[\"everybody\",\"contested\"]},\"atoms\":{\"type\":\"integer\"},\"released\":{\"typ"
    "e\":\"boolean\"}}},\"ConstantIdentifierList\":{\"type\":\"object\",\"additionalPrope"
    "rties\":false,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\""
    "type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/ConstantIdentifier\"}},\""
    "next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"ConstantIdentifierReleased\":{\"t"
    "ype\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"released\"],\""
    "properties\":{\"id\":{\"type\":\"integer\"},\"released\":{\"type\":\"boolean\"}}},\""
    "Retention\":{\"type\":\"object\",\"properties\":{\"state\":{\"type\":\"string\",\"en"
    "um\":[\"off\",\"waiting\",\"running\"],\"description\":\"off: no rules are in force."
    "\"},\"rules_version\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"In force"
    "; 0: none.\"},\"next\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"de"
    "scription\":\"When the next run begins by itself.\"},\"running\":{\"anyOf\":[{\"$ref"
    "\":\"#/components/schemas/RetentionRun\"},{\"type\":\"null\"}]},\"last\":{\"anyOf\":"
    "[{\"$ref\":\"#/components/schemas/RetentionRun\"},{\"type\":\"null\"}]}},\"required\""
    ":[\"state\",\"rules_version\",\"next\",\"running\",\"last\"],\"additionalProperties\""
    ":false},\"RetentionRun\":{\"type\":\"object\",\"properties\":{\"began\":{\"type\":\""
    "string\",\"format\":\"date-time\"},\"ended\":{\"type\":[\"string\",\"null\"],\"forma"
    "t\":\"date-time\",\"description\":\"null while it is under way.\"},\"rules_version\""
    ":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Of the definition `retention`"
    "/`rules`.\"},\"asked\":{\"type\":\"boolean\",\"description\":\"Somebody asked for it"
    "; else it was the day's.\"},\"key\":{\"type\":\"integer\",\"minimum\":0,\"descriptio"
    "n\":\"The secret key that asked; 0: none.\"},\"dropped\":{\"type\":\"integer\",\"min"
    "imum\":0,\"description\":\"Events that are no more.\"},\"thinned\":{\"type\":\"integ"
    "er\",\"minimum\":0,\"description\":\"Events of which name, type, time, source and me"
    "ssage id are left.\"},\"checkpoints\":{\"type\":\"integer\",\"minimum\":0,\"descript"
    "ion\":\"Written before: what traits rest on.\"},\"entries\":{\"type\":\"integer\",\""
    "minimum\":0,\"description\":\"Others that lost values which stand in later checkpoin"
    "ts.\"},\"frames\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"Pieces of th"
    "e log that were rewritten.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"descri"
    "ption\":\"Taken from entries, before compression.\"}},\"required\":[\"began\",\"ende"
    "d\",\"rules_version\",\"asked\",\"key\",\"dropped\",\"thinned\",\"checkpoints\",\"en"
    "tries\",\"frames\",\"bytes\"],\"additionalProperties\":false},\"RetentionRules\":{\""
    "description\":\"Which events are dropped or thinned once they are old. Every rule is"
    " looked at; where several concern an event, dropping counts before thinning. Traits,"
    " groups, identifiers and who is one person stay as they are.\",\"type\":\"object\",\""
    "additionalProperties\":false,\"properties\":{\"rules\":{\"type\":\"array\",\"maxItem"
    "s\":60,\"items\":{\"$ref\":\"#/components/schemas/RetentionRule\"}}},\"required\":[\""
    "rules\"]},\"RetentionSum\":{\"type\":\"object\",\"properties\":{\"events\":{\"type\""
    ":\"integer\",\"minimum\":0,\"description\":\"How many.\"},\"bytes\":{\"type\":\"inte"
    "ger\",\"minimum\":0,\"description\":\"That would go, before compression.\"},\"oldest"
    "\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"newest\":{\"type\":[\""
    "string\",\"null\"],\"format\":\"date-time\"}},\"required\":[\"events\",\"bytes\",\"o"
    "ldest\",\"newest\"],\"additionalProperties\":false},\"RetentionNamed\":{\"type\":\"o"
    "bject\",\"properties\":{\"name\":{\"type\":\"string\",\"description\":\"Empty where "
    "events of the type have none.\"},\"type\":{\"type\":\"string\",\"enum\":[\"track\",\""
    "identify\",\"page\",\"screen\",\"group\",\"alias\"]},\"action\":{\"type\":\"string\""
    ",\"enum\":[\"drop\",\"thin\"]},\"events\":{\"type\":\"integer\",\"minimum\":0,\"desc"
    "ription\":\"How many.\"},\"bytes\":{\"type\":\"integer\",\"minimum\":0,\"description"
    "\":\"That would go, before compression.\"},\"oldest\":{\"type\":[\"string\",\"null\""
    "],\"format\":\"date-time\"},\"newest\":{\"type\":[\"string\",\"null\"],\"format\":\""
    "date-time\"},\"examples\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/sch"
    "emas/RetentionExample\"}}},\"required\":[\"name\",\"type\",\"action\",\"events\",\"b"
    "ytes\",\"oldest\",\"newest\",\"examples\"],\"additionalProperties\":false},\"Retenti"
    "onExample\":{\"type\":\"object\",\"properties\":{\"message_id\":{\"type\":\"string\""
    "},\"time\":{\"type\":\"string\",\"format\":\"date-time\"},\"source\":{\"type\":\"str"
    "ing\",\"description\":\"Key of the source; empty when it is gone.\"}},\"required\":["
    "\"message_id\",\"time\",\"source\"],\"additionalProperties\":false},\"RetentionTrial"
    "\":{\"type\":\"object\",\"properties\":{\"complete\":{\"type\":\"boolean\",\"descrip"
    "tion\":\"false: more events than are read in one try.\"},\"events_read\":{\"type\":\""
    "integer\",\"minimum\":0,\"description\":\"Events that were old enough by name.\"},\""
    "drop\":{\"$ref\":\"#/components/schemas/RetentionSum\"},\"thin\":{\"$ref\":\"#/compo"
    "nents/schemas/RetentionSum\"},\"by_name\":{\"type\":\"array\",\"items\":{\"$ref\":\""
    "#/components/schemas/RetentionNamed\"}},\"other_names\":{\"$ref\":\"#/components/sch"
    "emas/RetentionSum\"}},\"required\":[\"complete\",\"events_read\",\"drop\",\"thin\",\""
    "by_name\",\"other_names\"],\"additionalProperties\":false},\"Me\":{\"type\":\"object"
    "\",\"additionalProperties\":false,\"required\":[\"id\",\"name\",\"email\",\"roles\","
    "\"locale\",\"theme\",\"second_factor\"],\"properties\":{\"id\":{\"type\":\"integer\""
    ",\"minimum\":1},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"},\"rol"
    "es\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"locale\":{\"type\":\"str"
    "ing\",\"description\":\"\\\"en\\\", \\\"ja\\\", or empty: not chosen.\"},\"theme\":{"
    "\"type\":\"string\",\"description\":\"\\\"light\\\", \\\"dark\\\", \\\"auto\\\", or "
    "empty: not chosen.\"},\"second_factor\":{\"type\":\"boolean\"}}},\"Session\":{\"type"
    "\":\"object\",\"additionalProperties\":false,\"required\":[\"state\",\"staff\",\"sco"
    "pes\",\"csrf\",\"providers\",\"expires\"],\"properties\":{\"state\":{\"enum\":[\"set"
    "up\",\"signed_out\",\"second_factor\",\"second_factor_missing\",\"signed_in\"]},\"st"
    "aff\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Me\"},{\"type\":\"null\"}],\"desc"
    "ription\":\"null unless signed in.\"},\"scopes\":{\"type\":\"array\",\"items\":{\"ty"
    "pe\":\"string\"},\"description\":\"What my roles allow.\"},\"csrf\":{\"type\":[\"str"
    "ing\",\"null\"],\"description\":\"For X-CSRF-Token.\"},\"providers\":{\"type\":\"arr"
    "ay\",\"description\":\"Where else one can sign in: GET /api/session/oidc/{id}.\",\"i"
    "tems\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"ti"
    "tle\"],\"properties\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"}}"
    "}},\"expires\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"descriptio"
    "n\":\"When the session ends at the latest.\"}}},\"SignIn\":{\"type\":\"object\",\"ad"
    "ditionalProperties\":false,\"required\":[\"email\",\"password\"],\"properties\":{\"e"
    "mail\":{\"type\":\"string\",\"maxLength\":1024},\"password\":{\"type\":\"string\",\""
    "maxLength\":4096}}},\"SetUp\":{\"type\":\"object\",\"additionalProperties\":false,\""
    "required\":[\"email\",\"password\"],\"properties\":{\"name\":{\"type\":\"string\",\""
    "maxLength\":200},\"email\":{\"type\":\"string\",\"maxLength\":1024},\"password\":{\""
    "type\":\"string\",\"maxLength\":4096},\"token\":{\"type\":\"string\",\"maxLength\":1"
    "00}}},\"MeChange\":{\"type\":\"object\",\"additionalProperties\":false,\"minProperti"
    "es\":1,\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":200},\"locale\":{"
    "\"enum\":[\"\",\"en\",\"ja\"]},\"theme\":{\"enum\":[\"\",\"light\",\"dark\",\"auto\""
    "]}}},\"PasswordChange\":{\"type\":\"object\",\"additionalProperties\":false,\"requir"
    "ed\":[\"old\",\"new\"],\"properties\":{\"old\":{\"type\":\"string\",\"maxLength\":40"
    "96},\"new\":{\"type\":\"string\",\"maxLength\":4096}}},\"SessionList\":{\"type\":\"o"
    "bject\",\"additionalProperties\":false,\"required\":[\"items\"],\"properties\":{\"it"
    "ems\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"id\",\"current\",\"created\",\"last_seen\",\"expires\",\"address"
    "\",\"agent\"],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"current\""
    ":{\"type\":\"boolean\"},\"created\":{\"type\":\"string\",\"format\":\"date-time\"},\""
    "last_seen\":{\"type\":\"string\",\"format\":\"date-time\"},\"expires\":{\"type\":\"s"
    "tring\",\"format\":\"date-time\"},\"address\":{\"type\":\"string\"},\"agent\":{\"typ"
    "e\":\"string\"}}}}}},\"RoleList\":{\"type\":\"object\",\"additionalProperties\":fals"
    "e,\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"key\",\"title\",\""
    "scopes\",\"masks_personal_data\"],\"properties\":{\"key\":{\"type\":\"string\"},\"ti"
    "tle\":{\"type\":\"string\"},\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"str"
    "ing\"}},\"masks_personal_data\":{\"type\":\"boolean\"}}}}}},\"Code\":{\"type\":\"obj"
    "ect\",\"additionalProperties\":false,\"required\":[\"code\"],\"properties\":{\"code\""
    ":{\"type\":\"string\",\"maxLength\":40}}},\"FactorBegun\":{\"type\":\"object\",\"add"
    "itionalProperties\":false,\"required\":[\"secret\",\"uri\"],\"properties\":{\"secret"
    "\":{\"type\":\"string\",\"description\":\"Base32, to be typed.\"},\"uri\":{\"type\":"
    "\"string\",\"description\":\"To be shown as a QR code.\"}}},\"FactorEnd\":{\"type\":"
    "\"object\",\"additionalProperties\":false,\"required\":[],\"properties\":{\"password"
    "\":{\"type\":\"string\",\"maxLength\":4096},\"code\":{\"type\":\"string\",\"maxLengt"
    "h\":40}},\"minProperties\":1,\"maxProperties\":1},\"RecoveryCodes\":{\"type\":\"obje"
    "ct\",\"additionalProperties\":false,\"required\":[\"recovery_codes\"],\"properties\""
    ":{\"recovery_codes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"descripti"
    "on\":\"Each works once in place of a code.\"}}},\"StaffMember\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"id\",\"name\",\"email\",\"roles\",\""
    "second_factor\",\"password\",\"created\",\"disabled\",\"signed_in\"],\"properties\":"
    "{\"id\":{\"type\":\"integer\",\"minimum\":1},\"name\":{\"type\":\"string\"},\"email\""
    ":{\"type\":\"string\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}"
    "},\"second_factor\":{\"type\":\"boolean\"},\"password\":{\"type\":\"boolean\",\"desc"
    "ription\":\"Whether it has one.\"},\"created\":{\"type\":\"string\",\"format\":\"dat"
    "e-time\"},\"disabled\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},\"s"
    "igned_in\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":"
    "\"Last time; null: never.\"}}},\"StaffList\":{\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"items\",\"next_cursor\"],\"properties\":{\"items\":{\"t"
    "ype\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/StaffMember\"}},\"next_cu"
    "rsor\":{\"type\":[\"string\",\"null\"]}}},\"StaffChange\":{\"type\":\"object\",\"add"
    "itionalProperties\":false,\"required\":[],\"properties\":{\"name\":{\"type\":\"strin"
    "g\",\"maxLength\":200},\"roles\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":32,"
    "\"items\":{\"type\":\"string\",\"maxLength\":40}},\"disabled\":{\"type\":\"boolean\""
    "},\"second_factor\":{\"const\":false,\"description\":\"Take it away, for somebody wh"
    "o lost it.\"}},\"minProperties\":1},\"ResetLink\":{\"type\":\"object\",\"additionalP"
    "roperties\":false,\"required\":[\"url\",\"expires\"],\"properties\":{\"url\":{\"type"
    "\":\"string\"},\"expires\":{\"type\":\"string\",\"format\":\"date-time\"}}},\"Invita"
    "tionNew\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"email\""
    ",\"roles\"],\"properties\":{\"email\":{\"type\":\"string\",\"maxLength\":1024},\"rol"
    "es\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":32,\"items\":{\"type\":\"string"
    "\",\"maxLength\":40}}}},\"InvitationMade\":{\"type\":\"object\",\"additionalProperti"
    "es\":false,\"required\":[\"id\",\"email\",\"roles\",\"created\",\"url\",\"expires\"]"
    ",\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\"s"
    "tring\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"created\":"
    "{\"type\":\"string\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"fo"
    "rmat\":\"date-time\"},\"url\":{\"type\":\"string\"}}},\"InvitationList\":{\"type\":\""
    "object\",\"additionalProperties\":false,\"required\":[\"items\",\"next_cursor\"],\"p"
    "roperties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"addition"
    "alProperties\":false,\"required\":[\"id\",\"email\",\"roles\",\"created\",\"expires\""
    "],\"properties\":{\"id\":{\"type\":\"integer\",\"minimum\":1},\"email\":{\"type\":\""
    "string\"},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"created\""
    ":{\"type\":\"string\",\"format\":\"date-time\"},\"expires\":{\"type\":\"string\",\"f"
    "ormat\":\"date-time\"}}}},\"next_cursor\":{\"type\":[\"string\",\"null\"]}}},\"Invit"
    "ation\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"email\","
    "\"roles\",\"expires\"],\"properties\":{\"email\":{\"type\":\"string\"},\"roles\":{\""
    "type\":\"array\",\"items\":{\"type\":\"string\"}},\"expires\":{\"type\":\"string\",\""
    "format\":\"date-time\"}}},\"InvitationUse\":{\"type\":\"object\",\"additionalPropert"
    "ies\":false,\"required\":[\"token\",\"password\"],\"properties\":{\"token\":{\"type\""
    ":\"string\",\"maxLength\":100},\"name\":{\"type\":\"string\",\"maxLength\":200},\"pa"
    "ssword\":{\"type\":\"string\",\"maxLength\":4096}}},\"ResetUse\":{\"type\":\"object\""
    ",\"additionalProperties\":false,\"required\":[\"token\",\"password\"],\"properties\""
    ":{\"token\":{\"type\":\"string\",\"maxLength\":100},\"password\":{\"type\":\"string\""
    ",\"maxLength\":4096}}},\"Provider\":{\"type\":\"object\",\"additionalProperties\":fa"
    "lse,\"required\":[\"id\",\"title\",\"issuer\",\"client_id\",\"client_secret\",\"doma"
    "ins\",\"roles\",\"redirect_uri\"],\"properties\":{\"id\":{\"type\":\"string\"},\"tit"
    "le\":{\"type\":\"string\"},\"issuer\":{\"type\":\"string\"},\"client_id\":{\"type\":"
    "\"string\"},\"client_secret\":{\"type\":\"boolean\",\"description\":\"Whether there "
    "is one; it is never told.\"},\"domains\":{\"type\":\"array\",\"items\":{\"type\":\"s"
    "tring\"}},\"roles\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"redirect_"
    "uri\":{\"type\":\"string\",\"description\":\"To be registered at the provider.\"}}},"
    "\"ProviderList\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\""
    "items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/compo"
    "nents/schemas/Provider\"}}}},\"ProviderPut\":{\"type\":\"object\",\"additionalProper"
    "ties\":false,\"required\":[\"title\",\"issuer\",\"client_id\"],\"properties\":{\"tit"
    "le\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":100},\"issuer\":{\"type\":\""
    "string\",\"minLength\":1,\"maxLength\":400},\"client_id\":{\"type\":\"string\",\"min"
    "Length\":1,\"maxLength\":300},\"client_secret\":{\"type\":\"string\",\"maxLength\":5"
    "00,\"description\":\"Empty: a public client.\"},\"domains\":{\"type\":\"array\",\"ma"
    "xItems\":50,\"items\":{\"type\":\"string\",\"maxLength\":253,\"pattern\":\"^[A-Za-z0"
    "-9.-]+$\"}},\"roles\":{\"type\":\"array\",\"maxItems\":32,\"items\":{\"type\":\"stri"
    "ng\",\"maxLength\":40}}}},\"Problem\":{\"type\":\"object\",\"description\":\"RFC 945"
    "7.\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\",\"request_id\"]"
    ",\"properties\":{\"type\":{\"type\":\"string\",\"description\":\"Address of the expl"
    "anation.\"},\"title\":{\"type\":\"string\",\"description\":\"What the status means.\""
    "},\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},\"detail\":{\"ty"
    "pe\":\"string\",\"description\":\"What is wrong, in a few words.\"},\"code\":{\"type"
    "\":\"string\",\"enum\":[\"invalid\",\"unauthenticated\",\"forbidden\",\"not_found\","
    "\"conflict\",\"precondition_failed\",\"too_large\",\"rate_limited\",\"unavailable\","
    "\"corrupt\",\"internal\"]},\"where\":{\"type\":\"string\",\"description\":\"Outermos"
    "t place first; of a body, a JSON Pointer.\"},\"hint\":{\"type\":\"string\",\"descrip"
    "tion\":\"What can be done.\"},\"request_id\":{\"type\":\"string\",\"description\":\""
    "The same as the header X-Request-Id.\"}}},\"Health\":{\"type\":\"object\",\"required"
    "\":[\"status\"],\"additionalProperties\":false,\"properties\":{\"status\":{\"type\":"
    "\"string\",\"enum\":[\"ok\"]}}},\"Readiness\":{\"type\":\"object\",\"required\":[\"s"
    "tatus\",\"started\",\"writable\",\"seq\",\"role\",\"epoch\"],\"additionalProperties\""
    ":false,\"properties\":{\"status\":{\"type\":\"string\",\"enum\":[\"ready\",\"startin"
    "g\",\"read_only\",\"behind\",\"stopping\"]},\"started\":{\"type\":\"boolean\",\"desc"
    "ription\":\"The log has been replayed.\"},\"writable\":{\"type\":\"boolean\",\"descr"
    "iption\":\"The store takes changes.\"},\"seq\":{\"type\":\"integer\",\"minimum\":0,\""
    "description\":\"Newest durable log entry that this node has.\"},\"role\":{\"type\":\""
    "string\",\"enum\":[\"alone\",\"writer\",\"follower\"],\"description\":\"A follower a"
    "nswers reads, and passes changes on to the writer.\"},\"epoch\":{\"type\":\"integer\""
    ",\"minimum\":0,\"description\":\"How often the writer has changed; 0 without other n"
    "odes.\"},\"behind_ms\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"With ot"
    "her nodes: since this one last had the whole log for certain, a follower by looking,"
    " the writer by a commit (an idle one makes one five times a lease).\"}}},\"Version\""
    ":{\"type\":\"object\",\"required\":[\"name\",\"version\"],\"additionalProperties\":f"
    "alse,\"properties\":{\"name\":{\"type\":\"string\"},\"version\":{\"type\":\"string\""
    "}}},\"IdentityKindRule\":{\"type\":\"object\",\"additionalProperties\":false,\"prope"
    "rties\":{\"limit\":{\"description\":\"How many one person may have. Without meaning "
    "for device kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\""
    ":1000},\"window_days\":{\"description\":\"Count only those of so many days; 0: of al"
    "l time.\",\"type\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"descr"
    "iption\":\"1 is strongest.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"co"
    "ntested\":{\"description\":\"Whose an identifier is that a second person claims and "
    "the limits keep from joining the two: `first`, of whoever held it before; `nobody`, "
    "it goes into quarantine (`GET /api/identity/constant`), so that what brings nothing "
    "else is counted to neither. Without meaning for device kinds.\",\"enum\":[\"first\","
    "\"nobody\"],\"default\":\"first\"},\"blocked\":{\"description\":\"Values that stand "
    "for nobody, whatever the case of their letters; replaces the built-in list.\",\"type"
    "\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxL"
    "ength\":1024}},\"blocked_patterns\":{\"description\":\"Regular expressions (RE2); re"
    "places the built-in ^[0-]*$.\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\""
    ":\"string\",\"minLength\":1,\"maxLength\":500}}}},\"IdentityOwnKind\":{\"description"
    "\":\"A kind of your own. Its key gets a number for ever when it is first published.\""
    ",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"title\":{\"des"
    "cription\":\"What people call it.\",\"type\":\"string\",\"minLength\":1,\"maxLength\""
    ":100},\"device\":{\"description\":\"It belongs to a device, not to an account: it ti"
    "es nobody. For ever.\",\"type\":\"boolean\",\"default\":false},\"from\":{\"descripti"
    "on\":\"Where in a message it is read: externalIds.TYPE, traits.PATH, context.PATH or"
    " properties.PATH. None: it is not read.\",\"type\":\"array\",\"maxItems\":16,\"items"
    "\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":300}},\"normalise\":{\"descrip"
    "tion\":\"What is done to a value, in the order of this list whatever the order here;"
    " lower and digits (nothing else is kept) imply nfkc; e164 goes with trim and nfkc on"
    "ly. For ever.\",\"type\":\"array\",\"maxItems\":6,\"uniqueItems\":true,\"items\":{\""
    "type\":\"string\",\"enum\":[\"trim\",\"nfkc\",\"lower\",\"digits\",\"strip_leading_z"
    "eros\",\"e164\"]},\"default\":[\"trim\",\"nfkc\"]},\"region\":{\"description\":\"Wit"
    "h e164: the country (ISO 3166) of numbers without +. For ever.\",\"type\":\"string\""
    ",\"pattern\":\"^[A-Z]{2}$\"},\"keep_external_id\":{\"description\":\"What stands in "
    "externalIds goes on to be an external_id, too, and so ties to events from before.\","
    "\"type\":\"boolean\",\"default\":false},\"limit\":{\"description\":\"How many one pe"
    "rson may have. Without meaning for device kinds, which tie nobody.\",\"type\":\"inte"
    "ger\",\"minimum\":1,\"maximum\":1000},\"window_days\":{\"description\":\"Count only "
    "those of so many days; 0: of all time.\",\"type\":\"integer\",\"minimum\":0,\"maximu"
    "m\":3650},\"priority\":{\"description\":\"1 is strongest.\",\"type\":\"integer\",\"m"
    "inimum\":1,\"maximum\":99},\"contested\":{\"description\":\"Whose an identifier is t"
    "hat a second person claims and the limits keep from joining the two, as of a built-i"
    "n kind. Without meaning for device kinds.\",\"enum\":[\"first\",\"nobody\"],\"defaul"
    "t\":\"first\"},\"blocked\":{\"description\":\"Values that stand for nobody, whatever"
    " the case of their letters; replaces the built-in list.\",\"type\":\"array\",\"maxIt"
    "ems\":1000,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}},\"blo"
    "cked_patterns\":{\"description\":\"Regular expressions (RE2); replaces the built-in "
    "^[0-]*$.\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLe"
    "ngth\":1,\"maxLength\":500}}}},\"RetentionRule\":{\"type\":\"object\",\"additionalPr"
    "operties\":false,\"properties\":{\"event\":{\"description\":\"The event's name (of t"
    "rack, page, screen); * stands for any text, and alone for all events, those without "
    "a name included.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":200},\"type\":{"
    "\"description\":\"Only events of this type.\",\"enum\":[\"track\",\"identify\",\"pag"
    "e\",\"screen\",\"group\",\"alias\"]},\"source\":{\"description\":\"Only events of th"
    "e source with this key.\",\"type\":\"string\",\"minLength\":1,\"maxLength\":100},\"m"
    "ax_age_days\":{\"description\":\"Days since the event's time.\",\"type\":\"integer\""
    ",\"minimum\":1,\"maximum\":36500},\"action\":{\"description\":\"drop: the event leav"
    "es timeline and counts. thin: its name, type, time, source and message id stay, the "
    "rest goes.\",\"enum\":[\"drop\",\"thin\"]}},\"required\":[\"event\",\"max_age_days\""
    ",\"action\"]}}}}";
