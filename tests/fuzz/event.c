/* event.c - fuzz: event and reject entries as read back. */
#include "collect/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct entry e = { .seq = 1, .kind = ENTRY_EVENT, .version = 1,
                       .body = { (const char *)data, size } };
    struct event_entry ev;
    struct reject_entry rj;
    struct err err = ERR_INIT;
    if (event_decode(&e, &ev, &err) == 0) {
        uint32_t name, n = 0;
        struct str json;
        volatile char last;
        while (event_trait_next(&ev.traits, &name, &json)) {
            CHECK(json.s >= e.body.s && json.s + json.n <= e.body.s + size);
            if (json.n)
                last = json.s[json.n - 1];
            n++;
        }
        (void)last;
        CHECK(n == ev.n_traits && ev.time_ms <= ev.received_ms && ev.message_id.n > 0);
    }
    e.kind = ENTRY_REJECT;
    if (reject_decode(&e, &rj, &err) == 0)
        CHECK(rj.raw.n + rj.detail.n <= size);
    return 0;
}
