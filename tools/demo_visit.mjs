// demo_visit.mjs - one visitor's afternoon, sent with Segment's own client for Node:
//   node tools/demo_visit.mjs URL WRITE_KEY
import { Analytics } from '@segment/analytics-node';

const [host, writeKey] = process.argv.slice(2);
if (!host || !writeKey) {
    console.error('usage: node tools/demo_visit.mjs URL WRITE_KEY');
    process.exit(2);
}

const analytics = new Analytics({ host, writeKey });
let failed = 0;
analytics.on('error', (e) => {
    failed++;
    console.error(e);
});

const anonymousId = 'demo-phone-7f3a';
const userId = 'hanako';
let clock = Date.now() - 45 * 60_000;
const timestamp = () => new Date((clock += 70_000));

// On the phone, nobody knows yet who this is.
analytics.page({
    anonymousId,
    name: 'Home',
    properties: { url: 'https://shop.example/', title: 'Tea and Pottery' },
    context: { locale: 'ja-JP', campaign: { source: 'newsletter', name: 'autumn' } },
    timestamp: timestamp(),
});
for (const [sku, name, price] of [
    ['cup-01', 'Tea cup, Arita', 3200],
    ['pot-02', 'Tea pot, Tokoname', 9800],
    ['tea-11', 'Sencha, 100 g', 1400],
]) {
    analytics.track({
        anonymousId,
        event: 'Product Viewed',
        properties: { sku, name, price, currency: 'JPY' },
        timestamp: timestamp(),
    });
}
analytics.track({
    anonymousId,
    event: 'Product Added',
    properties: { sku: 'pot-02', quantity: 1 },
    timestamp: timestamp(),
});

// She signs in: what the phone did becomes hers.
analytics.identify({
    userId,
    anonymousId,
    traits: { name: '山田花子', email: 'hanako@example.com', phone: '+81 90-1234-5678', plan: 'free' },
    timestamp: timestamp(),
});
analytics.track({
    userId,
    anonymousId,
    event: 'Order Completed',
    properties: { order_id: 'o-1001', total: 9800, currency: 'JPY' },
    timestamp: timestamp(),
});

// Later, the shop's server speaks of her by user id alone.
analytics.group({
    userId,
    groupId: 'tea-club',
    traits: { name: 'Tea Club' },
    timestamp: timestamp(),
});
analytics.track({
    userId,
    event: 'Order Shipped',
    properties: { order_id: 'o-1001', carrier: 'Yamato' },
    timestamp: timestamp(),
});
analytics.identify({ userId, traits: { plan: 'member' }, timestamp: timestamp() });

await analytics.closeAndFlush({ timeout: 20_000 });
process.exit(failed ? 1 : 0);
