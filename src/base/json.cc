/* json.cc - the C face of simdjson, and of std::to_chars for doubles.  Only parses: everything
 * that reads the result is in json.c. */
#include "base/json_internal.h"

#include <charconv>
#include <cmath>
#include <new>
#include <simdjson.h>

static_assert(JSON_PADDING >= simdjson::SIMDJSON_PADDING, "padding is what simdjson wants");

struct json_simd {
    simdjson::dom::parser parser;
    simdjson::dom::document document;
    size_t depth_max;
};

json_simd *json_simd_new(size_t depth_max) {
    json_simd *p = new (std::nothrow) json_simd();
    if (p)
        p->depth_max = depth_max + 1; /* simdjson counts the level that it refuses */
    return p;
}

void json_simd_free(json_simd *p) {
    delete p;
}

static json_simd_status status_of(simdjson::error_code code) {
    switch (code) {
    case simdjson::SUCCESS:
        return JSON_SIMD_OK;
    case simdjson::EMPTY:
        return JSON_SIMD_EMPTY;
    case simdjson::DEPTH_ERROR:
        return JSON_SIMD_DEPTH;
    case simdjson::NUMBER_ERROR:
        return JSON_SIMD_NUMBER;
    case simdjson::CAPACITY:
        return JSON_SIMD_CAPACITY;
    case simdjson::MEMALLOC:
        return JSON_SIMD_MEMORY;
    default:
        return JSON_SIMD_OTHER;
    }
}

json_simd_status json_simd_parse(json_simd *p, const char *s, size_t n, const uint64_t **ret_tape,
                                 const uint8_t **ret_strings) {
    if (n > p->parser.capacity() || p->parser.capacity() == 0) {
        size_t capacity = 4096;
        while (capacity < n)
            capacity *= 2; /* so that growing inputs do not allocate each time */
        simdjson::error_code code = p->parser.allocate(capacity, p->depth_max);
        if (!code)
            code = p->document.allocate(capacity);
        if (code)
            return status_of(code);
    }
    simdjson::dom::element root;
    simdjson::error_code code = p->parser.parse_into_document(p->document, s, n, false).get(root);
    if (code)
        return status_of(code);
    *ret_tape = p->document.tape.get();
    *ret_strings = p->document.string_buf.get();
    return JSON_SIMD_OK;
}

size_t json_simd_double(double v, char out[JSON_NUMBER_BYTES_MAX]) {
    char *end = out + JSON_NUMBER_BYTES_MAX;
    if (v == 0 && std::signbit(v))
        return static_cast<size_t>(std::to_chars(out, end, v, std::chars_format::fixed, 1).ptr -
                                   out);
    /* an integer past 64 bits would take the slow way when it is read again */
    if (std::fabs(v) >= 9e18)
        return static_cast<size_t>(std::to_chars(out, end, v, std::chars_format::scientific).ptr -
                                   out);
    return static_cast<size_t>(std::to_chars(out, end, v).ptr - out);
}
