import { type KeyboardEvent, useId, useState } from 'react';
import type { Failure } from '#web/lib/failure.ts';
import { retryAfterOf } from '#web/lib/http.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Field } from '#web/ui/field.tsx';
import { SecretField } from '#web/ui/secret-field.tsx';
import { useAsker } from '#web/ui/use-asker.ts';
import { useAccount } from './account.ts';
import { CodeField } from './code-field.tsx';
import { useSignInWays } from './providers.ts';
import { isAboutCode, useSecondStep } from './use-second-step.ts';

type Props = { onAnswer: (isFresh: boolean) => void };

/** Asks who sits here to prove it: by password, by Keycloak, or by whichever of them he has. */
export function FreshSignInDialog({ onAnswer }: Props) {
  const { hasPassword, hasKeycloak } = useOwnWays();
  const [formId, asker] = [useId(), useAsker()];
  const proof = usePasswordProof(() => onAnswer(true));
  const cancel = () => onAnswer(false);
  return (
    // Another dialog may stand below; it must not hear the key that closes this one.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stops what comes out of the dialog
    <div onKeyDown={keepEscape(cancel)}>
      <Dialog
        isOpen
        onClose={cancel}
        title="Is it still you?"
        detail="This asks for a sign-in within the last ten minutes."
        holds={proof.password !== ''}
        finalFocus={asker}
        cost={hasKeycloak && 'Keycloak brings you back here; what is open now is lost.'}
        deeds={
          <>
            <Button onClick={cancel}>Cancel</Button>
            {hasKeycloak && <KeycloakLink isOnly={!hasPassword} />}
            {hasPassword && (
              <Button kind="primary" type="submit" form={formId} isBusy={proof.isBusy}>
                Prove it and go on
              </Button>
            )}
          </>
        }
      >
        {hasPassword ? (
          <PasswordForm id={formId} proof={proof} />
        ) : (
          <p className="dim">{hasKeycloak ? BY_KEYCLOAK : BY_HAND}</p>
        )}
      </Dialog>
    </div>
  );
}

function PasswordForm({ id, proof }: { id: string; proof: ReturnType<typeof usePasswordProof> }) {
  const account = useAccount();
  const { password, setPassword, step, failure, onSubmit } = proof;
  return (
    <form id={id} onSubmit={onSubmit} method="post">
      {/* For password managers, which fill by the name beside the password. */}
      <input type="hidden" name="username" autoComplete="username" value={account?.email ?? ''} readOnly />
      <Field
        label="Password"
        hint={account?.email}
        error={failure && !isAboutCode(failure) ? sentenceFor(failure) : null}
      >
        <SecretField
          name="password"
          autoComplete="current-password"
          required
          autoFocus
          value={password}
          onChange={setPassword}
        />
      </Field>
      {step.isAsked && <CodeField failure={failure} {...step.wiring} />}
    </form>
  );
}

const BY_KEYCLOAK = 'Your account has no password here. Keycloak asks for yours and sends you back.';
const BY_HAND = 'Sign out, sign in again, and do it within ten minutes.';

/** How the one who is signed in could sign in again. */
function useOwnWays(): { hasPassword: boolean; hasKeycloak: boolean } {
  const [account, ways] = [useAccount(), useSignInWays()];
  return {
    hasPassword: (ways?.password ?? true) && (account?.hasPassword ?? true),
    hasKeycloak: ways?.keycloak === true && account !== undefined && account.identities.length > 0,
  };
}

function usePasswordProof(onProved: () => void) {
  const [password, setPassword] = useState('');
  const step = useSecondStep();
  const form = useSend(async () => {
    await step.prove('/api/auth/reauthenticate', { password });
    onProved();
  });
  return { password, setPassword, step, ...form };
}

function KeycloakLink({ isOnly }: { isOnly: boolean }) {
  const here = encodeURIComponent(location.pathname + location.search);
  return (
    <a
      className={buttonClass({ kind: isOnly ? 'primary' : 'plain' })}
      href={`/api/auth/reauthenticate/keycloak?returnTo=${here}`}
    >
      Go to Keycloak
    </a>
  );
}

function keepEscape(run: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    run();
  };
}

function sentenceFor(failure: Failure): string {
  if (failure.code === 'AUTH_INVALID_CREDENTIALS') return 'Wrong password.';
  const seconds = retryAfterOf(failure);
  if (failure.code !== 'RATE_LIMITED' || seconds === null) return failure.message;
  return `Too many tries. It goes on in ${seconds} s.`;
}
