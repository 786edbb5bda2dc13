// What to paste. The clients are Segment's own, unchanged; all they need is our address and a key.
export const LANGUAGES = ['browser', 'node', 'python', 'curl'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Snippet {
    install?: string;
    code: string;
}

export function snippet(language: Language, host: string, key: string): Snippet {
    switch (language) {
        case 'browser':
            return {
                install: 'npm install @segment/analytics-next',
                code: `import { AnalyticsBrowser } from '@segment/analytics-next';

export const analytics = AnalyticsBrowser.load({
    writeKey: '${key}',
    cdnURL: '${host}',
});

analytics.page();
analytics.track('Product Viewed', { name: 'Tea' });
// once you know who it is:
analytics.identify('u-1042', { email: 'mika@example.com' });`,
            };
        case 'node':
            return {
                install: 'npm install @segment/analytics-node',
                code: `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({
    writeKey: '${key}',
    host: '${host}',
});

analytics.identify({ userId: 'u-1042', traits: { email: 'mika@example.com' } });
analytics.track({ userId: 'u-1042', event: 'Order Completed', properties: { total: 4800 } });
await analytics.closeAndFlush();`,
            };
        case 'python':
            return {
                install: 'pip install segment-analytics-python',
                code: `import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${host}"

analytics.identify("u-1042", {"email": "mika@example.com"})
analytics.track("u-1042", "Order Completed", {"total": 4800})
analytics.flush()`,
            };
        case 'curl':
            return {
                code: `curl -u '${key}:' ${host}/v1/track \\
    -H 'Content-Type: application/json' \\
    -d '{"userId": "u-1042", "event": "Order Completed", "properties": {"total": 4800}}'`,
            };
    }
}
