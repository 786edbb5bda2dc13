"""The TypeScript client of the user interface, from the merged OpenAPI document (gen_api.py).

One exported function an operation under /api/ (and those named in ALSO): its parameters in one
object by name, the body as `body`; one more, with "Url" behind its name, for GETs, for links and
streams.  What answers something else than JSON to another method gives a file.
Schemas of components become types of the same names.
"""
import json
import re

HEAD = """/* Made by tools/gen_api.py from the fragments in api/; do not edit. */
import { call, download, pathSegment, queryString, type CallOptions } from './transport';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
"""
ALSO = {"/v1/track", "/readyz"}
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean",
         "null": "null"}


def property_name(name):
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)


def variable_name(name):
    """Idempotency-Key -> idempotencyKey."""
    first, *rest = re.split(r"[^A-Za-z0-9_]+", name)
    return first[0].lower() + first[1:] + "".join(x.capitalize() for x in rest)


def object_type(schema):
    members = []
    required = schema.get("required", [])
    for name, value in schema.get("properties", {}).items():
        mark = "" if name in required else "?"
        members.append(f"{property_name(name)}{mark}: {type_of(value)}")
    more = schema.get("additionalProperties", False if members else True)
    if members:
        return "{ " + "; ".join(members) + " }"
    inner = type_of(more) if isinstance(more, dict) else "Json"
    return "Record<string, never>" if more is False else f"Record<string, {inner}>"


def type_of(schema):
    if not isinstance(schema, dict) or not schema:
        return "Json"
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return " | ".join(f"({type_of(x)})" for x in schema[word])
    if "allOf" in schema:
        return " & ".join(f"({type_of(x)})" for x in schema["allOf"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(x, ensure_ascii=False) for x in schema["enum"])
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(type_of({**schema, "type": k}) for k in kind)
    if kind == "array":
        return f"({type_of(schema.get('items', {}))})[]"
    if kind == "object" or "properties" in schema:
        return object_type(schema)
    return PLAIN.get(kind, "Json")


def content_of(node, resolve):
    return resolve(node).get("content", {}) if node else {}


def answer_type(op, resolve):
    """(type, whether it is JSON) of the first success."""
    for status in sorted(op["responses"]):
        if status.startswith("2"):
            content = content_of(op["responses"][status], resolve)
            if "application/json" in content:
                return type_of(content["application/json"].get("schema", {})), True
            return ("void", True) if not content else ("string", False)
    return "void", True


def parameters(op):
    """Rows (variable, name, place, optional, type) in the order of the operation."""
    return [(variable_name(p["name"]), p["name"], p["in"], not p["required"],
             type_of(p["schema"])) for p in op["params"]]


def function_of(op, resolve):
    rows = parameters(op)
    body = content_of(op["doc"].get("requestBody"), resolve).get("application/json")
    members = [f"{v}{'?' if optional else ''}: {t}" for v, _, _, optional, t in rows]
    needs_body = resolve(op["doc"]["requestBody"]).get("required", False) if body else False
    if body:
        members.append(f"body{'' if needs_body else '?'}: {type_of(body.get('schema', {}))}")
    path = re.sub(r"\{([^}]*)\}", lambda m: "${pathSegment(p." + variable_name(m.group(1)) + ")}",
                  op["path"])
    query = ", ".join(f"{json.dumps(n)}: p.{v}" for v, n, place, _, _ in rows
                      if place == "query")
    headers = ", ".join(f"{json.dumps(n)}: p.{v}" for v, n, place, _, _ in rows
                        if place == "header")
    url = f"`{path}`" + (f" + queryString({{ {query} }})" if query else "")
    needed = needs_body or any(not optional for _, _, _, optional, _ in rows)
    args = f"p: {{ {'; '.join(members)} }}{'' if needed else ' = {}'}" if members else ""
    name, out = op["id"], []
    answer, is_json = answer_type(op["doc"], resolve)
    out.append(f"/** {op['doc']['summary']}: {op['method']} {op['path']} */")
    extra = ["body: p.body"] if body else []
    extra += [f"headers: {{ {headers} }}"] if headers else []
    if is_json:
        o = "o?: CallOptions"
        out.append(f"export const {name} = ({', '.join(x for x in (args, o) if x)}) =>\n"
                   f"    call<{answer}>('{op['method']}', {url}, "
                   f"{{ {', '.join(extra + ['...o'])} }});")
    elif op["method"] != "GET":
        o = ", ".join(x for x in (args, "o?: CallOptions") if x)
        out.append(f"export const {name} = ({o}) =>\n"
                   f"    download('{op['method']}', {url}, {{ {', '.join(extra + ['...o'])} }});")
    if op["method"] == "GET":
        out.append(f"export const {name}Url = ({args}) => {url};")
    return "\n".join(out)


def render(doc, ops, resolve):
    parts = [HEAD]
    for name, schema in doc["components"].get("schemas", {}).items():
        parts.append(f"export type {name} = {type_of(schema)};")
    parts.append("")
    for op in ops:
        if op["path"].startswith("/api/") or op["path"] in ALSO:
            parts.append(function_of(op, resolve))
    return "\n".join(parts) + "\n"
