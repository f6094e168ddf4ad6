import { useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '#shared/account.ts';
import { useSignInWays } from '#web/layout/providers.ts';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { send } from '#web/lib/http.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { NewPassword } from '#web/pages/setup/new-password.tsx';
import { useTRPC } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { Note } from '#web/ui/note.tsx';
import { SecretField } from '#web/ui/secret-field.tsx';
import { Section } from '#web/ui/section.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

const NOTHING = { current: '', next: '' };

/** Another password, or a first one for who came by Keycloak. */
export function PasswordForm({ account }: { account: Account }) {
  const ways = useSignInWays();
  const [words, setWords] = useState(NOTHING);
  const { failure, isBusy, onSubmit } = useChange(words, () => setWords(NOTHING));
  const errors = errorsOf(failure);
  if (ways?.password === false) return <TurnedOff />;
  return (
    <Section title="Password" aside="changing it ends all your other sessions">
      <form className="form" onSubmit={onSubmit} method="post">
        {failure && errors.other && <FailureNote failure={failure} what="Your password was not changed." />}
        {/* For password managers, which keep the password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={account.email} readOnly />
        {account.hasPassword && (
          <Field label="Current password" error={errors.current}>
            <SecretField
              name="current"
              autoComplete="current-password"
              required
              value={words.current}
              onChange={(current) => setWords({ ...words, current })}
            />
          </Field>
        )}
        <NewPassword
          label={account.hasPassword ? 'New password' : 'Password'}
          value={words.next}
          onChange={(next) => setWords({ ...words, next })}
          error={errors.next}
        />
        <Button type="submit" isBusy={isBusy}>
          {account.hasPassword ? 'Change password' : 'Set a password'}
        </Button>
      </form>
    </Section>
  );
}

function TurnedOff() {
  return (
    <Section title="Password">
      <Note icon={KeyRound}>
        Sign-in by password is turned off in this vault (<span className="mono">KAGI_PASSWORD_SIGN_IN</span>).
      </Note>
    </Section>
  );
}

function useChange(words: typeof NOTHING, forget: () => void) {
  const [trpc, queries, toasts] = [useTRPC(), useQueryClient(), useToasts()];
  return useDeed(
    () => send('POST', '/api/auth/password', words),
    () => {
      forget();
      toasts.done('Password changed', { detail: 'All other sessions have ended.' });
      for (const part of [trpc.account, trpc.sessions]) void queries.invalidateQueries(part.pathFilter());
    },
  );
}

function errorsOf(failure: Failure | null) {
  const current = failure?.code === 'AUTH_INVALID_CREDENTIALS' ? 'Wrong password.' : issueAt(failure, 'current');
  const next = failure?.code === 'PASSWORD_TOO_WEAK' ? failure.message : issueAt(failure, 'next');
  return { current, next, other: current === null && next === null };
}
