/* mask.c - what an analyst sees of an e-mail address: a•••@example.com.
 *
 * THEORY      Answers are masked as they leave, whatever handler made them, where the session's
 *             roles say so and the route's scopes are of a room that may hold personal data
 *             (all but those that api/staff.json excepts).  So a new route is masked without doing
 *             anything for it.  Every string of the JSON is looked through, also free text of
 *             events.  What cannot be looked through (a stream, or no JSON) is refused.  The audit
 *             log masks by itself: its numbers of requests look like telephone numbers.
 * INVARIANTS  (1) Masking what is masked changes nothing: an answer may pass two nodes.
 * LIMITS      Names and postal addresses are not recognised.  A number of 10 to 15 digits that
 *             begins with 0 or + counts as a telephone number wherever it stands; alone in its
 *             string any of 9 to 15 digits does.
 * THREADS     Connection threads. */
#include "api/api_staff.h"
#include "api/routes_gen.h"

#define DOTS "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2" /* three bullets */

static bool alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c & 0x80;
}
static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool in_local(char c) { return alnum(c) || (c && strchr(".!#$%&'*+/=?^_`{|}~-", c)); }
static bool in_domain(char c) { return alnum(c) || c == '-' || c == '.'; }
static bool in_number(char c) { return digit(c) || (c && strchr(" -().", c)); }

/* The bytes of the first character. */
static size_t first_char(struct str s) {
    size_t n = 1;
    while (n < s.n && (s.s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Length of the e-mail address that begins at s; 0 when none does. */
static size_t email_at(struct str s, size_t *ret_local) {
    size_t i = 0, dots = 0;
    while (i < s.n && in_local(s.s[i]))
        i++;
    if (i == 0 || i >= s.n || s.s[i] != '@')
        return 0;
    *ret_local = i++;
    size_t from = i;
    for (; i < s.n && in_domain(s.s[i]); i++)
        dots += s.s[i] == '.' && i > from && i + 1 < s.n && in_domain(s.s[i + 1]);
    return dots ? i : 0;
}

/* Length of the telephone number that begins at s; 0 when none does.  whole: it is all of s. */
static size_t number_at(struct str s, bool whole) {
    size_t i = s.n && s.s[0] == '+' ? 1 : 0, digits = 0, end = 0;
    bool marked = s.n && (s.s[0] == '+' || s.s[0] == '0');
    for (; i < s.n && in_number(s.s[i]); i++)
        if (digit(s.s[i])) {
            digits++;
            end = i + 1;
        }
    if (whole)
        return end == s.n && digits >= 9 && digits <= 15 ? end : 0;
    bool bounded = end == s.n || !alnum(s.s[end]);
    return marked && bounded && digits >= 10 && digits <= 15 ? end : 0;
}

/* The last two digits stay, so that two numbers can be told apart. */
static void put_number(struct str s, struct buf *out) {
    buf_put(out, s.s, s.s[0] == '+' ? 1 : 0);
    buf_puts(out, DOTS);
    buf_put(out, s.s + s.n - 2, 2);
}

void api_mask_text(struct str s, struct buf *out) {
    size_t local, n;
    if (number_at(s, true)) {
        put_number(s, out);
        return;
    }
    for (size_t i = 0; i < s.n;) {
        struct str rest = str_n(s.s + i, s.n - i);
        bool starts = i == 0 || !alnum(s.s[i - 1]);
        if (starts && (n = email_at(rest, &local)) > 0) {
            buf_put(out, rest.s, first_char(rest));
            buf_puts(out, DOTS);
            buf_put(out, rest.s + local, n - local);
        } else if (starts && (n = number_at(rest, false)) > 0) {
            put_number(str_n(rest.s, n), out);
        } else {
            n = 1;
            buf_putc(out, s.s[i]);
        }
        i += n;
    }
}

static void mask_value(struct json v, struct buf *text, struct jw *w) {
    switch (json_type(v)) {
    case JSON_STRING:
        buf_reset(text);
        api_mask_text(json_str(v), text);
        jw_str(w, text->len ? buf_str(text) : STR(""));
        return;
    case JSON_OBJECT:
        jw_obj(w);
        for (struct json_it it = json_it(v); json_next(&it);) {
            buf_reset(text);
            api_mask_text(it.key, text);
            jw_key_str(w, text->len ? buf_str(text) : STR(""));
            mask_value(it.value, text, w);
        }
        jw_obj_end(w);
        return;
    case JSON_ARRAY:
        jw_arr(w);
        for (struct json_it it = json_it(v); json_next(&it);)
            mask_value(it.value, text, w);
        jw_arr_end(w);
        return;
    default:
        jw_value(w, v);
    }
}

void api_mask_json(struct json v, struct jw *w) {
    struct buf text;
    buf_init(&text, "masked text", 16u << 20);
    mask_value(v, &text, w);
    buf_release(&text);
}

static void refuse(struct http_req *r) {
    struct err err = ERR_INIT;
    err_set(&err, E_FORBIDDEN, "your roles see personal data only masked, and this cannot be");
    http_problem(r, &err);
}

/* The text of out, masked; -1 when it is no JSON. */
static int mask_answer(struct http_req *r) {
    struct json_parser *p = json_parser_new();
    struct json v;
    struct err bad = ERR_INIT;
    struct buf text, masked;
    struct jw w;
    int rc = json_parse(p, r->out.data, r->out.len, &v, &bad);
    buf_init(&text, "masked text", r->out.bytes_max);
    buf_init(&masked, "masked answer", r->out.bytes_max);
    if (rc == 0) {
        jw_init(&w, &masked);
        mask_value(v, &text, &w);
        rc = text.full || masked.full ? -1 : 0;
    }
    if (rc == 0) {
        buf_reset(&r->out);
        buf_put_str(&r->out, buf_str(&masked));
    }
    buf_release(&text);
    buf_release(&masked);
    json_parser_free(p);
    return rc;
}

void api_mask(void *app, struct http_req *r) {
    (void)app;
    if (!r->who.masked || !r->route || !(r->route->scopes & api_personal_scopes) ||
        r->masks_itself)
        return;
    if (r->more)
        refuse(r);
    else if (r->out.len && mask_answer(r))
        refuse(r);
}
