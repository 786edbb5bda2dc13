/* str.c - see str.h. */
#include "base/str.h"

int str_cmp(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str a) {
    while (a.n && is_space(a.s[0])) {
        a.s++;
        a.n--;
    }
    while (a.n && is_space(a.s[a.n - 1]))
        a.n--;
    return a;
}

bool str_eq_nocase(struct str a, struct str b) {
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (str_lower(a.s[i]) != str_lower(b.s[i]))
            return false;
    return true;
}

bool str_eq_secret(struct str a, struct str b) {
    /* volatile, so that the compiler cannot leave the loop at the first difference */
    volatile unsigned char diff = a.n != b.n;
    for (size_t i = 0; i < b.n; i++)
        diff |= (unsigned char)(b.s[i] ^ (a.n ? a.s[i % a.n] : 0));
    return diff == 0;
}

struct str str_word(struct str *rest) {
    size_t i = 0, from;
    while (i < rest->n && rest->s[i] == ' ')
        i++;
    from = i;
    while (i < rest->n && rest->s[i] != ' ')
        i++;
    struct str word = { rest->s + from, i - from };
    *rest = str_n(rest->s + i, rest->n - i);
    return word;
}
