/* rules.c - the schemas of a route's body and parameters.
 *
 * THEORY      Schemas are compiled once at the start.  A parameter is text; it is read as the
 *             JSON value that its declared type says and then checked like a body. */
#include "http/http_internal.h"

#include "base/check.h"

#include <stdlib.h>

static struct schema *compile_text(struct json_parser *p, struct json root, const char *text,
                                   struct err *err) {
    struct json node;
    if (json_parse(p, text, strlen(text), &node, err))
        return NULL;
    return schema_compile(root, node, err);
}

static int compile_route(struct json_parser *p, struct json root, const struct route *route,
                         struct route_rules *rules, struct err *err) {
    if (route->body_schema) {
        rules->body = compile_text(p, root, route->body_schema, err);
        if (!rules->body)
            return err_within(err, "%s: body", route->id);
    }
    rules->params = calloc(route->n_params ? route->n_params : 1, sizeof(*rules->params));
    CHECK(rules->params);
    for (uint32_t i = 0; i < route->n_params; i++) {
        const struct route_param *param = &route->params[i];
        rules->params[i].param = param;
        if (!param->schema)
            continue;
        rules->params[i].schema = compile_text(p, root, param->schema, err);
        if (!rules->params[i].schema)
            return err_within(err, "%s: parameter %s", route->id, param->name);
    }
    return 0;
}

int rules_new(const struct http_config *cfg, struct route_rules **ret, struct err *err) {
    struct route_rules *rules = calloc(cfg->n_routes ? cfg->n_routes : 1, sizeof(*rules));
    CHECK(rules);
    struct json_parser *of_root = json_parser_new(), *of_node = json_parser_new();
    struct json root = { 0 };
    const char *text = cfg->schema_root ? cfg->schema_root : "{}";
    int rc = json_parse(of_root, text, strlen(text), &root, err);
    for (uint32_t i = 0; rc == 0 && i < cfg->n_routes; i++)
        rc = compile_route(of_node, root, &cfg->routes[i], &rules[i], err);
    json_parser_free(of_root);
    json_parser_free(of_node);
    if (rc) {
        rules_free(rules, cfg);
        return -1;
    }
    *ret = rules;
    return 0;
}

void rules_free(struct route_rules *rules, const struct http_config *cfg) {
    if (!rules)
        return;
    for (uint32_t i = 0; i < cfg->n_routes; i++) {
        if (rules[i].body)
            schema_free(rules[i].body);
        for (uint32_t j = 0; rules[i].params && j < cfg->routes[i].n_params; j++)
            if (rules[i].params[j].schema)
                schema_free(rules[i].params[j].schema);
        free(rules[i].params);
    }
    free(rules);
}

static bool number_like(struct str s, bool whole) {
    size_t digits = 0;
    if (s.n == 0 || s.n > 40)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (!(c == '-' && i == 0) && (whole || !memchr(".eE+-", c, 5)))
            return false;
    }
    return digits > 0;
}

/* Text of the JSON value that the parameter stands for. */
static int param_json(const struct route_param *p, struct str value, struct buf *out,
                      struct err *err) {
    struct jw w;
    switch (p->type) {
    case PARAM_INTEGER:
        if (!number_like(value, true))
            return err_set(err, E_INVALID, "\"%.40s\" is not a whole number", value.s);
        buf_put_str(out, value);
        return 0;
    case PARAM_NUMBER:
        if (!number_like(value, false))
            return err_set(err, E_INVALID, "\"%.40s\" is not a number", value.s);
        buf_put_str(out, value);
        return 0;
    case PARAM_BOOLEAN:
        if (!str_is(value, "true") && !str_is(value, "false"))
            return err_set(err, E_INVALID, "must be true or false");
        buf_put_str(out, value);
        return 0;
    case PARAM_STRING:
        jw_init(&w, out);
        jw_str(&w, value);
        return 0;
    }
    CHECK(!"parameter type");
    return -1;
}

static int check_one(struct request *q, const struct param_rule *rule, struct str value,
                     struct err *err) {
    struct http_thread *t = http_thread_self();
    if (!t->param_parser)
        t->param_parser = json_parser_new();
    struct str text = str_n(arena_dup(&q->arena, value.s, value.n), value.n);
    struct buf b;
    buf_init(&b, "parameter", 1u << 20);
    struct json v;
    int rc = param_json(rule->param, text, &b, err);
    if (rc == 0)
        rc = buf_check(&b, err);
    if (rc == 0)
        rc = json_parse(t->param_parser, b.data, b.len, &v, err);
    if (rc == 0 && rule->schema)
        rc = schema_check(rule->schema, v, err);
    buf_release(&b);
    return rc;
}

static bool said_before(const struct query *q, uint32_t i) {
    bool is = false;
    for (uint32_t k = 0; k < i; k++)
        is |= str_eq(q->pairs[k].name, q->pairs[i].name);
    return is;
}

/* Each one that is known, once: whoever reads the query otherwise than its handler (the audit log
 * does) must come to the same. */
static int odd_query(const struct request *q, struct err *err) {
    const struct route *route = q->pub.route;
    for (uint32_t i = 0; i < q->query.n; i++) {
        struct str name = q->query.pairs[i].name;
        bool known = route->key == ROUTE_KEY_WRITE && str_is(name, "writeKey");
        for (uint32_t j = 0; j < route->n_params && !known; j++)
            known = route->params[j].in == PARAM_QUERY && str_is(name, route->params[j].name);
        if (!known) {
            err_set(err, E_INVALID, "unknown query parameter \"%.*s\"",
                    (int)(name.n < 60 ? name.n : 60), name.n ? name.s : "");
            return err_hint(err, "/docs lists the parameters of %s", route->id);
        }
        if (said_before(&q->query, i)) {
            err_set(err, E_INVALID, "is given more than once");
            err_hint(err, "give each parameter once");
            return err_within(err, "query parameter \"%.*s\"", STR_FMT(name));
        }
    }
    return 0;
}

int rules_params(struct request *q, struct err *err) {
    const struct route *route = q->pub.route;
    const struct route_rules *rules = rules_of(q);
    uint32_t path_at = 0;
    for (uint32_t i = 0; i < route->n_params; i++) {
        const struct route_param *p = &route->params[i];
        static const char *const in_text[] = { "path", "query", "header" };
        struct str value = { NULL, 0 };
        if (p->in == PARAM_PATH)
            value = q->pub.params[path_at++];
        else if (p->in == PARAM_QUERY)
            value = http_query(&q->pub, p->name);
        else
            value = http_header(&q->pub, p->name);
        if (!value.s) {
            if (!p->required)
                continue;
            return err_set(err, E_INVALID, "%s parameter \"%s\" is missing", in_text[p->in],
                           p->name);
        }
        if (check_one(q, &rules->params[i], value, err))
            return err_within(err, "%s parameter \"%s\"", in_text[p->in], p->name);
    }
    return route->flags & ROUTE_RAW ? 0 : odd_query(q, err);
}
