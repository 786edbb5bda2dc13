// The conformance cases of the CEL specification as lines of JSON, for
// tests/unit/lang/test_conformance.c:
//
//     node tools/cel_cases.mjs >build/cel_cases.ndjson
//
// Values and types of the suite are protobuf's; here a value is written as an expression and a
// type by the letters of src/lang/cel/cel_internal.h. Left out is what needs protobuf messages
// (a line with "left_out" for each file counts them).
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';

const FILES = ['basic', 'bindings_ext', 'comparisons', 'conversions', 'encoders_ext', 'fields',
    'fp_math', 'integer_math', 'lists', 'logic', 'macros', 'macros2', 'math_ext', 'namespace',
    'optionals', 'parse', 'plumbing', 'string', 'string_ext', 'timestamps', 'type_deductions'];

class Message extends Error {}

const hex = (n, digits) => n.toString(16).padStart(digits, '0');
const quoted = (s) => `"${[...s].map((c) => `\\U${hex(c.codePointAt(0), 8)}`).join('')}"`;
const bytes = (s) =>
    `b"${[...Buffer.from(s, 'base64')].map((b) => `\\x${hex(b, 2)}`).join('')}"`;

function double(v) {
    if (typeof v === 'string') return `double("${v}")`;
    const text = Object.is(v, -0) ? '-0.0' : String(v);
    return `double("${text}")`;
}

function message(v) {
    const of = v['@type'];
    if (of === 'type.googleapis.com/google.protobuf.Timestamp') return `timestamp("${v.value}")`;
    if (of === 'type.googleapis.com/google.protobuf.Duration') return `duration("${v.value}")`;
    throw new Message(of);
}

function value(v) {
    const [[kind, x]] = Object.entries(v);
    switch (kind) {
        case 'nullValue': return 'null';
        case 'boolValue': return String(x);
        case 'int64Value': return x;
        case 'uint64Value': return `${x}u`;
        case 'doubleValue': return double(x);
        case 'stringValue': return quoted(x);
        case 'bytesValue': return bytes(x);
        case 'listValue': return `[${(x.values ?? []).map((i) => `dyn(${value(i)})`).join(', ')}]`;
        case 'mapValue':
            return `{${(x.entries ?? [])
                .map((e) => `dyn(${value(e.key)}): dyn(${value(e.value)})`).join(', ')}}`;
        case 'typeValue': return x;
        case 'objectValue': return message(x);
        default: throw new Message(kind);
    }
}

const PRIMITIVE = { BOOL: 'b', INT64: 'i', UINT64: 'u', DOUBLE: 'd', STRING: 's', BYTES: 'y' };
const WELL_KNOWN = { TIMESTAMP: 'T', DURATION: 'D', ANY: '?' };

function type(t) {
    const [[kind, x]] = Object.entries(t);
    switch (kind) {
        case 'primitive': return PRIMITIVE[x];
        case 'wellKnown': return WELL_KNOWN[x];
        case 'messageType':
            if (WELL_KNOWN[x.split('.').pop().toUpperCase()])
                return WELL_KNOWN[x.split('.').pop().toUpperCase()];
            throw new Message(x);
        case 'null': return 'n';
        case 'dyn': return '?';
        case 'listType': return `L${type(x.elemType)}`;
        case 'mapType': return `M${type(x.keyType)}${type(x.valueType)}`;
        case 'type': return `t${Object.keys(x).length ? type(x) : '?'}`;
        case 'abstractType':
            if (x.name === 'optional_type') return `O${type(x.parameterTypes[0])}`;
        // falls through
        default: throw new Message(kind);
    }
}

function line(file, t) {
    const o = t.original;
    const text = JSON.stringify(o);
    if (/TestAllTypes|NestedTestAllTypes|google\.protobuf\.(?!Timestamp|Duration)/.test(text))
        throw new Message('of the suite');
    if ((o.typeEnv ?? []).some((v) => v.function)) throw new Message('functions of the suite');
    const vars = (o.typeEnv ?? []).map((v) => ({ name: v.name, type: type(v.ident.type) }));
    const bound = Object.entries(o.bindings ?? {})
        .map(([name, b]) => ({ name, is: value(b.value) }));
    for (const b of bound) {
        const known = vars.find((v) => v.name === b.name);
        if (known) known.is = b.is;
        else vars.push({ ...b, type: '?' });
    }
    const result = o.typedResult?.result ?? o.value;
    return {
        name: `${file}: ${o.name}`,
        expr: o.expr,
        container: o.container ?? '',
        unchecked: o.disableCheck ?? false,
        vars,
        fails: o.evalError !== undefined,
        is: o.evalError || o.checkOnly ? undefined : result ? value(result) : 'true',
        type: o.typedResult?.deducedType ? type(o.typedResult.deducedType) : undefined,
    };
}

function* cases(suite, file) {
    for (const t of suite.tests ?? []) yield t;
    for (const s of suite.suites ?? []) yield* cases(s, file);
}

for (const suite of tests.suites.filter((s) => FILES.includes(s.name))) {
    let leftOut = 0;
    for (const t of cases(suite)) {
        try {
            console.log(JSON.stringify(line(suite.name, t)));
        } catch (e) {
            if (!(e instanceof Message)) throw e;
            leftOut++;
        }
    }
    if (leftOut) console.log(JSON.stringify({ file: suite.name, left_out: leftOut }));
}
