/* registry.h - keys and definitions: what people set up, as opposed to what happens.
 *
 * Both are rows of the store, changed by commands in the transaction that also carries the
 * log entry telling of the change.  What the program needs at every request (which key is
 * this, which source does it belong to, which plan is in force) is kept in memory and read
 * anew after each commit that changed it.
 *
 * Threads: functions that take a `struct core *` run inside a command's run(); functions that
 * take a `struct db *` run wherever that connection is used (a reader thread, or a command
 * with core_db()); registry_auth(), registry_source() and registry_kinds() on any thread.
 */
#ifndef MUSUBI_CORE_REGISTRY_H
#define MUSUBI_CORE_REGISTRY_H

#include "base/arena.h"
#include "base/json.h"
#include "core/core.h"

struct registry;

#define REGISTRY_SCOPES_MAX 64
#define REGISTRY_KINDS_MAX 64
#define REGISTRY_NAME_MAX 200     /* bytes of a key's or source's name */
#define REGISTRY_KEYS_MAX 100000  /* keys that can be in force at once */
#define DEFINITION_KEY_MAX 100
#define DEFINITION_BODY_MAX (1u << 20)
#define DEFINITION_NOTE_MAX 1000

/* scope_names: what scopes are called, bit 0 first; borrowed for good.  Between core_new()
 * and core_start(): registers with the core and reads what is in force. */
MUST_USE int registry_new(struct core *c, const char *const *scope_names, int n,
                          struct registry **ret, struct err *err);
void registry_free(struct registry *r); /* after core_stop() */
/* After core_start(): from now on last_used_ms is written, once a minute at most, and expired
 * answers of idempotency.h are deleted. */
MUST_USE int registry_start(struct registry *r, struct err *err);

/* ---- keys ---- */
enum key_kind { KEY_WRITE = 1, KEY_SECRET = 2 };

struct who_key {
    enum key_kind kind;
    uint32_t id;
    uint32_t source; /* write key: definition id of its source */
    uint64_t scopes; /* secret key: bit per scope name */
};

/* Whose key this is.  -1 when it is nobody's, revoked or past its grace.  One SHA-256 and a
 * look into a table that never changes, under a read lock. */
MUST_USE int registry_auth(struct registry *r, struct str key, struct who_key *ret);

struct key_info { /* a row; text lives in the arena that it was read into */
    uint32_t id;
    enum key_kind kind;
    struct str name;
    struct str prefix; /* secret key: its first characters; write key: all of it */
    struct str scopes; /* names, separated by one space; empty for write keys */
    uint32_t source;   /* 0 for secret keys */
    struct str source_key; /* key of the source's definition; empty for secret keys */
    int64_t created_ms;
    int64_t last_used_ms; /* 0: never; up to a minute behind */
    int64_t revoked_ms;   /* 0: in force; may lie ahead: in force until then (rotation) */
};

#define KEY_TEXT_SIZE 64 /* room for the plain text of a key with its NUL */
#define KEY_GRACE_MS_DEFAULT (24 * 3600 * 1000LL)
#define KEY_GRACE_MS_MAX (30 * 24 * 3600 * 1000LL)

/* The bits of space-separated names; E_INVALID on an unknown one. */
MUST_USE int registry_scopes(const struct registry *r, struct str names, uint64_t *ret,
                             struct err *err);
uint64_t registry_scopes_all(const struct registry *r);

/* Make a key; ret_text gets its plain text, which for a secret key is nowhere else. */
MUST_USE int key_create_write(struct registry *r, struct core *c, struct str name,
                              uint32_t source, uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE],
                              struct err *err);
MUST_USE int key_create_secret(struct registry *r, struct core *c, struct str name,
                               uint64_t scopes, uint32_t *ret_id,
                               char ret_text[KEY_TEXT_SIZE], struct err *err);
/* In force no more once committed.  Revoking again changes nothing.  E_NOT_FOUND. */
MUST_USE int key_revoke(struct registry *r, struct core *c, uint32_t id, struct err *err);
/* A new key like the old one; the old one stays in force for grace_ms more.  E_CONFLICT when
 * it is revoked or being replaced already. */
MUST_USE int key_rotate(struct registry *r, struct core *c, uint32_t id, int64_t grace_ms,
                        uint32_t *ret_id, char ret_text[KEY_TEXT_SIZE], struct err *err);

MUST_USE int key_get(struct db *db, uint32_t id, struct arena *a, struct key_info *ret,
                     struct err *err);
/* Keys with id > after, in order of id; source 0: all, else the keys of that source.  Returns
 * their number, at most `limit`; *ret lives in the arena. */
MUST_USE int key_list(struct db *db, uint32_t after, uint32_t source, int limit,
                      struct arena *a, struct key_info **ret, struct err *err);

/* ---- kinds of definitions ---- */
struct registry_kind {
    const char *name;  /* "source"; schema/<name>.json is its JSON Schema */
    const char *title; /* "Source" */
    void *room;
    /* Make the plan of a body that its schema allows; any thread, under 5 ms.  NULL where a
     * kind needs no plan.  -1 with E_INVALID, where is a JSON Pointer into the body. */
    int (*compile)(void *room, struct str key, struct json body, void **ret_plan,
                   struct err *err);
    void (*plan_free)(void *room, void *plan); /* of a plan that is not published */
    /* Inside the command that publishes this plan or rolls back to it: emit what the log has to
     * say beyond that.  -1 refuses it.  May be NULL. */
    int (*publishing)(void *room, void *plan, struct err *err);
    /* Core thread, at registration and after a commit: this version is in force now.  The
     * room owns the plan from here on. */
    void (*published)(void *room, uint32_t id, struct str key, uint32_t version, void *plan);
};
/* Copied.  After registry_new(), before core_start(); publishes what is in force at once. */
MUST_USE int registry_kind(struct registry *r, const struct registry_kind *kind,
                           struct err *err);
int registry_kinds(const struct registry *r); /* how many */
const struct registry_kind *registry_kind_at(const struct registry *r, int i);
struct str registry_kind_schema(const struct registry *r, int i); /* JSON text */
MUST_USE int registry_kind_find(const struct registry *r, struct str name, int *ret_kind,
                                struct err *err); /* E_NOT_FOUND */

/* Whether this program could not put the published version of definition `id` in force
 * (written by another version of the program): true and *ret says why.  Any thread. */
bool registry_problem(struct registry *r, int kind, uint32_t id, struct err *ret);

/* ---- definitions ---- */
struct definition { /* text lives in the arena that it was read into */
    uint32_t id;
    struct str kind, key;
    struct str draft;    /* JSON; .s NULL when there is none */
    uint32_t published;  /* version in force, 0: none */
    struct str body;     /* of the version in force; .s NULL when there is none */
    int64_t created_ms, updated_ms;
    char etag[24];       /* with its quotes; another one after every change */
};
struct definition_version {
    uint32_t version; /* from 1 */
    struct str body;
    struct str author, note; /* note empty when there is none */
    int64_t at_ms;
};
struct definition_who {  /* what a change is done as, and on which condition */
    struct str author;   /* "key:3", "init" */
    struct str note;     /* publish and roll back */
    struct str if_match; /* as sent; .s NULL: no condition.  E_PRECONDITION when it fails */
    bool if_none_match;  /* draft: only when there is no such definition yet */
};

/* E_INVALID unless lower-case letters, digits, '.', '_' and '-', starting with a letter or
 * digit. */
MUST_USE int definition_key_check(struct str key, struct err *err);

/* Write the draft, making the definition when it is new.  body: a JSON object as text. */
MUST_USE int definition_draft(struct registry *r, struct core *c, struct str kind,
                              struct str key, struct str body,
                              const struct definition_who *who, uint32_t *ret_id,
                              struct err *err);
/* Forget the draft; a definition that was never published goes with it. */
MUST_USE int definition_discard(struct registry *r, struct core *c, struct str kind,
                                struct str key, const struct definition_who *who,
                                struct err *err);
/* Check the draft by schema and compile(), make it the next version and put that in force.
 * E_CONFLICT without a draft. */
MUST_USE int definition_publish(struct registry *r, struct core *c, struct str kind,
                                struct str key, const struct definition_who *who,
                                uint32_t *ret_version, struct err *err);
/* Put the body of an older version in force as a new version; a draft stays as it is. */
MUST_USE int definition_rollback(struct registry *r, struct core *c, struct str kind,
                                 struct str key, uint32_t version,
                                 const struct definition_who *who, uint32_t *ret_version,
                                 struct err *err);

MUST_USE int definition_get(struct db *db, struct str kind, struct str key, struct arena *a,
                            struct definition *ret, struct err *err);
/* Those of a kind with key > after, by key in byte order; at most `limit`. */
MUST_USE int definition_list(struct db *db, struct str kind, struct str after, int limit,
                             struct arena *a, struct definition **ret, struct err *err);
/* Newest first, those with version < before (0: from the newest). */
MUST_USE int definition_versions(struct db *db, uint32_t id, uint32_t before, int limit,
                                 struct arena *a, struct definition_version **ret,
                                 struct err *err);
MUST_USE int definition_version_get(struct db *db, uint32_t id, uint32_t version,
                                    struct arena *a, struct definition_version *ret,
                                    struct err *err);

/* ---- the first kind: sources, where events come from ---- */
enum source_type { SOURCE_BROWSER, SOURCE_SERVER, SOURCE_MOBILE, SOURCE_IMPORT, SOURCE_OTHER };
struct source {
    uint32_t id;      /* of its definition: the number that events carry */
    uint32_t version;
    char key[DEFINITION_KEY_MAX + 1];
    char name[REGISTRY_NAME_MAX + 1];
    enum source_type type;
    bool enabled;
    bool batching;    /* delivery strategy told to browser SDKs; else one call an event */
};
/* -1 when there is no such source in force. */
MUST_USE int registry_source(struct registry *r, uint32_t id, struct source *ret);
/* The i-th in force, by number; -1 past the last. */
MUST_USE int registry_source_at(struct registry *r, size_t i, struct source *ret);
/* The same by its definition's key. */
MUST_USE int registry_source_find(struct registry *r, struct str key, struct source *ret);
const char *source_type_name(enum source_type t);
/* A source as its body says, absent members filled in; id and version stay 0. */
MUST_USE int source_read(struct str key, struct json body, struct source *ret,
                         struct err *err);

/* ---- a new workspace ---- */
struct registry_first {
    char write_key[KEY_TEXT_SIZE];  /* of the source "default" */
    char secret_key[KEY_TEXT_SIZE]; /* all scopes; shown once */
};
/* Source "default", one write key, one secret key.  Waits for the core; E_CONFLICT when the
 * workspace has a source already. */
/* The same inside of run(). */
MUST_USE int registry_init_run(struct registry *r, struct core *c, struct registry_first *ret,
                               struct err *err);
MUST_USE int registry_init_workspace(struct registry *r, struct registry_first *ret,
                                     struct err *err);

#endif
