/* seal.c - secrets that must be read again: encrypted under the workspace's master key.
 *
 * THEORY      AES-256-GCM with a random nonce; what a secret is for is authenticated beside it, so
 *             that none can be put in another's place.  The key is DIR/key (64 hex digits, made
 *             at first use, readable by its owner alone) or MUSUBI_KEY; it never lies in the
 *             store, so a copy of the store alone reads no secret.  The store keeps an HMAC of
 *             the key: a node with another key says so instead of answering nonsense, and does
 *             not seal what the others could not open.
 * LIMITS      SEAL_MAX bytes.
 * THREADS     Any; the key is read once, under a lock. */
#include "guard/guard_internal.h"
#include "guard/seal.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NONCE_BYTES 12
#define TAG_BYTES 16

static int hex_key(const char *text, uint8_t out[32]) {
    for (int i = 0; i < 64; i++) {
        char c = text[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return -1;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return text[64] == 0 || text[64] == '\n' ? 0 : -1;
}

static int key_read(const char *path, uint8_t key[32], struct err *err) {
    char text[80] = "";
    FILE *f = fopen(path, "re");
    if (!f)
        return errno == ENOENT ? 1
                               : err_set(err, E_UNAVAILABLE, "cannot read %s: %s", path,
                                         strerror(errno));
    size_t n = fread(text, 1, sizeof(text) - 1, f);
    fclose(f);
    text[n] = 0;
    int rc = hex_key(text, key);
    explicit_bzero(text, sizeof(text));
    return rc ? err_set(err, E_CORRUPT, "%s holds no key of 64 hex digits", path) : 0;
}

/* Made under another name first, so that nobody reads half of it. */
static int key_make(const char *path, uint8_t key[32], struct err *err) {
    char hex[66], half[4200];
    snprintf(half, sizeof(half), "%s.new", path);
    hash_random(key, 32);
    hash_hex(key, 32, hex);
    hex[64] = '\n';
    int fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool well = fd >= 0 && write(fd, hex, 65) == 65 && fsync(fd) == 0;
    if (fd >= 0 && close(fd))
        well = false;
    explicit_bzero(hex, sizeof(hex));
    if (well && link(half, path) && errno == EEXIST) { /* another was faster */
        unlink(half);
        return key_read(path, key, err);
    }
    unlink(half);
    return well && access(path, R_OK) == 0
               ? 0
               : err_set(err, E_UNAVAILABLE, "cannot write %s: %s", path, strerror(errno));
}

static int key_load(struct guard *g, struct err *err) {
    const char *text = getenv("MUSUBI_KEY");
    char path[4096];
    if (text && *text)
        return hex_key(text, g->key)
                   ? err_set(err, E_INVALID, "MUSUBI_KEY is not a key of 64 hex digits")
                   : 0;
    if (!g->cfg.data_dir)
        return err_set(err, E_UNAVAILABLE, "there is no folder to keep the master key in");
    snprintf(path, sizeof(path), "%s/key", g->cfg.data_dir);
    int rc = key_read(path, g->key, err);
    return rc == 1 ? key_make(path, g->key, err) : rc;
}

static int key_have(struct guard *g, struct err *err) {
    pthread_mutex_lock(&g->key_lock);
    int rc = g->key_known ? 0 : key_load(g, err);
    g->key_known = rc == 0;
    pthread_mutex_unlock(&g->key_lock);
    return rc;
}

/* Whether this is the key of the store's other secrets; the first to seal one says which. */
static int key_check(struct guard *g, struct db *db, bool may_write, struct err *err) {
    uint8_t mac[32];
    char hex[65];
    hash_hmac_sha256(str_n((const char *)g->key, 32), STR("musubi master key"), mac);
    hash_hex(mac, 32, hex);
    if (may_write) {
        struct sql *w = db_sql(db, SQL("INSERT INTO meta (key, value) VALUES ('guard.key', $1)"
                                       " ON CONFLICT (key) DO NOTHING"), err);
        if (!w)
            return -1;
        sql_text_(w, 1, str_of(hex));
        if (sql_run(w, err) < 0)
            return -1;
    }
    struct sql *q = db_sql(db, SQL("SELECT value FROM meta WHERE key = 'guard.key'"), err);
    if (!q)
        return -1;
    int rc = sql_step(q, err);
    bool same = rc > 0 && str_is(sql_get_text(q, 0), hex);
    sql_end(q);
    if (rc < 0 || same)
        return rc < 0 ? -1 : 0;
    err_set(err, E_UNAVAILABLE, "this node has another master key than the one that secrets are "
                                "stored under");
    return err_hint(err, "copy the file `key` of the folder where it was made, or set MUSUBI_KEY");
}

static int gcm(const uint8_t key[32], bool seal, struct str what, const uint8_t *nonce,
                 struct str in, uint8_t *out, uint8_t tag[TAG_BYTES]) {
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int n = 0;
    CHECK(ctx);
    bool well = EVP_CipherInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, nonce, seal) == 1 &&
                EVP_CipherUpdate(ctx, NULL, &n, (const uint8_t *)what.s, (int)what.n) == 1 &&
                EVP_CipherUpdate(ctx, out, &n, (const uint8_t *)in.s, (int)in.n) == 1;
    if (well && !seal)
        well = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1;
    well = well && EVP_CipherFinal_ex(ctx, out + n, &n) == 1;
    if (well && seal)
        well = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, tag) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return well ? 0 : -1;
}

int guard_seal(struct guard *g, struct core *c, const char *what, struct str secret,
               uint8_t *ret, size_t *ret_n, struct err *err) {
    struct db *db;
    CHECK(secret.n <= SEAL_MAX);
    if (key_have(g, err) || core_db(c, &db, err) || key_check(g, db, true, err))
        return -1;
    hash_random(ret, NONCE_BYTES);
    int rc = gcm(g->key, true, str_of(what), ret, secret, ret + NONCE_BYTES,
                   ret + NONCE_BYTES + secret.n);
    CHECK(rc == 0);
    *ret_n = secret.n + SEAL_EXTRA;
    return 0;
}

int guard_unseal(struct guard *g, struct db *db, const char *what, struct str sealed,
                 uint8_t *ret, size_t *ret_n, struct err *err) {
    uint8_t tag[TAG_BYTES];
    if (sealed.n < SEAL_EXTRA || sealed.n > SEAL_MAX + SEAL_EXTRA)
        return err_set(err, E_CORRUPT, "a stored secret has %zu bytes", sealed.n);
    if (key_have(g, err) || key_check(g, db, false, err))
        return -1;
    size_t n = sealed.n - SEAL_EXTRA;
    memcpy(tag, sealed.s + NONCE_BYTES + n, TAG_BYTES);
    if (gcm(g->key, false, str_of(what), (const uint8_t *)sealed.s,
              str_n(sealed.s + NONCE_BYTES, n), ret, tag))
        return err_set(err, E_CORRUPT, "a stored secret does not open");
    *ret_n = n;
    return 0;
}
