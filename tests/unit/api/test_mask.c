/* test_mask.c - which texts are masked, and how; masking twice is masking once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api_staff.h"

#define D "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"

static void test_texts(void **state) {
    static const struct { const char *in, *out; } cases[] = {
        { "", "" },
        { "anna@example.com", "a" D "@example.com" },
        { "a@b.example", "a" D "@b.example" },
        { "Write to anna.b+c@mail.example.com!", "Write to a" D "@mail.example.com!" },
        { "<anna@example.com>, ben@example.org", "<a" D "@example.com>, b" D "@example.org" },
        { "\xe8\x8a\xb1\xe5\xad\x90@example.jp", "\xe8\x8a\xb1" D "@example.jp" },
        { "mailto:anna@example.com", "mailto:a" D "@example.com" },
        { "no@address", "no@address" },
        { "@example.com", "@example.com" },
        { "a @ b.example", "a @ b.example" },
        { "+81 90-1234-5678", "+" D "78" },
        { "+819012345678", "+" D "78" },
        { "090-1234-5678", D "78" },
        { "call 090-1234-5678 or (03) 1234-5678", "call " D "78 or (" D "78" },
        { "tel +1 (555) 010-9999.", "tel +" D "99." },
        { "123456789", D "89" },
        { "12345678", "12345678" },
        { "2026-11-23T14:32:56.123Z", "2026-11-23T14:32:56.123Z" },
        { "2026-11-23", "2026-11-23" },
        { "0193a1c2-7f31-7000-8000-00a0c9b4d5e6", "0193a1c2-7f31-7000-8000-00a0c9b4d5e6" },
        { "Order Completed", "Order Completed" },
        { "https://shop.example/?q=1", "https://shop.example/?q=1" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf once, twice;
        buf_init(&once, "once", 4096);
        buf_init(&twice, "twice", 4096);
        api_mask_text(str_of(cases[i].in), &once);
        api_mask_text(buf_str(&once), &twice);
        if (!str_is(buf_str(&once), cases[i].out))
            fail_msg("\"%s\" gives \"%.*s\", expected \"%s\"", cases[i].in,
                     STR_FMT(buf_str(&once)), cases[i].out);
        assert_true(str_eq(buf_str(&once), buf_str(&twice)));
        buf_release(&once);
        buf_release(&twice);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_texts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
