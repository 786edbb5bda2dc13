#!/usr/bin/env python3
"""Make the route table, the OpenAPI document, the reference page and the UI's client of api/*.json.

    tools/gen_api.py            write src/api/{routes_gen.c,routes_gen.h,openapi_gen.c,docs_gen.c}
                                and ui/src/kit/api_gen.ts
    tools/gen_api.py --check    exit 1 when one of them is not what would be written

A fragment is {"paths": …, "components": …, "tags": …}; one of them has "info", one "x-roles": the
roles of staff, each {"key", "title", "scopes": ["people:read", "*:read", "*"], "except": […],
"masks_personal_data"}, and "x-no-personal-data": the rooms whose answers need no mask.  Extensions
of an operation, all checked here:
    "x-key": "none" | "write" | "secret" | "staff"
                                           which key it takes (required); "secret" takes a session
                                           of staff as well, "staff" nothing else
    "x-scopes": ["people:read"]            what the key or the roles must allow (required; at least
                                           one with "secret", [] with all others)
    "x-audit": "look" | "change" | "none"  what the audit log tells of it (required with a secret
                                           key or a session: docs/audit.md)
    "x-audit-subject": "key"               kind of what the first path parameter names
    "x-carried": true                      a look whose handler shows nothing but by api_look() or
                                           api_look_then_read(), which have it told of on the way
    "x-body-max": bytes                    default 1 MB with a requestBody; streams: no bound
    "x-raw": true                          the handler parses the body by itself
    "x-stream": true                       the handler gets the body in pieces
    "x-writes": true                       a GET that changes something (all else does)
    "x-cors": true                         browsers of other origins may call it
    "x-handler": "collectTrack"            several operations, one handler
"""
import json
import re
import sys
from pathlib import Path

import api_docs
import api_ts

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "api"
UI = ROOT / "ui" / "src" / "kit"
METHODS = ["get", "put", "post", "patch", "delete"]
KEYS = {"none": "ROUTE_KEY_NONE", "write": "ROUTE_KEY_WRITE", "secret": "ROUTE_KEY_SECRET",
        "staff": "ROUTE_KEY_STAFF"}
AUDITS = {"none": "ROUTE_AUDIT_NONE", "look": "ROUTE_AUDIT_LOOK",
          "change": "ROUTE_AUDIT_CHANGE"}
TYPES = {"string": "PARAM_STRING", "integer": "PARAM_INTEGER", "number": "PARAM_NUMBER",
         "boolean": "PARAM_BOOLEAN"}
BODY_MAX_DEFAULT = 1 << 20
PARAMS_MAX = 4
SCOPES_MAX = 64
SECURITY = {"none": [], "write": [{"writeKey": []}, {"bearer": []}],
            "secret": [{"bearer": []}, {"basic": []}, {"session": []}], "staff": [{"session": []}]}
HEAD = "/* Made by tools/gen_api.py from the fragments in api/; do not edit. */\n"


class Fault(Exception):
    """Something in api/*.json that a person must mend."""


def load_fragments():
    doc = {"openapi": "3.1.0", "info": None, "paths": {}, "components": {}, "tags": [],
           "x-roles": [], "x-no-personal-data": []}
    for path in sorted((ROOT / "api").glob("*.json")):
        try:
            part = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as e:
            raise Fault(f"{path.name}: {e}") from e
        merge(doc, part, path.name)
    if not doc["info"]:
        raise Fault("no fragment has \"info\"")
    take_definitions(doc)
    return doc


def take_definitions(doc):
    """{"x-definition": KIND, "x-defs": {DEF: NAME}} is what schema/KIND.json says, its $defs as
    schemas of these names: what a draft may be and what a trial takes is written down once."""
    schemas = doc["components"].get("schemas", {})
    for name, raw in list(schemas.items()):
        kind = raw.get("x-definition")
        if kind is None:
            continue
        path = ROOT / "schema" / f"{kind}.json"
        if not path.is_file():
            raise Fault(f"{name}: there is no {path.name} in schema/")
        names = raw.get("x-defs", {})
        body = json.loads(path.read_text(encoding="utf-8"))
        defs = body.pop("$defs", {})
        if set(defs) != set(names):
            raise Fault(f"{name}: \"x-defs\" must name {sorted(defs)}")
        for key in ("$schema", "title", "example"):
            body.pop(key, None)
        for key, value in [(name, body)] + [(names[d], defs[d]) for d in defs]:
            text = json.dumps(value)
            for d in defs:
                text = text.replace(f'"#/$defs/{d}"', f'"#/components/schemas/{names[d]}"')
            schemas[key] = json.loads(text)


def merge(doc, part, name):
    for key in part:
        if key not in ("openapi", "info", "paths", "components", "tags", "x-roles",
                       "x-no-personal-data"):
            raise Fault(f"{name}: unknown member \"{key}\"")
    for key in ("x-roles", "x-no-personal-data"):
        if key in part:
            if doc[key]:
                raise Fault(f"{name}: a second \"{key}\"")
            doc[key] = part[key]
    if "info" in part:
        if doc["info"]:
            raise Fault(f"{name}: a second \"info\"")
        doc["info"] = part["info"]
    for tag in part.get("tags", []):
        if tag["name"] in [t["name"] for t in doc["tags"]]:
            raise Fault(f"{name}: tag {tag['name']} is there already")
        doc["tags"].append(tag)
    for path, item in part.get("paths", {}).items():
        have = doc["paths"].setdefault(path, {})
        for key, value in item.items():
            if key in have:
                raise Fault(f"{name}: {key} {path} is there already")
            have[key] = value
    for section, entries in part.get("components", {}).items():
        have = doc["components"].setdefault(section, {})
        for key, value in entries.items():
            if key in have and have[key] != value:
                raise Fault(f"{name}: components/{section}/{key} is there already, different")
            have[key] = value


def resolve(doc, node, where):
    seen = 0
    while isinstance(node, dict) and "$ref" in node:
        ref = node["$ref"]
        if not ref.startswith("#/"):
            raise Fault(f"{where}: $ref \"{ref}\" does not begin with #/")
        node = doc
        for part in ref[2:].split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or part not in node:
                raise Fault(f"{where}: $ref \"{ref}\" leads nowhere")
            node = node[part]
        seen += 1
        if seen > 20:
            raise Fault(f"{where}: $ref \"{ref}\" goes round in a circle")
    return node


def check_refs(doc, node, where):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            resolve(doc, node, where)
        for key, value in node.items():
            check_refs(doc, value, f"{where}/{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            check_refs(doc, value, f"{where}/{i}")


def param_of(doc, raw, where):
    p = resolve(doc, raw, where)
    where = f"{where}: parameter {p.get('name', '?')}"
    if p.get("in") not in ("path", "query", "header"):
        raise Fault(f"{where}: \"in\" must be path, query or header")
    schema = p.get("schema", {})
    kind = resolve(doc, schema, where).get("type", "string")
    if kind not in TYPES:
        raise Fault(f"{where}: type must be one of {', '.join(TYPES)}, not {kind}")
    if p["in"] == "path" and not p.get("required"):
        raise Fault(f"{where}: a path parameter must be required")
    return {"name": p["name"], "in": p["in"], "type": kind, "required": bool(p.get("required")),
            "schema": schema, "description": p.get("description", ""),
            "example": p.get("example", schema.get("example"))}


def params_of(doc, path, item, op, where):
    found = {}
    for raw in item.get("parameters", []) + op.get("parameters", []):
        p = param_of(doc, raw, where)
        found[(p["in"], p["name"])] = p
    names = re.findall(r"\{([^}]*)\}", path)
    declared = {n for place, n in found if place == "path"}
    if set(names) != declared:
        raise Fault(f"{where}: path has {sorted(names)}, declared are {sorted(declared)}")
    if len(names) > PARAMS_MAX:
        raise Fault(f"{where}: more than {PARAMS_MAX} path parameters")
    rest = [p for p in found.values() if p["in"] != "path"]
    return [found[("path", n)] for n in names] + rest


def check_audit(op, where):
    audit = op.get("x-audit", "none")
    if "x-audit" not in op and op["x-key"] not in ("none", "write"):
        raise Fault(f"{where}: \"x-audit\" is missing")
    if audit not in AUDITS:
        raise Fault(f"{where}: \"x-audit\" must be one of {', '.join(AUDITS)}")
    if audit == "look" and (op.get("x-stream") or op["x-key"] == "write"):
        raise Fault(f"{where}: a look takes no stream and no write key")
    if op.get("x-carried") and audit != "look":
        raise Fault(f"{where}: \"x-carried\" is for looks")
    if not re.fullmatch(r"[a-z_]+", op.get("x-audit-subject", "none")):
        raise Fault(f"{where}: \"x-audit-subject\" must be like key")


def check_marks(op, where):
    for mark in ("x-key", "x-scopes"):
        if mark not in op:
            raise Fault(f"{where}: \"{mark}\" is missing")
    if op["x-key"] not in KEYS:
        raise Fault(f"{where}: \"x-key\" must be one of {', '.join(KEYS)}")
    scopes = op["x-scopes"]
    if not isinstance(scopes, list) or not all(
            isinstance(s, str) and re.fullmatch(r"[a-z_]+:[a-z_]+", s) for s in scopes):
        raise Fault(f"{where}: \"x-scopes\" must be a list like [\"people:read\"]")
    if scopes and op["x-key"] != "secret":
        raise Fault(f"{where}: only a secret key has scopes")
    if not scopes and op["x-key"] == "secret":
        raise Fault(f"{where}: \"x-scopes\" needs at least one scope")
    check_audit(op, where)
    for mark in ("x-raw", "x-stream", "x-cors", "x-writes", "x-carried"):
        if not isinstance(op.get(mark, False), bool):
            raise Fault(f"{where}: \"{mark}\" must be true or false")
    known = {"x-key", "x-scopes", "x-raw", "x-stream", "x-cors", "x-writes", "x-body-max",
             "x-handler", "x-audit", "x-audit-subject", "x-carried"}
    for mark in op:
        if mark.startswith("x-") and mark not in known:
            raise Fault(f"{where}: unknown extension \"{mark}\"")
    for mark in ("operationId", "x-handler"):
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", op.get(mark, "none")):
            raise Fault(f"{where}: \"{mark}\" must be like listPeople")
    if not op.get("operationId"):
        raise Fault(f"{where}: \"operationId\" is missing")
    if not op.get("responses"):
        raise Fault(f"{where}: \"responses\" is missing")
    if not op.get("summary"):
        raise Fault(f"{where}: \"summary\" is missing")


def body_of(doc, op, where):
    """JSON Schema of the body or None, its greatest size, whether it is needed."""
    body = resolve(doc, op["requestBody"], where) if "requestBody" in op else None
    if not body:
        return None, op.get("x-body-max", 0), False
    most = op.get("x-body-max", 0 if op.get("x-stream") else BODY_MAX_DEFAULT)
    if not isinstance(most, int) or most < 0:
        raise Fault(f"{where}: \"x-body-max\" must be a number of bytes")
    needed = bool(body.get("required"))
    if op.get("x-raw") or op.get("x-stream"):
        return None, most, needed
    content = body.get("content", {})
    if "application/json" not in content:
        raise Fault(f"{where}: a body that is not JSON needs \"x-raw\" or \"x-stream\"")
    return content["application/json"].get("schema", {}), most, needed


def operations(doc):
    ops = []
    for path in sorted(doc["paths"]):
        item = doc["paths"][path]
        for method in item:
            if method not in METHODS + ["parameters", "summary", "description"]:
                raise Fault(f"{path}: \"{method}\" is not one of {', '.join(METHODS)}")
        for method in METHODS:
            if method in item:
                ops.append(operation(doc, path, method, item))
    seen = {}
    for op in ops:
        if op["id"] in seen:
            raise Fault(f"operationId {op['id']} stands twice")
        seen[op["id"]] = op
    return ops


def operation(doc, path, method, item):
    raw = item[method]
    where = f"{method.upper()} {path}"
    check_marks(raw, where)
    schema, body_max, needed = body_of(doc, raw, where)
    raw["responses"].setdefault("default", {"$ref": "#/components/responses/Problem"})
    raw["security"] = SECURITY[raw["x-key"]]
    return {"id": raw["operationId"], "handler": raw.get("x-handler", raw["operationId"]),
            "method": method.upper(), "path": path, "key": raw["x-key"],
            "scopes": raw["x-scopes"], "audit": raw.get("x-audit", "none"),
            "subject": raw.get("x-audit-subject"), "raw": raw.get("x-raw", False),
            "stream": raw.get("x-stream", False), "cors": raw.get("x-cors", False),
            "carried": raw.get("x-carried", False),
            "writes": raw.get("x-writes", method != "get"),
            "schema": schema, "body_max": body_max, "needs_body": needed,
            "params": params_of(doc, path, item, raw, where), "doc": raw}


def c_string(text):
    """One C string literal a line, split so that lines stay short."""
    out, line = [], ""
    for char in text:
        if char == "\n":
            piece = "\\n"
        elif char in "\"\\":
            piece = "\\" + char
        elif char == "?":
            piece = "\\?"
        elif ord(char) < 32 or ord(char) > 126:
            piece = "".join(f"\\{b:03o}" for b in char.encode("utf-8"))
        else:
            piece = char
        line += piece
        if len(line) >= 84 or piece == "\\n":
            out.append(line)
            line = ""
    out.append(line)
    return "\n".join(f"    \"{x}\"" for x in out if x) or "    \"\""


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def scope_table(ops):
    scopes = sorted({s for op in ops for s in op["scopes"]})
    if len(scopes) > SCOPES_MAX:
        raise Fault(f"more than {SCOPES_MAX} scopes")
    return scopes


def scope_matches(pattern, scope):
    room, _, right = pattern.partition(":")
    have_room, _, have_right = scope.partition(":")
    return pattern == "*" or (room in ("*", have_room) and right in ("*", have_right))


def role_scopes(role, scopes):
    """The scopes of a role, in the order of all; a pattern that means nothing is a fault."""
    where = f"role {role.get('key', '?')}"
    for member in role:
        if member not in ("key", "title", "scopes", "except", "masks_personal_data"):
            raise Fault(f"{where}: unknown member \"{member}\"")
    if not re.fullmatch(r"[a-z]+", role.get("key", "")) or not role.get("title"):
        raise Fault(f"{where}: needs a key like \"analyst\" and a title")
    for pattern in role["scopes"] + role.get("except", []):
        if not any(scope_matches(pattern, s) for s in scopes):
            raise Fault(f"{where}: no scope matches \"{pattern}\"")
    return [s for s in scopes if any(scope_matches(p, s) for p in role["scopes"])
            and not any(scope_matches(p, s) for p in role.get("except", []))]


def role_table(doc, scopes):
    """[(role, its scopes)], the owner first, who has all of them."""
    roles = [(role, role_scopes(role, scopes)) for role in doc.get("x-roles", [])]
    if not roles or roles[0][0]["key"] != "owner" or roles[0][1] != scopes:
        raise Fault("\"x-roles\": the first role must be \"owner\", with every scope")
    if len({role["key"] for role, _ in roles}) != len(roles) or len(roles) > 32:
        raise Fault("\"x-roles\": a role stands twice, or there are more than 32")
    return roles


def make_roles(doc, scopes):
    out = ["const struct guard_role api_roles[] = {"]
    roles = role_table(doc, scopes)
    for role, names in roles:
        bits = sum(1 << scopes.index(s) for s in names)
        masks = "true" if role.get("masks_personal_data") else "false"
        out.append(f"    {{ \"{role['key']}\", \"{role['title']}\","
                   f" UINT64_C({hex(bits)}), {masks} }},")
    free = doc.get("x-no-personal-data", [])
    personal = sum(1 << i for i, s in enumerate(scopes) if s.partition(":")[0] not in free)
    out.append("};")
    out.append(f"const uint32_t api_n_roles = {len(roles)};")
    out.append(f"const uint64_t api_personal_scopes = UINT64_C({hex(personal)});\n")
    return "\n".join(out)


def make_header(ops):
    lines = [HEAD, "#ifndef MUSUBI_API_ROUTES_GEN_H", "#define MUSUBI_API_ROUTES_GEN_H", "",
             '#include "guard/guard.h"', '#include "http/http.h"', "",
             "extern const struct route api_routes[];", "extern const uint32_t api_n_routes;",
             "extern const char *const api_scope_names[]; /* bit 0 first */",
             "extern const uint32_t api_n_scopes;",
             "extern const struct guard_role api_roles[]; /* the owner first */",
             "extern const uint32_t api_n_roles;",
             "extern const uint64_t api_personal_scopes; /* whose answers hold personal data */",
             "extern const char api_schema_root[]; /* what \"#/components/…\" refers to */",
             "extern const char api_openapi[];     /* the merged document */",
             "extern const size_t api_openapi_bytes;",
             "extern const char api_docs_html[], api_docs_css[], api_docs_js[];",
             "extern const size_t api_docs_html_bytes, api_docs_css_bytes, api_docs_js_bytes;", ""]
    seen = set()
    for op in ops:
        if op["handler"] in seen:
            continue
        seen.add(op["handler"])
        if op["stream"]:
            lines.append(f"int api_{op['handler']}(struct http_req *r, struct str piece, "
                         "bool last);")
        else:
            lines.append(f"void api_{op['handler']}(struct http_req *r);")
    return "\n".join(lines) + "\n\n#endif\n"


def make_params(i, op):
    if not op["params"]:
        return ""
    rows = []
    for p in op["params"]:
        rows.append(f"    {{ \"{p['name']}\", PARAM_{p['in'].upper()}, {TYPES[p['type']]}, "
                    f"{'true' if p['required'] else 'false'},\n{c_string(dump(p['schema']))} }},")
    body = "\n".join(rows)
    return f"static const struct route_param params_{i}[] = {{\n{body}\n}};\n"


def make_routes(doc, ops, scopes):
    out = [HEAD, '#include "api/routes_gen.h"\n']
    out += [text for text in (make_params(i, op) for i, op in enumerate(ops)) if text]
    out.append("const struct route api_routes[] = {")
    for i, op in enumerate(ops):
        flags = [f for f, on in (("ROUTE_RAW", op["raw"]), ("ROUTE_STREAM", op["stream"]),
                                 ("ROUTE_CORS", op["cors"]), ("ROUTE_WRITES", op["writes"]),
                                 ("ROUTE_NEEDS_BODY", op["needs_body"]),
                                 ("ROUTE_CARRIED", op["carried"])) if on]
        bits = sum(1 << scopes.index(s) for s in op["scopes"])
        out.append(f"    {{ .method = \"{op['method']}\",")
        out.append(f"      .pattern = \"{op['path']}\",")
        out.append(f"      .id = \"{op['id']}\",")
        call = ".piece" if op["stream"] else ".handle"
        out.append(f"      {call} = api_{op['handler']},")
        out.append(f"      .key = {KEYS[op['key']]},")
        if flags:
            out.append(f"      .flags = {' | '.join(flags)},")
        if op["audit"] != "none":
            out.append(f"      .audit = {AUDITS[op['audit']]},")
        if op["subject"]:
            out.append(f"      .subject = \"{op['subject']}\",")
        if op["key"] == "secret":
            out.append(f"      .scopes = ROUTE_SCOPES(UINT64_C({hex(bits)})),"
                       f" /* {', '.join(op['scopes'])} */")
        if op["body_max"]:
            out.append(f"      .body_max = {op['body_max']},")
        if op["schema"] is not None:
            out.append(f"      .body_schema =\n{c_string(dump(op['schema']))},")
        if op["params"]:
            out.append(f"      .params = params_{i}, .n_params = {len(op['params'])},")
        out.append("    },")
    out.append("};")
    out.append(f"const uint32_t api_n_routes = {len(ops)};\n")
    names = ", ".join(f"\"{s}\"" for s in scopes) or "NULL"
    out.append("const char *const api_scope_names[] = {\n    "
               + names.replace(", ", ",\n    ") + "\n};")
    out.append(f"const uint32_t api_n_scopes = {len(scopes)};\n")
    out.append(make_roles(doc, scopes))
    root = {"components": {"schemas": doc["components"].get("schemas", {})}}
    out.append(f"const char api_schema_root[] =\n{c_string(dump(root))};")
    return "\n".join(out) + "\n"


def make_bytes(name, text):
    return (f"const char {name}[] =\n{c_string(text)};\n"
            f"const size_t {name}_bytes = sizeof({name}) - 1;\n")


def add_security(doc):
    doc["components"]["securitySchemes"] = {
        "basic": {"type": "http", "scheme": "basic", "description": "Key as user name."},
        "bearer": {"type": "http", "scheme": "bearer", "description": "Key as token."},
        "session": {"type": "apiKey", "in": "cookie", "name": "musubi_session",
                    "description": "Session of staff; a change also needs X-CSRF-Token.  Over "
                                   "HTTPS the cookie is called __Host-musubi_session."},
        "writeKey": {"type": "http", "scheme": "basic", "description": "Write key as user name."}}


def make_all():
    doc = load_fragments()
    ops = operations(doc)
    add_security(doc)
    check_refs(doc, doc, "")
    scopes = scope_table(ops)
    pages = api_docs.render(doc, ops, scopes, lambda node: resolve(doc, node, "docs"))
    text = json.dumps(doc, ensure_ascii=False, indent=1) + "\n"
    include = '#include "api/routes_gen.h"\n\n'
    return {
        OUT / "routes_gen.h": make_header(ops),
        OUT / "routes_gen.c": make_routes(doc, ops, scopes),
        OUT / "openapi_gen.c": HEAD + include + make_bytes("api_openapi", text),
        OUT / "docs_gen.c": HEAD + include + "\n".join(
            make_bytes(f"api_docs_{k}", pages[k]) for k in ("html", "css", "js")),
        UI / "api_gen.ts": api_ts.render(doc, ops, lambda node: resolve(doc, node, "ui")),
    }


def main():
    try:
        files = make_all()
    except Fault as fault:
        print(f"api: {fault}", file=sys.stderr)
        return 1
    stale = [p for p, text in files.items()
             if not p.exists() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for p in stale:
            print(f"{p.relative_to(ROOT)} is stale: run \"make gen\"", file=sys.stderr)
        return 1 if stale else 0
    for p in stale:
        p.write_text(files[p], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
