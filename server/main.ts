import { enableCompileCache } from 'node:module';

// In this order, which is why nothing is imported the usual way: what is loaded after the cache was turned on
// comes out of it at the next start, and what is loaded before the mode was set would take this for a workbench.
enableCompileCache();
const { runAsProduct } = await import('./config.ts');
runAsProduct();
const { serve } = await import('#server/process/serve.ts');
await serve();
