/* audit.c - rows of the audit log among everything else that befalls a workspace: added, undone,
 * cleared; afterwards the table must be what the log tells, and nothing acknowledged is missing.
 */
#include "sim/sim.h"

#include "core/core_internal.h"
#include "core/verify.h"
#include "guard/audit.h"

#include <stdio.h>

struct deed { int rows; bool undone, clears, forgets; uint64_t last; };

static void add(struct sim *s, struct deed *d) {
    char who[20], subject[AUDIT_PERSON_SIZE], detail[120];
    static const char *const operations[] = { "getPerson", "putDefinition", "listPeople" };
    snprintf(who, sizeof who, "key:%u", sim_roll(s, 4));
    snprintf(detail, sizeof detail, "{\"after\":{\"n\":%u,\"名\":\"%.*s\"}}", sim_roll(s, 1000),
             (int)sim_roll(s, 60), "............................................................");
    struct audit_act act = {
        .who = str_of(who), .who_name = STR("佐藤"), .address = STR("192.0.2.7"),
        .request = STR("r"), .operation = str_of(operations[sim_roll(s, 3)]),
        .subject = audit_person(sim_roll(s, 8), subject), .detail = str_of(detail)
    };
    d->last = audit_add(s->audit, &act);
}

static int tell(struct sim *s, void *ctx, struct err *err) {
    struct deed *d = ctx;
    for (int i = 0; i < d->rows; i++)
        add(s, d);
    if (d->clears && s->audit_acked > 0) {
        uint64_t ids[3];
        for (int i = 0; i < 3; i++)
            ids[i] = 1 + sim_roll(s, (uint32_t)s->audit_acked);
        if (audit_clear(s->audit, ids, 3, err) < 0)
            return -1;
    }
    if (d->forgets) {
        uint32_t atoms[2] = { sim_roll(s, 8), sim_roll(s, 8) };
        audit_forget(s->audit, atoms, 2);
        if (sim_roll(s, 2))
            audit_forgotten(s->audit);
    }
    return d->undone ? err_set(err, E_CONFLICT, "undone on purpose") : 0;
}

void sim_step_audit(struct sim *s) {
    struct deed d = { .rows = 1 + (int)sim_roll(s, 4), .undone = sim_roll(s, 4) == 0,
                      .clears = sim_roll(s, 4) == 0, .forgets = sim_roll(s, 6) == 0 };
    if (sim_roll(s, 20) == 0)
        d.rows = 150; /* of several statements */
    struct err err = ERR_INIT;
    sim_tell(s, "%d rows of the audit log%s%s", d.rows, d.undone ? ", undone" : "",
             d.clears ? ", some cleared" : "");
    int rc = sim_call(s, tell, &d, false, &err);
    SIM_WANT(s, rc == 0 || err.code == E_UNAVAILABLE || d.undone || s->plant != PLANT_NONE);
    if (rc == 0 && !d.undone)
        s->audit_acked = d.last;
}

void sim_audit(struct sim *s) {
    struct verify_result log;
    struct audit_verified rows;
    struct db *a = NULL, *b = NULL;
    SIM_OK(s, db_open(s->store, DB_READER, &a, err));
    SIM_OK(s, db_open(s->store, DB_READER, &b, err));
    SIM_OK(s, audit_verify(a, b, &log, &rows, err));
    db_close(a);
    db_close(b);
    if (rows.rows < s->audit_acked)
        sim_fail(s, "%llu rows of the audit log, %llu were acknowledged",
                 (unsigned long long)rows.rows, (unsigned long long)s->audit_acked);
    s->trace = hash_xx64(rows.head, sizeof rows.head, s->trace);
}
