/* find_keys.c - texts become keys, and what is typed becomes beginnings of keys.
 *
 * THEORY      Text is NFKC with case folded, katakana as hiragana, so that width, case and kana
 *             do not matter.  A key is a word of a name.  Where a script writes no blanks
 *             between words, each character can begin one: a run of it gives all its endings,
 *             and a search finds any part of it.  Several such words give the whole without
 *             blanks, too, as people type it.  An e-mail address gives its endings at each mark
 *             (mika.sato@example.com, sato@example.com, example.com, com), a telephone number
 *             its digits, with and without what stands for the country.
 * LIMITS      FIND_TEXT_MAX bytes of a text, FIND_KEY_MAX of a key, FIND_KEYS_MAX keys.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "base/utf8.h"
#include "unify/find_internal.h"

#include <stdlib.h>

void find_keys_init(struct find_keys *k) {
    k->n = 0;
    buf_init(&k->text, "keys", 256u << 10);
    buf_init(&k->fold, "folded text", 64u << 10);
}

void find_keys_release(struct find_keys *k) {
    buf_release(&k->text);
    buf_release(&k->fold);
}

void find_keys_reset(struct find_keys *k) {
    k->n = 0;
    buf_reset(&k->text);
}

static void add_key(struct find_keys *k, struct str key) {
    key.n = utf8_cut(key, FIND_KEY_MAX);
    if (key.n == 0 || k->n == FIND_KEYS_MAX)
        return;
    for (uint32_t i = 0; i < k->n; i++)
        if (str_eq(find_key(k, i), key))
            return;
    k->key[k->n].at = (uint32_t)k->text.len;
    k->key[k->n].n = (uint32_t)key.n;
    k->n++;
    buf_put_str(&k->text, key);
}

/* ---- characters ---- */

static uint32_t next_char(struct str s, size_t *at) {
    uint8_t c = (uint8_t)s.s[*at];
    size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    uint32_t v = n == 1 ? c : c & (0xffu >> (n + 1));
    if (*at + n > s.n) {
        *at = s.n;
        return 0xfffd;
    }
    for (size_t i = 1; i < n; i++)
        v = v << 6 | ((uint8_t)s.s[*at + i] & 0x3f);
    *at += n;
    return v;
}

/* Han, kana, Hangul, Thai: no blanks between words. */
static bool runs_on(uint32_t c) {
    return (c >= 0x2e80 && c <= 0x9fff && !(c >= 0x3000 && c <= 0x3004) &&
            !(c >= 0x3008 && c <= 0x3020)) ||
           (c >= 0xac00 && c <= 0xd7af) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x0e00 && c <= 0x0e7f);
}

static bool part_of_word(uint32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || memchr("'-._&+@", (int)c, 7);
    return c != 0x30fb && !(c >= 0x2000 && c <= 0x206f) && c != 0xa0 && c != 0xb7 &&
           !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3008 && c <= 0x3020);
}

/* Katakana as hiragana: three bytes either way. */
static void kana(struct buf *b, size_t from) {
    for (size_t i = from; i + 2 < b->len; i++) {
        uint8_t *p = (uint8_t *)b->data + i;
        if (p[0] != 0xe3)
            continue;
        uint32_t c = 0x3000u | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        if (c >= 0x30a1 && c <= 0x30f6) {
            c -= 0x60;
            p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
            p[2] = (uint8_t)(0x80 | (c & 0x3f));
        }
        i += 2;
    }
}

static struct str folded(struct find_keys *k, struct str text) {
    struct err err = ERR_INIT;
    text.n = utf8_cut(text, FIND_TEXT_MAX);
    buf_reset(&k->fold);
    if (utf8_nfkc(utf8_trim(text), true, &k->fold, &err) < 0)
        buf_reset(&k->fold);
    kana(&k->fold, 0);
    return buf_str(&k->fold);
}

/* ---- kinds of text ---- */

static void add_run(struct find_keys *k, struct str run) {
    for (size_t at = 0; at < run.n;) {
        add_key(k, str_n(run.s + at, run.n - at));
        next_char(run, &at);
    }
}

/* Its endings behind each mark: of an address, or an id such as shop-1042. */
static void add_endings(struct find_keys *k, struct str s) {
    add_key(k, s);
    for (size_t at = 0; at + 1 < s.n; at++)
        if (memchr("@._+-:/ ", s.s[at], 8) && s.n - at > 2)
            add_key(k, str_n(s.s + at + 1, s.n - at - 1));
}

/* The words of a name.  Numbers and letters beside such characters are words of their own. */
static void add_name(struct find_keys *k, struct str s) {
    char joined[FIND_TEXT_MAX * 4];
    size_t n_joined = 0;
    unsigned runs = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at, end = at;
        uint32_t c = next_char(s, &at);
        if (!part_of_word(c))
            continue;
        bool run = runs_on(c);
        for (end = at; at < s.n; end = at) {
            c = next_char(s, &at);
            if (!part_of_word(c) || runs_on(c) != run) {
                at = end;
                break;
            }
        }
        struct str word = str_n(s.s + from, end - from);
        if (!run) {
            add_endings(k, word);
            continue;
        }
        add_run(k, word);
        if (n_joined + word.n <= sizeof joined) {
            memcpy(joined + n_joined, word.s, word.n);
            n_joined += word.n;
            runs++;
        }
    }
    if (runs > 1)
        add_key(k, str_n(joined, n_joined));
}

static size_t digits_of(struct str s, char out[FIND_TEXT_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < FIND_TEXT_MAX; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            out[n++] = s.s[i];
    return n;
}

/* Digits with marks between them are a part of a telephone number. */
static bool phone_like(struct str w) {
    size_t digits = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (w.s[i] >= '0' && w.s[i] <= '9')
            digits++;
        else if (!memchr("+-(). ", w.s[i], 6))
            return false;
    }
    return digits >= 2;
}

/* +819012345678: as it is dialled from abroad and at home. */
static void add_phone(struct find_keys *k, struct str s) {
    char d[FIND_TEXT_MAX + 1] = "0";
    size_t n = digits_of(s, d + 1);
    if (n < 4) {
        add_name(k, s);
        return;
    }
    add_key(k, str_n(d + 1, n));
    if (s.s[0] != '+')
        return;
    size_t country = d[1] == '1' || d[1] == '7' ? 1 : 2; /* most; with three, 2 does no harm */
    d[country] = '0';
    add_key(k, str_n(d + country + (country == 1), n - country + (country != 1)));
}

void find_keys_add(struct find_keys *k, enum find_class class, struct str text) {
    struct str s = folded(k, text);
    char d[FIND_TEXT_MAX];
    switch (class) {
    case FIND_NOT:
        return;
    case FIND_NAME:
        add_name(k, s);
        return;
    case FIND_EMAIL:
    case FIND_ID:
        add_endings(k, s);
        if (phone_like(s)) /* 10-42 may be typed as 1042 */
            add_key(k, str_n(d, digits_of(s, d)));
        return;
    case FIND_PHONE:
        add_phone(k, s);
        return;
    }
}

/* ---- which traits ---- */

enum find_class find_class_of(struct str trait) {
    static const struct { const char *part; enum find_class class; } parts[] = {
        { "mail", FIND_EMAIL }, { "メール", FIND_EMAIL }, { "phone", FIND_PHONE },
        { "mobile", FIND_PHONE }, { "tel", FIND_PHONE }, { "電話", FIND_PHONE },
        { "name", FIND_NAME }, { "kana", FIND_NAME }, { "company", FIND_NAME },
        { "organi", FIND_NAME }, { "名", FIND_NAME }, { "氏", FIND_NAME },
        { "会社", FIND_NAME }, { "カナ", FIND_NAME }, { "かな", FIND_NAME },
    };
    char low[64];
    size_t n = trait.n < sizeof low ? trait.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = trait.s[i] >= 'A' && trait.s[i] <= 'Z' ? (char)(trait.s[i] | 0x20)
                                                        : trait.s[i];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memmem(low, n, parts[i].part, strlen(parts[i].part)))
            return parts[i].class;
    return FIND_NOT;
}

/* ---- what is typed ---- */

/* Where a word ends: at a blank, or where letters and such characters meet. */
static size_t word_end(struct str s, size_t at) {
    size_t end = at;
    bool run = runs_on(next_char(s, &end));
    for (size_t next = end; next < s.n && s.s[next] != ' '; end = next)
        if (runs_on(next_char(s, &next)) != run)
            return end;
    return end;
}

void find_words(struct find_keys *k, struct str q) {
    struct str s = folded(k, q);
    char number[FIND_TEXT_MAX];
    find_keys_reset(k);
    if (phone_like(s)) { /* also with blanks in it */
        add_key(k, str_n(number, digits_of(s, number)));
        return;
    }
    for (size_t at = 0, end; at < s.n && k->n < FIND_WORDS_MAX; at = end) {
        if (s.s[at] == ' ') {
            end = at + 1;
            continue;
        }
        end = word_end(s, at);
        struct str word = str_n(s.s + at, end - at);
        char d[FIND_TEXT_MAX];
        if (phone_like(word))
            word = str_n(d, digits_of(word, d));
        add_key(k, word);
    }
}
