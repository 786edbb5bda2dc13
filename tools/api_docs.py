"""The reference page: one static HTML page made from the merged OpenAPI document.

No script or style stands in the page itself (its Content-Security-Policy allows none) and
nothing is fetched from elsewhere.  tools/docs/ holds the style and the script.
"""
import html
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent / "docs"
DEPTH_MAX = 5

ERRORS = [
    ("invalid", "400, 415, 422", "The request is malformed or a value is out of range. Do not "
     "send it again unchanged."),
    ("unauthenticated", "401", "No key, or one that is not known."),
    ("forbidden", "403", "The key is known but may not do this; the text names the scope."),
    ("not_found", "404", "There is nothing at this address or with this id."),
    ("conflict", "409", "Another state stands in the way."),
    ("precondition_failed", "412", "If-Match did not hold: somebody was faster. Read again."),
    ("too_large", "413, 431", "Larger than a limit that the text names."),
    ("rate_limited", "429", "Too many at once. Come back after Retry-After seconds."),
    ("unavailable", "503", "Not possible right now. Send it again after Retry-After seconds."),
    ("corrupt", "500", "Stored data failed a check. An operator must look."),
    ("internal", "500", "Something broke inside. Sending it again may help."),
]


def esc(text):
    return html.escape(str(text), quote=True)


def prose(text):
    """Paragraphs; `code` between backquotes."""
    out = []
    for para in str(text).split("\n\n"):
        parts = esc(para).split("`")
        out.append("<p>" + "".join(f"<code>{p}</code>" if i % 2 else p
                                   for i, p in enumerate(parts)) + "</p>")
    return "".join(out)


class Page:
    def __init__(self, doc, ops, scopes, resolve):
        self.doc, self.ops, self.scopes, self.resolve = doc, ops, scopes, resolve
        self.out = []

    def put(self, text):
        self.out.append(text)

    # ---- schemas ----

    def type_name(self, schema):
        s = self.resolve(schema)
        if "enum" in s:
            return " | ".join(json.dumps(v, ensure_ascii=False) for v in s["enum"])
        if "const" in s:
            return json.dumps(s["const"], ensure_ascii=False)
        for key, word in (("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")):
            if key in s:
                return word.join(self.type_name(x) for x in s[key])
        kind = s.get("type", "any")
        kind = " | ".join(kind) if isinstance(kind, list) else kind
        if kind == "array":
            return f"{self.type_name(s.get('items', {}))}[]"
        return f"{kind} ({s['format']})" if "format" in s else kind

    @staticmethod
    def limits(s):
        names = {"minLength": "at least {} characters", "maxLength": "at most {} characters",
                 "minimum": "from {}", "maximum": "to {}", "minItems": "at least {} items",
                 "maxItems": "at most {} items", "pattern": "matches {}", "default": "default {}"}
        return "; ".join(t.format(json.dumps(s[k], ensure_ascii=False))
                         for k, t in names.items() if k in s)

    def rows(self, schema, depth, seen):
        s = self.resolve(schema)
        if s.get("type") == "array":
            s = self.resolve(s.get("items", {}))
        mark = id(s)
        if mark in seen or depth > DEPTH_MAX:
            return
        for part in s.get("allOf", []) + s.get("oneOf", []) + s.get("anyOf", []):
            self.rows(part, depth, seen | {mark})
        for name, sub in s.get("properties", {}).items():
            full = self.resolve(sub)
            need = " <b>required</b>" if name in s.get("required", []) else ""
            about = prose(sub.get("description") or full.get("description", ""))
            limits = self.limits(full)
            self.put(f"<tr><td class=\"d{depth}\"><code>{esc(name)}</code>{need}</td>"
                     f"<td><code>{esc(self.type_name(sub))}</code></td>"
                     f"<td>{about}{'<small>' + esc(limits) + '</small>' if limits else ''}</td>"
                     "</tr>")
            self.rows(sub, depth + 1, seen | {mark})

    def schema(self, schema):
        self.put(f"<p>Type <code>{esc(self.type_name(schema))}</code></p>")
        at = len(self.out)
        self.rows(schema, 0, frozenset())
        if len(self.out) > at:
            self.out.insert(at, "<table><thead><tr><th>Field</th><th>Type</th><th>Meaning</th>"
                                "</tr></thead><tbody>")
            self.put("</tbody></table>")

    def sample(self, schema, depth=0):
        s = self.resolve(schema)
        for key in ("example", "default", "const"):
            if key in s:
                return s[key]
        if s.get("examples"):
            return s["examples"][0]
        if "enum" in s:
            return s["enum"][0]
        for key in ("oneOf", "anyOf", "allOf"):
            if key in s:
                return self.sample(s[key][0], depth)
        kind = s.get("type")
        if kind == "object" and depth < DEPTH_MAX:
            names = s.get("required") or list(s.get("properties", {}))
            return {n: self.sample(s["properties"][n], depth + 1) for n in names
                    if n in s.get("properties", {})}
        if kind == "array":
            return [self.sample(s.get("items", {}), depth + 1)] if depth < DEPTH_MAX else []
        plain = {"integer": s.get("minimum", 1), "number": 1.5, "boolean": True,
                 "string": "2026-01-31T09:00:00Z" if s.get("format") == "date-time" else "text"}
        return plain.get(kind, {})

    # ---- one operation ----

    def body_sample(self, op):
        body = self.resolve(op["doc"].get("requestBody", {}))
        for kind, media in body.get("content", {}).items():
            if "example" in media:
                return kind, media["example"]
            for ex in media.get("examples", {}).values():
                return kind, self.resolve(ex).get("value")
            return kind, self.sample(media.get("schema", {}))
        return None, None

    def curl(self, op):
        path, query = op["path"], []
        for p in op["params"]:
            value = p["example"] if p["example"] is not None else self.sample(p["schema"])
            if p["in"] == "path":
                path = path.replace("{" + p["name"] + "}", str(value))
            elif p["in"] == "query" and p["required"]:
                query.append(f"{p['name']}={value}")
        url = "http://127.0.0.1:8080" + path + ("?" + "&".join(query) if query else "")
        lines = ["curl" + (f" -X {op['method']}" if op["method"] not in ("GET",) else "")
                 + f" '{url}'"]
        if op["key"] == "write":
            lines.append("-u \"$WRITE_KEY:\"")
        elif op["key"] == "secret":
            lines.append("-H \"Authorization: Bearer $SECRET_KEY\"")
        elif op["key"] == "staff":
            lines.append("-b cookies.txt")
            if op["method"] != "GET":
                lines.append("-H \"X-CSRF-Token: $CSRF\"")
        kind, body = self.body_sample(op)
        if kind:
            lines.append(f"-H 'Content-Type: {kind}'")
            text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
            lines.append("--data-binary '" + text.replace("'", "'\\''") + "'")
        return " \\\n    ".join(lines)

    def params(self, op):
        if not op["params"]:
            return
        self.put("<h4>Parameters</h4><table><thead><tr><th>Name</th><th>Type</th><th>Meaning</th>"
                 "</tr></thead><tbody>")
        for p in op["params"]:
            need = " <b>required</b>" if p["required"] else ""
            limits = self.limits(self.resolve(p["schema"]))
            self.put(f"<tr><td><code>{esc(p['name'])}</code> in {p['in']}{need}</td>"
                     f"<td><code>{esc(self.type_name(p['schema']))}</code></td>"
                     f"<td>{prose(p['description'])}"
                     f"{'<small>' + esc(limits) + '</small>' if limits else ''}</td></tr>")
        self.put("</tbody></table>")

    def content(self, node):
        for kind, media in node.get("content", {}).items():
            self.put(f"<p><code>{esc(kind)}</code></p>")
            if "schema" in media:
                self.schema(media["schema"])
            if "example" in media:
                text = media["example"]
                text = text if isinstance(text, str) else json.dumps(text, indent=2,
                                                                     ensure_ascii=False)
                self.put(f"<pre tabindex=\"0\">{esc(text)}</pre>")

    def needs(self, op):
        words = {"none": "No key.", "write": "Write key.", "secret": "Secret key or session.",
                 "staff": "Session."}[op["key"]]
        if op["scopes"]:
            words += " Scope " + ", ".join(f"<code>{esc(s)}</code>" for s in op["scopes"]) + "."
        if op["body_max"]:
            words += f" Body at most {op['body_max']:,} bytes."
        if op["stream"]:
            words += " The body is streamed."
        return words

    def operation(self, op):
        d = op["doc"]
        find = f"{op['method']} {op['path']} {d['summary']} {op['id']} {' '.join(op['scopes'])}"
        self.put(f"<details class=\"op\" id=\"{op['id']}\" data-find=\"{esc(find.lower())}\">"
                 f"<summary><span class=\"m {op['method'].lower()}\">{op['method']}</span> "
                 f"<code>{esc(op['path'])}</code> <span>{esc(d['summary'])}</span></summary>")
        if d.get("description"):
            self.put(prose(d["description"]))
        self.put(f"<p>{self.needs(op)}</p>")
        self.params(op)
        if "requestBody" in d:
            self.put("<h4>Body</h4>")
            body = self.resolve(d["requestBody"])
            if body.get("description"):
                self.put(prose(body["description"]))
            self.content(body)
        self.put("<h4>Answers</h4>")
        for status, answer in d["responses"].items():
            if status == "default":
                self.put("<p class=\"status\"><b>else</b> a <a href=\"#errors\">problem "
                         "document</a></p>")
                continue
            answer = self.resolve(answer)
            self.put(f"<p class=\"status\"><b>{esc(status)}</b> "
                     f"{esc(answer.get('description', ''))}</p>")
            self.content(answer)
        self.put("<h4>Try it</h4><div class=\"try\"><button type=\"button\" class=\"copy\">Copy"
                 f"</button><pre tabindex=\"0\">{esc(self.curl(op))}</pre></div></details>")

    # ---- the page ----

    def groups(self):
        order = [t["name"] for t in self.doc["tags"]]
        found = {}
        for op in self.ops:
            found.setdefault((op["doc"].get("tags") or ["other"])[0], []).append(op)
        names = sorted(found, key=lambda n: (order.index(n) if n in order else len(order), n))
        about = {t["name"]: t.get("description", "") for t in self.doc["tags"]}
        return [(n, about.get(n, ""), found[n]) for n in names]

    def errors(self):
        self.put("<section><h2 id=\"errors\">Errors</h2><p>Every refusal is a problem document "
                 "(RFC 9457), <code>application/problem+json</code>: <code>type</code>, "
                 "<code>title</code>, <code>status</code>, <code>detail</code>, "
                 "<code>code</code>, <code>request_id</code> and, where they help, "
                 "<code>where</code> and <code>hint</code>.</p><table><thead><tr><th>Code</th>"
                 "<th>Status</th><th>Meaning</th></tr></thead><tbody>")
        for slug, status, text in ERRORS:
            self.put(f"<tr id=\"errors-{slug}\"><td><code>{slug}</code></td><td>{status}</td>"
                     f"<td>{esc(text)}</td></tr>")
        self.put("</tbody></table></section>")

    def render(self):
        info = self.doc["info"]
        self.put("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
                 "name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                 f"<title>{esc(info['title'])} API</title>"
                 "<link rel=\"stylesheet\" href=\"/docs/docs.css\">"
                 "<script src=\"/docs/docs.js\" defer></script></head><body>")
        self.put(f"<header><h1>{esc(info['title'])} API <small>{esc(info['version'])}</small>"
                 "</h1><label for=\"find\">Search</label><input id=\"find\" type=\"search\" "
                 "placeholder=\"person, POST, people:read …\" autocomplete=\"off\">"
                 "<p id=\"count\" role=\"status\"></p></header>")
        groups = self.groups()
        self.put("<nav aria-label=\"Operations\">")
        for name, _, ops in groups:
            self.put(f"<h2>{esc(name)}</h2><ul>")
            for op in ops:
                self.put(f"<li><a href=\"#{op['id']}\">{esc(op['doc']['summary'])}</a></li>")
            self.put("</ul>")
        self.put("<h2><a href=\"#errors\">Errors</a></h2></nav><main>")
        if info.get("description"):
            self.put(prose(info["description"]))
        self.put("<p>The same as <a href=\"/api/openapi.json\">OpenAPI document</a>.</p>")
        for name, about, ops in groups:
            self.put(f"<section class=\"group\"><h2>{esc(name)}</h2>{prose(about)}")
            for op in ops:
                self.operation(op)
            self.put("</section>")
        self.errors()
        self.put("</main></body></html>")
        return "\n".join(self.out) + "\n"


def render(doc, ops, scopes, resolve):
    return {"html": Page(doc, ops, scopes, resolve).render(),
            "css": (HERE / "docs.css").read_text(encoding="utf-8"),
            "js": (HERE / "docs.js").read_text(encoding="utf-8")}
