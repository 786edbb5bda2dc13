/* Made by tools/gen_schema.py from schema/; do not edit. */
#include "core/registry_internal.h"

const struct schema_file schema_files[] = {
    { "source",
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"Source\",\"desc"
      "ription\":\"Where events come from: a site, an app, a server or an import.\",\"type\""
      ":\"object\",\"required\":[\"name\",\"type\"],\"additionalProperties\":false,\"properties\":{"
      "\"name\":{\"description\":\"What people call it.\",\"type\":\"string\",\"minLength\":1,\"maxL"
      "ength\":50},\"type\":{\"description\":\"What kind of client sends here.\",\"enum\":[\"brow"
      "ser\",\"server\",\"mobile\",\"import\",\"other\"]},\"enabled\":{\"description\":\"Whether its "
      "events are taken.\",\"type\":\"boolean\",\"default\":true},\"settings\":{\"type\":\"object\","
      "\"additionalProperties\":false,\"properties\":{\"delivery\":{\"description\":\"How browse"
      "r SDKs send: one request an event, or in batches.\",\"enum\":[\"standard\",\"batching\""
      "],\"default\":\"standard\"}}}},\"example\":{\"name\":\"Web shop\",\"type\":\"browser\",\"enable"
      "d\":true,\"settings\":{\"delivery\":\"batching\"}}}" },
    { NULL, NULL },
};
