/* Made by tools/gen_schema.py from schema/; do not edit. */
#include "core/registry_internal.h"

const struct schema_file schema_files[] = {
    { "identity",
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"Identity rule"
      "s\",\"description\":\"How many identifiers of each kind one person may have, which a"
      "re stronger, and which values stand for nobody. What is left out stays as built "
      "in.\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"atoms_max\":{\"de"
      "scription\":\"Pairs of device and account that one person may have; past it a link"
      " is refused and shown.\",\"type\":\"integer\",\"minimum\":10,\"maximum\":20000,\"default\":"
      "2000},\"kinds\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"user_"
      "id\":{\"$ref\":\"#/$defs/kind\"},\"email\":{\"$ref\":\"#/$defs/kind\"},\"phone\":{\"$ref\":\"#/$"
      "defs/kind\"},\"customer_number\":{\"$ref\":\"#/$defs/kind\"},\"external_id\":{\"$ref\":\"#/$"
      "defs/kind\"},\"push_token\":{\"$ref\":\"#/$defs/kind\"},\"advertising_id\":{\"$ref\":\"#/$de"
      "fs/kind\"},\"device_id\":{\"$ref\":\"#/$defs/kind\"},\"anonymous_id\":{\"$ref\":\"#/$defs/ki"
      "nd\"}}}},\"$defs\":{\"kind\":{\"type\":\"object\",\"additionalProperties\":false,\"propertie"
      "s\":{\"limit\":{\"description\":\"How many one person may have. Without meaning for de"
      "vice kinds, which tie nobody.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":1000},\"win"
      "dow_days\":{\"description\":\"Count only those of so many days; 0: of all time.\",\"ty"
      "pe\":\"integer\",\"minimum\":0,\"maximum\":3650},\"priority\":{\"description\":\"1 is strong"
      "est.\",\"type\":\"integer\",\"minimum\":1,\"maximum\":99},\"blocked\":{\"description\":\"Value"
      "s that stand for nobody, whatever the case of their letters; replaces the built-"
      "in list.\",\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"minLength\":1,"
      "\"maxLength\":1024}},\"blocked_patterns\":{\"description\":\"Regular expressions (RE2);"
      " replaces the built-in ^[0-]*$.\",\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"s"
      "tring\",\"minLength\":1,\"maxLength\":500}}}}},\"example\":{\"kinds\":{\"email\":{\"limit\":3"
      ",\"window_days\":365},\"phone\":{\"blocked\":[\"+81312345678\"],\"blocked_patterns\":[\"^\\\\"
      "+810+$\"]}}}}" },
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
