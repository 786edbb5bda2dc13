import './kit/mantine.css';
import './kit/kit.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readyGate } from './account/gate';
import { router } from './app';
import { startI18n } from './i18n';
import { theme } from './kit/theme';
import { Problem } from './kit/transport';

// What the server refused it will refuse again; what it could not do now it may do in a moment.
const again = (failures: number, e: Error) =>
    failures < 2 && e instanceof Problem && (e.status === 0 || e.status === 503);

const client = new QueryClient({
    defaultOptions: {
        queries: { retry: again, staleTime: 10_000, networkMode: 'always' },
        mutations: { retry: false, networkMode: 'always' },
    },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// react-remove-scroll below Mantine's modals asks here for the nonce of its style element.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

if (location.pathname === '/') history.replaceState(null, '', '/app/');

await Promise.all([startI18n(), router.load(), readyGate(client)]);
const root = document.getElementById('root');
if (root) {
    createRoot(root).render(
        <StrictMode>
            <QueryClientProvider client={client}>
                <MantineProvider
                    theme={theme}
                    defaultColorScheme="auto"
                    getStyleNonce={() => nonce}
                >
                    <RouterProvider router={router} />
                </MantineProvider>
            </QueryClientProvider>
        </StrictMode>,
    );
}
