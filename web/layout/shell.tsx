import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useReveals } from '#web/lib/use-reveal.ts';
import { useShortcutRegistry, useShortcuts } from '#web/lib/use-shortcuts.ts';
import { useTypeAhead } from '#web/lib/use-type-ahead.ts';
import { ScrollerContext } from '#web/ui/scroller.ts';
import { useAccount } from './account.ts';
import { useAccountFailure } from './account-failure.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { FreshSignIn } from './fresh-sign-in.tsx';
import { useLiveChanges } from './live.ts';
import { NAV } from './nav.ts';
import { NotOpened } from './not-opened.tsx';
import { TabBar, TopBar } from './phone-bars.tsx';
import './shell.css';
import { ShellContext } from './shell-context.ts';
import { Sidebar } from './sidebar.tsx';
import { StatusLine } from './status-line.tsx';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));
const ShortcutsSheet = lazy(() =>
  import('./shortcuts-sheet.tsx').then(({ ShortcutsSheet }) => ({ default: ShortcutsSheet })),
);

type Overlay = 'palette' | 'shortcuts' | null;

/** The frame around every page. A stranger sees none of it: the guard is on his way to the door. */
export function Shell() {
  const [account, failure] = [useAccount(), useAccountFailure()];
  const scroller = useRef<HTMLDivElement>(null);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const shell = { openPalette: () => setOverlay('palette'), openShortcuts: () => setOverlay('shortcuts') };
  const close = () => setOverlay(null);
  const takeTyped = useTypeAhead(overlay === 'palette', close);
  useKeyboard();
  useMasking();
  useLiveChanges();
  useGlobalKeys(shell);
  return (
    <ShellContext value={shell}>
      <FreshSignIn>
        {failure !== null && <NotOpened error={failure} />}
        <div className="shell" hidden={account === undefined}>
          <Sidebar />
          <TopBar />
          <main className="main">
            <div className="page" ref={scroller} id="page">
              <ScrollerContext value={scroller}>
                <ErrorBoundary>
                  <Outlet />
                </ErrorBoundary>
              </ScrollerContext>
            </div>
            <StatusLine />
          </main>
          <TabBar />
        </div>
        <Suspense>
          {overlay === 'palette' && <Palette takeTyped={takeTyped} onClose={close} />}
          {overlay === 'shortcuts' && <ShortcutsSheet onClose={close} />}
        </Suspense>
      </FreshSignIn>
    </ShellContext>
  );
}

function useKeyboard(): void {
  const registry = useShortcutRegistry();
  useEffect(() => {
    window.addEventListener('keydown', registry.press);
    return () => window.removeEventListener('keydown', registry.press);
  }, [registry]);
}

/** Nothing stays revealed when the reader goes elsewhere, in the app or away from it. */
function useMasking(): void {
  const reveals = useReveals();
  const router = useRouter();
  useEffect(() => {
    const onHidden = () => document.visibilityState === 'hidden' && reveals.maskAll();
    document.addEventListener('visibilitychange', onHidden);
    const unsubscribe = router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && reveals.maskAll());
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      unsubscribe();
    };
  }, [reveals, router]);
}

function useGlobalKeys({ openPalette, openShortcuts }: { openPalette: () => void; openShortcuts: () => void }): void {
  const navigate = useNavigate();
  useShortcuts([
    { keys: 'mod+k', label: 'search or do', run: openPalette },
    ...NAV.map(({ to, label, letter }) => ({
      keys: `g ${letter}`,
      label: `go to ${midSentence(label)}`,
      run: () => void navigate({ to }),
    })),
    { keys: '?', label: 'all keys', run: openShortcuts },
  ]);
}

/** "Env files" becomes "env files"; what is written in capitals stays so. */
function midSentence(label: string): string {
  return label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
