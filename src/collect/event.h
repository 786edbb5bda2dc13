/* event.h - one event as the door hands it to the core, and its log entry.
 *
 * An HTTP thread parses, checks and normalises; everything here is then plain bytes in the
 * command's arena.  The core chooses the atom and writes the entry.
 */
#ifndef MUSUBI_COLLECT_EVENT_H
#define MUSUBI_COLLECT_EVENT_H

#include "base/json.h"
#include "base/arena.h"
#include "core/core.h"

enum event_type { EVENT_TRACK = 1, EVENT_IDENTIFY, EVENT_PAGE, EVENT_SCREEN, EVENT_GROUP,
                  EVENT_ALIAS };

enum event_flag {
    EVENT_LATE = 1,      /* its time is more than a day before its arrival */
    EVENT_FUTURE = 2,    /* claimed a time after arrival; arrival was taken */
    EVENT_SKEWED = 4,    /* client clock corrected by sentAt */
    EVENT_NO_TIME = 8,   /* no readable timestamp; arrival was taken */
    EVENT_IMPORTED = 16, /* came through a bulk import */
    EVENT_NO_DEDUPE = 32 /* message id was made up by the server */
};

#define EVENT_IDENTS_MAX 16
#define EVENT_TRAITS_MAX 256
#define EVENT_BYTES_MAX 32768 /* of its JSON */

struct event_ident {
    uint8_t kind;       /* unify's number of the identifier kind */
    struct str value;   /* normalised */
    uint64_t hash;      /* keyed, of kind and value */
};

struct event_trait {
    struct str name;
    struct str json;    /* value as minified JSON text: "x", 12, true, null, {…} */
};

struct plan_found;
struct event {
    uint8_t type;       /* enum event_type */
    uint8_t flags;      /* enum event_flag */
    uint32_t source;    /* number of the source */
    int64_t time_ms;    /* corrected: when it happened */
    int64_t received_ms;
    struct str message_id; /* 1-100 bytes; made up when the client sent none */
    uint64_t dedupe_hash;  /* keyed, of source and message id */
    struct str name;    /* track: event; page, screen: name; else empty.  At most 1,024 bytes */
    struct str group_id, previous_id; /* group, alias; else empty */
    struct str json;    /* the message, minified, less writeKey; with originalTimestamp etc. */
    uint16_t n_idents, n_traits;
    struct event_ident idents[EVENT_IDENTS_MAX]; /* strongest first; at least one */
    struct event_trait *traits; /* identify: of the person; group: of the group */
    const struct plan_found *found; /* violations of its tracking plan; NULL: none */
};

/* What unify hooks in (a room above may not be called by name). */
struct collect_hooks {
    void *room;
    /* Any thread: read identifiers off a message (userId, anonymousId, traits, externalIds,
     * device, …), normalise them and fill idents strongest first.  n_idents stays 0 when none
     * is usable.  Values may borrow from the message: the caller copies them. */
    void (*identify)(void *room, struct json message, struct event *ev, struct arena *a);
    /* Core thread: emit what new atoms, identifiers and links this event brings; the atom. */
    uint32_t (*resolve)(void *room, const struct event *ev);
    /* Core thread: the number of a name (event or trait), emitting it when new; 0 when the
     * dictionary is full. */
    uint32_t (*name)(void *room, struct str name);
    /* Core thread: was one of its identifiers erased, to be refused from then on?  May be NULL. */
    bool (*refused)(void *room, const struct event *ev);
};

/* Version 3 of an entry: of somebody erased.  u8 0 | u8 flags | u64 dedupe hash | u64 arrival ms
 * | varint source, so that its message id stays known and the figures as they were.  Logs of
 * before the figures have it without the source. */
#define EVENT_VERSION_ERASED 3
/* Fill out with what is left of an event when its person is erased. */
void event_erase(const struct entry *e, struct buf *out);
/* The atom of an event of version 1 or 2, without more checks than its place needs. */
uint32_t event_atom(const struct entry *e);
/* The source of an event of any version; 0 when it does not say. */
uint32_t event_source(const struct entry *e);

/* Version 2: a retention rule took its content, or nearly all of it. */
#define EVENT_VERSION_RETAINED 2
enum event_kept { /* numbers stand in the log */
    EVENT_WHOLE = 0,
    EVENT_THINNED = 1, /* type, name, time, source and message id are left */
    EVENT_DROPPED = 2  /* only what state rests on: atom, time, group; no event any more */
};
/* Fill out with what is left of an event of version 1 or 2.  json: what a thinned one has for
 * its message from now on. */
MUST_USE int event_retain(const struct entry *e, enum event_kept kept, struct str json,
                          struct buf *out, struct err *err);

/* ENTRY_EVENT v1 or v2 as read back. */
struct event_entry {
    uint8_t type, flags;
    uint8_t kept;        /* enum event_kept */
    uint32_t source, atom, name; /* numbers; name 0: look into json */
    int64_t time_ms, received_ms;
    uint64_t dedupe_hash;
    struct str message_id, group_id, previous_id, json;
    uint32_t n_traits;
    struct rd traits; /* read with event_trait_next() */
};
void event_encode(struct buf *out, const struct event *ev, uint32_t atom, uint32_t name,
                  const uint32_t *trait_names);
/* E_NOT_FOUND when it was erased or dropped. */
MUST_USE int event_decode(const struct entry *e, struct event_entry *ret, struct err *err);
/* Of version 2, dropped ones as well: no traits, and of a dropped one no type, name, source,
 * message id and JSON. */
MUST_USE int event_decode_kept(const struct entry *e, struct event_entry *ret, struct err *err);
bool event_trait_next(struct rd *traits, uint32_t *ret_name, struct str *ret_json);

#endif
