import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserSurroundings, createClipboard } from './lib/clipboard.ts';
import { failureOf } from './lib/failure.ts';
import { signInAddress } from './lib/return-to.ts';
import { createReveals } from './lib/reveals.ts';
import { createShortcuts } from './lib/shortcuts.ts';
import { RevealsContext } from './lib/use-reveal.ts';
import { ShortcutsContext } from './lib/use-shortcuts.ts';
import { createAppRouter } from './routes.tsx';
import { createClient, TRPCProvider } from './trpc.ts';
import './ui/app.css';
import { Toaster } from './ui/toaster.tsx';
import { ClipboardContext } from './ui/use-copy.ts';

const STALE_MS = 30_000;
const TRIES = 2;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // What the server refused it will refuse again; only what never answered is asked once more.
      retry: (tries, error) => tries < TRIES && (failureOf(error).status ?? 503) === 503,
    },
  },
});

/** Whoever is signed out, here or elsewhere, is led to the door and back again. */
const trpcClient = createClient((error) => {
  if (failureOf(error).code === 'AUTH_REQUIRED') location.replace(signInAddress(location));
});

const [router, reveals, clipboard] = [createAppRouter(), createReveals(), createClipboard(browserSurroundings())];
const shortcuts = createShortcuts(localStorage);

createRoot(document.getElementById('app') ?? document.body).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <RevealsContext value={reveals}>
            <ClipboardContext value={clipboard}>
              <ShortcutsContext value={shortcuts}>
                <Toaster>
                  <RouterProvider router={router} />
                </Toaster>
              </ShortcutsContext>
            </ClipboardContext>
          </RevealsContext>
        </TRPCProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
