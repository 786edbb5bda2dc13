/* dump.c - the room's state as lines that depend on nothing but its meaning: which ids are
 * remembered, what was rejected.
 *
 * Ids are summed, since their order in a table has none; the window and its budget decide which
 * are there, so two dumps agree only under the same limits.
 */
#include "collect/collect_internal.h"

#include <stdio.h>

static void dump_rejects(const struct heap *h, const struct collect_root *root, core_line *line,
                         void *ctx) {
    const struct reject_slot *ring = root->ring ? heap_at(h, root->ring) : NULL;
    uint64_t from = root->rejects > COLLECT_REJECTS_KEPT ? root->rejects - COLLECT_REJECTS_KEPT
                                                         : 0;
    char text[160];
    uint64_t sum = 0;
    for (uint64_t i = from; i < root->rejects; i++) { /* in order of arrival */
        const struct reject_slot *s = &ring[i % COLLECT_REJECTS_KEPT];
        uint64_t of[3] = { s->seq, s->source, s->reason };
        sum = hash_xx64(of, sizeof(of), sum);
    }
    int n = snprintf(text, sizeof(text), "collect rejects=%llu newest=%016llx",
                     (unsigned long long)root->rejects, (unsigned long long)sum);
    line(ctx, str_n(text, (size_t)n));
    for (unsigned i = 0; i < COLLECT_REASON_COUNT; i++) {
        if (!root->by_reason[i])
            continue;
        n = snprintf(text, sizeof(text), "collect reason=%s n=%llu", collect_reason_slug(i),
                     (unsigned long long)root->by_reason[i]);
        line(ctx, str_n(text, (size_t)n));
    }
}

void collect_dump(void *room, core_line *line, void *ctx) {
    struct collect *c = room;
    const struct heap *h = core_heap(c->core);
    const struct collect_root *root = collect_root(c);
    const struct dedupe *d = &root->dedupe;
    char text[160];
    int n = snprintf(text, sizeof(text), "collect seen=%llu generations=%u shrunk=%u",
                     (unsigned long long)d->n, d->n_gens, d->shrunk);
    line(ctx, str_n(text, (size_t)n));
    for (uint32_t i = 0; i < d->n_gens; i++) {
        const struct dedupe_gen *g = &d->gens[i];
        uint64_t ids, sum = dedupe_sum(h, g, &ids);
        n = snprintf(text, sizeof(text), "collect generation from=%lld to=%lld ids=%llu/%llu "
                     "sum=%016llx", (long long)g->first_ms, (long long)g->last_ms,
                     (unsigned long long)ids, (unsigned long long)g->n,
                     (unsigned long long)sum);
        line(ctx, str_n(text, (size_t)n));
    }
    dump_rejects(h, root, line, ctx);
    figures_dump(c, line, ctx);
    violations_dump(c, line, ctx);
}
