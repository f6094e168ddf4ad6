import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const ROOT = import.meta.dirname;
/** The server that answers while the pages are served from their sources. */
const BEHIND = process.env.KAGI_BEHIND_VITE ?? 'http://127.0.0.1:3000';
const DOOR = /^\/(sign-in|setup|accept)(\?|$)/;
const COMPRESSIBLE = /\.(js|css|svg|html|json|txt)$/;
/** Below this the headers weigh more than what is saved. */
const WORTH_BYTES = 1024;

// The policy allows no inline script, so nothing may be inlined and no polyfill written into the page.
export default defineConfig({
  root: join(ROOT, 'web'),
  plugins: [react(), tailwindcss(), precompress(), doors()],
  build: {
    outDir: join(ROOT, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: join(ROOT, 'web/index.html'), door: join(ROOT, 'web/door.html') } },
  },
  server: {
    proxy: Object.fromEntries(['^/api/', '^/trpc/', '^/icons/'].map((path) => [path, BEHIND])),
  },
});

/** Lays a brotli and a gzip copy beside each built file, for the server to send as they are. */
function precompress(): Plugin {
  return {
    name: 'kagi:precompress',
    apply: 'build',
    async closeBundle() {
      const files = await readdir(join(ROOT, 'dist'), { recursive: true });
      await Promise.all(files.filter((file) => COMPRESSIBLE.test(file)).map(compress));
    },
  };
}

/** While developing, gives the door's pages their own document, as the server does with what is built. */
function doors(): Plugin {
  return {
    name: 'kagi:doors',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _response, next) => {
        if (DOOR.test(request.url ?? '')) request.url = '/door.html';
        next();
      });
    },
  };
}

async function compress(file: string): Promise<void> {
  const path = join(ROOT, 'dist', file);
  const bytes = await readFile(path);
  if (bytes.length < WORTH_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params }));
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
