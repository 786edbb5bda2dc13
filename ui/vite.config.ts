import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// MUSUBI_URL: a running server, for `npm run dev`.
export default defineConfig({
    plugins: [react()],
    build: {
        outDir: '../build/ui/dist',
        emptyOutDir: true,
        assetsInlineLimit: 0, // nothing inline: the page's policy forbids it
        cssCodeSplit: true,
        target: 'es2022',
        reportCompressedSize: false,
        chunkSizeWarningLimit: 700,
    },
    server: {
        proxy: {
            '^/(api|v1|readyz|healthz|docs|metrics)':
                process.env.MUSUBI_URL ?? 'http://127.0.0.1:8080',
        },
    },
});
