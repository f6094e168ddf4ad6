import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useState } from 'react';
import { type AskForProof, createQuestion, freshly } from '#web/lib/freshly.ts';

const FreshSignInDialog = lazy(() =>
  import('./fresh-sign-in-dialog.tsx').then(({ FreshSignInDialog }) => ({ default: FreshSignInDialog })),
);

const FreshSignInContext = createContext<AskForProof | null>(null);

/** Stands once, around the pages: what asks them for a fresh sign-in asks here. */
export function FreshSignIn({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const [question] = useState(() => createQuestion(setOpen));
  return (
    <FreshSignInContext value={question.ask}>
      {children}
      <Suspense>{isOpen && <FreshSignInDialog onAnswer={question.answer} />}</Suspense>
    </FreshSignInContext>
  );
}

/**
 * `const freshly = useFreshly(); await freshly(() => client.account.wipe.mutate(…))`: where the server asks for
 * a fresh sign-in, a dialog gets it and the call runs again. Who closes the dialog gets the server's refusal.
 */
export function useFreshly(): <T>(call: () => Promise<T>) => Promise<T> {
  const ask = use(FreshSignInContext);
  if (ask === null) throw new Error('No FreshSignIn above.');
  return useCallback((call) => freshly(call, ask), [ask]);
}
