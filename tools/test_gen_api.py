#!/usr/bin/env python3
"""gen_api.py refuses what it should refuse, and says what."""
import copy
import unittest

import gen_api

GOOD = {
    "summary": "One", "operationId": "getOne", "x-key": "secret", "x-scopes": ["people:read"],
    "x-audit": "look",
    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
    "responses": {"200": {"description": "It"}},
}
BODY = {"content": {"text/csv": {"schema": {"type": "string"}}}}

# (change to GOOD: member -> value, None takes it away; part of the message)
CASES = [
    ({"x-key": None}, '"x-key" is missing'),
    ({"x-scopes": None}, '"x-scopes" is missing'),
    ({"x-key": "any"}, '"x-key" must be one of'),
    ({"x-scopes": "people:read"}, '"x-scopes" must be a list'),
    ({"x-scopes": ["People"]}, '"x-scopes" must be a list'),
    ({"x-key": "write"}, "only a secret key has scopes"),
    ({"x-key": "staff"}, "only a secret key has scopes"),
    ({"x-scopes": []}, "needs at least one scope"),
    ({"x-audit": None}, '"x-audit" is missing'),
    ({"x-audit": "yes"}, '"x-audit" must be one of none, look, change'),
    ({"x-stream": True}, "a look takes no stream"),
    ({"x-audit-subject": "A key"}, '"x-audit-subject" must be like key'),
    ({"x-raww": True}, 'unknown extension "x-raww"'),
    ({"x-raw": "yes"}, '"x-raw" must be true or false'),
    ({"operationId": None}, '"operationId" is missing'),
    ({"operationId": "Get-One"}, "must be like listPeople"),
    ({"summary": None}, '"summary" is missing'),
    ({"responses": None}, '"responses" is missing'),
    ({"parameters": []}, "path has ['id'], declared are []"),
    ({"parameters": [{"name": "id", "in": "path", "schema": {}}]}, "must be required"),
    ({"parameters": [{"$ref": "#/components/parameters/No"}]}, "leads nowhere"),
    ({"requestBody": BODY}, 'needs "x-raw" or "x-stream"'),
]


def document(change):
    op = copy.deepcopy(GOOD)
    for key, value in change.items():
        if value is None:
            del op[key]
        else:
            op[key] = value
    return {"info": {}, "paths": {"/one/{id}": {"get": op}}, "components": {}, "tags": []}


class Refusals(unittest.TestCase):
    def test_good(self):
        ops = gen_api.operations(document({}))
        self.assertEqual([(o["id"], o["scopes"], o["body_max"]) for o in ops],
                         [("getOne", ["people:read"], 0)])

    def test_refused(self):
        for change, part in CASES:
            with self.subTest(change=change):
                with self.assertRaises(gen_api.Fault) as caught:
                    gen_api.operations(document(change))
                self.assertIn(part, str(caught.exception))

    def test_twice(self):
        doc = document({})
        doc["paths"]["/two/{id}"] = copy.deepcopy(doc["paths"]["/one/{id}"])
        with self.assertRaises(gen_api.Fault) as caught:
            gen_api.operations(doc)
        self.assertIn("stands twice", str(caught.exception))

    def test_roles(self):
        scopes = ["keys:read", "keys:write", "people:read"]
        owner = {"key": "owner", "title": "Owner", "scopes": ["*"]}
        good = {"key": "auditor", "title": "Auditor", "scopes": ["*:read"], "except": ["keys:*"]}
        table = gen_api.role_table({"x-roles": [owner, good]}, scopes)
        self.assertEqual([s for _, s in table], [scopes, ["people:read"]])
        for roles, text in (
                ([], "first role must be"), ([good], "first role must be"),
                ([dict(owner, scopes=["*:read"])], "with every scope"),
                ([owner, owner], "stands twice"),
                ([owner, dict(good, scopes=["orders:read"])], "no scope matches"),
                ([owner, dict(good, key="Aud")], "needs a key like"),
                ([owner, dict(good, mask=True)], "unknown member")):
            with self.assertRaises(gen_api.Fault) as caught:
                gen_api.role_table({"x-roles": roles}, scopes)
            self.assertIn(text, str(caught.exception))

    def test_merge(self):
        doc = {"info": None, "paths": {}, "components": {}, "tags": []}
        part = {"paths": {"/a": {"get": {}}}, "components": {"schemas": {"A": {"type": "null"}}}}
        gen_api.merge(doc, part, "a.json")
        for other, text in (({"paths": {"/a": {"get": {}}}}, "there already"),
                            ({"components": {"schemas": {"A": {}}}}, "different"),
                            ({"path": {}}, "unknown member")):
            with self.assertRaises(gen_api.Fault) as caught:
                gen_api.merge(doc, other, "b.json")
            self.assertIn(text, str(caught.exception))

    def test_definitions(self):
        defs = {"kind": "KindRule", "own_kind": "OwnKind"}
        doc = {"components": {"schemas": {
            "Rules": {"x-definition": "identity", "x-defs": defs}, "Other": {"type": "null"}}}}
        gen_api.take_definitions(doc)
        schemas = doc["components"]["schemas"]
        self.assertEqual(sorted(schemas), ["KindRule", "Other", "OwnKind", "Rules"])
        self.assertEqual(schemas["Rules"]["properties"]["kinds"]["additionalProperties"],
                         {"$ref": "#/components/schemas/OwnKind"})
        for raw, text in (({"x-definition": "identity"}, "must name"),
                          ({"x-definition": "no_such"}, "there is no no_such.json")):
            with self.assertRaises(gen_api.Fault) as caught:
                gen_api.take_definitions({"components": {"schemas": {"Rules": raw}}})
            self.assertIn(text, str(caught.exception))


if __name__ == "__main__":
    unittest.main()
