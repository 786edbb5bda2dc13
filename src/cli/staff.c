/* staff.c - musubi staff: for whoever runs the server and is asked to let somebody in again.
 *
 * On a folder the server must not run meanwhile; it holds the folder's lock. */
#include "cli/cli_internal.h"

#include "guard/factor.h"
#include "guard/link.h"

#include <stdio.h>

enum staff_act { ACT_LIST, ACT_RESET, ACT_PASSWORD, ACT_DISABLE, ACT_ENABLE, ACT_FACTOR_OFF };
static const char *const act_names[] = { "list", "reset", "password", "disable", "enable",
                                         "second-factor-off" };
#define N_ACTS (sizeof act_names / sizeof *act_names)

struct staff_command {
    struct command cmd; /* first */
    struct guard *g;
    struct audit *audit;
    struct arena *a;
    enum staff_act act;
    struct str email;
    char hash[STAFF_HASH_SIZE];
    char token[LINK_TOKEN_SIZE];
};

static void print_member(const struct staff_command *s, const struct staff *m) {
    char at[32] = "never";
    if (m->signed_in_ms)
        clock_format(m->signed_in_ms, at);
    printf("%-4u %-40.*s %-24s %-10s %-9s last signed in %s\n", m->id, STR_FMT(m->email),
           guard_role_names(s->g, m->roles, s->a), m->second_factor ? "two factors" : "password",
           m->disabled_ms ? "disabled" : "", at);
}

static int list_run(struct staff_command *s, struct db *db, struct err *err) {
    struct staff *rows;
    uint32_t after = 0;
    int n;
    do {
        n = staff_list(s->g, db, after, 200, s->a, &rows, err);
        for (int i = 0; i < n; i++) {
            print_member(s, &rows[i]);
            after = rows[i].id;
        }
    } while (n == 200);
    return n < 0 ? -1 : 0;
}

static int act_run(struct core *c, struct staff_command *s, const struct staff *m,
                   struct err *err) {
    struct link l = { .kind = LINK_RESET, .staff = m->id, .email = m->email };
    switch (s->act) {
    case ACT_RESET: return link_make(s->g, c, &l, s->token, err);
    case ACT_PASSWORD: return staff_set_password(c, m->id, str_of(s->hash), 0, 0, err);
    case ACT_DISABLE: return staff_disable(s->g, c, m->id, true, 0, err);
    case ACT_ENABLE: return staff_disable(s->g, c, m->id, false, 0, err);
    case ACT_FACTOR_OFF: return factor_off(c, m->id, 0, err);
    case ACT_LIST: break;
    }
    return 0;
}

static int staff_run(struct core *c, struct command *cmd, struct err *err) {
    struct staff_command *s = (struct staff_command *)cmd;
    struct db *db;
    struct staff m;
    if (core_db(c, &db, err))
        return -1;
    if (s->act == ACT_LIST)
        return list_run(s, db, err);
    int found = staff_find(s->g, db, s->email, s->a, &m, err);
    if (found == 0)
        return err_set(err, E_NOT_FOUND, "there is no staff account %.*s", STR_FMT(s->email));
    if (found < 0)
        return -1;
    if (act_run(c, s, &m, err) < 0)
        return -1;
    struct audit_act act = { .who = STR("system"), .who_name = STR("musubi staff"),
                             .operation = STR("staff"),
                             .subject = str_of(arena_printf(s->a, "staff:%u", m.id)) };
    act.detail = str_of(arena_printf(s->a, "{\"after\":{\"command\":\"%s\"}}",
                                     act_names[s->act]));
    audit_add(s->audit, &act);
    return 0;
}

static int read_act(const struct options *o, struct staff_command *s, struct err *err) {
    size_t i = 0;
    const char *name = o->n_args > 1 ? o->args[1] : "list";
    while (i < N_ACTS && strcmp(name, act_names[i]) != 0)
        i++;
    if (i == N_ACTS) {
        err_set(err, E_INVALID, "musubi staff does not know \"%.60s\"", name);
        return err_hint(err, "list, reset, password, disable, enable, second-factor-off");
    }
    s->act = (enum staff_act)i;
    if (s->act == ACT_LIST)
        return 0;
    if (o->n_args < 3)
        return err_set(err, E_INVALID, "musubi staff %s wants an e-mail address", name);
    return staff_email(str_of(o->args[2]), s->a, &s->email, err);
}

static int read_new_password(const struct options *o, struct staff_command *s, struct err *err) {
    char password[STAFF_PASSWORD_MAX + 2];
    if (!o->value[OPT_PASSWORD_FILE]) {
        err_set(err, E_INVALID, "which password");
        return err_hint(err, "--password-file FILE");
    }
    if (cli_read_password(o, password, sizeof password, err) < 0)
        return -1;
    int rc = staff_password_hash(str_of(password), s->email, s->hash, err);
    explicit_bzero(password, sizeof password);
    return rc;
}

static void tell(const struct options *o, const struct staff_command *s) {
    const char *base = o->value[OPT_PUBLIC_URL];
    if (s->act == ACT_RESET)
        printf("%s/app/reset#%s\nworks once, for a day\n", base ? base : "http://127.0.0.1:8080",
               s->token);
    else if (s->act != ACT_LIST)
        printf("done: %s %.*s\n", act_names[s->act], STR_FMT(s->email));
}

int cmd_staff(const struct options *o, struct err *err) {
    struct workspace w;
    struct staff_command s = { .cmd = { .name = "cli.staff", .bytes = sizeof s,
                                        .run = staff_run },
                               .a = o->arena };
    if (read_act(o, &s, err) < 0 ||
        (s.act == ACT_PASSWORD && read_new_password(o, &s, err) < 0) ||
        workspace_load(&w, o, OPEN_SERVE, err) < 0)
        return -1;
    s.g = w.app.guard;
    s.audit = w.app.audit;
    int rc = core_call(w.app.core, &s.cmd, err);
    workspace_close(&w);
    if (rc == 0)
        tell(o, &s);
    return rc;
}
