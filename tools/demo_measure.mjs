// demo_measure.mjs - the bank at full scale on fresh servers, and its persons beside the truth:
//   make demo-measure [SEEDS="11 12"] [PEOPLE=10000]
// Ends with 1 when on some seed two people are one person, or under 98 % of events are with the
// right one. The store is the tests' (MUSUBI_TEST_STORE, MUSUBI_TEST_PG).
import path from 'node:path';
import { load } from '../packs/bank/load.mjs';
import { faults, measure, readPersons, readTruth, rows } from '../packs/bank/measure.mjs';
import { Api } from '../packs/bank/setup.mjs';
import { startServer } from '../tests/api/harness.mjs';

const seeds = (process.env.SEEDS ?? '11 12').split(/\s+/).filter(Boolean);
const people = Number(process.env.PEOPLE ?? 10_000);
let bad = 0;
for (const seed of seeds) {
    const server = await startServer();
    const truthFile = path.join(server.dir, 'truth.ndjson');
    const to = { url: server.url, secretKey: server.secretKey };
    try {
        const done = await load({ ...to, seed, people, days: 60, endMs: Date.now(), truthFile });
        const cpu = process.cpuUsage();
        console.log(`${done.messages} messages in ${done.requests} requests, ` +
            `${done.seconds.toFixed(1)} s (${(cpu.user / 1e6).toFixed(0)} s of this program)`);
        const found = await readPersons(new Api(to.url, to.secretKey));
        const m = measure(await readTruth(truthFile), found);
        console.log(rows(m).join('\n'));
        for (const f of faults(m)) console.log(`FAULT ${f}`);
        bad += faults(m).length;
    } finally {
        await server.close();
    }
}
process.exitCode = bad > 0 ? 1 : 0;
