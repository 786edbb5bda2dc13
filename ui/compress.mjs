// Brotli beside each file of the built site that gains by it; tools/embed_site.py takes them in.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = process.argv[2];
const SMALL = 1024;
for (const name of readdirSync(root, { recursive: true })) {
    const file = path.join(root, name);
    if (!/\.(js|css|svg|json|webmanifest|txt)$/.test(name) || statSync(file).size < SMALL) continue;
    const options = {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
    };
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), options));
}
