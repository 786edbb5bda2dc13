/* re.cc - the C face of RE2. */
#include "base/re.h"

#include <new>
#include <re2/re2.h>

#define PATTERN_BYTES_MAX 4096
#define PROGRAM_BYTES_MAX (1 << 20)

struct re {
    RE2 program;
    re(struct str pattern, const RE2::Options &options)
        : program(re2::StringPiece(pattern.n ? pattern.s : "", pattern.n), options) {}
};

re *re_compile(struct str pattern, struct err *err) {
    if (pattern.n > PATTERN_BYTES_MAX) {
        err_set(err, E_LIMIT, "pattern is longer than %d bytes", PATTERN_BYTES_MAX);
        return nullptr;
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(PROGRAM_BYTES_MAX);
    re *made = new (std::nothrow) re(pattern, options);
    if (!made) {
        err_set(err, E_UNAVAILABLE, "out of memory for a pattern");
        return nullptr;
    }
    if (!made->program.ok()) {
        bool large = made->program.error_code() == RE2::ErrorPatternTooLarge;
        err_set(err, large ? E_LIMIT : E_INVALID, "pattern: %s", made->program.error().c_str());
        delete made;
        return nullptr;
    }
    return made;
}

void re_free(re *re) {
    delete re;
}

bool re_match(const re *re, struct str text) {
    return RE2::PartialMatch(re2::StringPiece(text.n ? text.s : "", text.n), re->program);
}
