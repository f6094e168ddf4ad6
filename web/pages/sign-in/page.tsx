import { useRef, useState } from 'react';
import { CodeField } from '#web/layout/code-field.tsx';
import { Door } from '#web/layout/door.tsx';
import { isAboutCode, useSecondStep } from '#web/layout/use-second-step.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { retryAfterOf } from '#web/lib/http.ts';
import { returnTo } from '#web/lib/return-to.ts';
import { useTitle } from '#web/lib/title.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Field } from '#web/ui/field.tsx';
import { SecretField } from '#web/ui/secret-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { KeycloakMark } from './keycloak-mark.tsx';
import { useProviders } from './providers.ts';

/** The way in: by password, by Keycloak, or by both. */
export function SignIn() {
  useTitle('Sign in');
  const { providers, failure } = useProviders();
  if (providers?.setupRequired) return <NobodyYet hasKeycloak={providers.keycloak} />;
  const hasBoth = providers?.password && providers.keycloak;
  return (
    <Door>
      <div className="form">
        <div>
          <h1>Sign in</h1>
          <p className="sub">
            to the vault at <span className="mono">{location.host}</span>
          </p>
        </div>
        {failure && (
          <p className="help danger" role="alert">
            {failure.message}
          </p>
        )}
        {providers?.password !== false && <PasswordForm />}
        {hasBoth && <div className="or">or</div>}
        {providers?.keycloak && <KeycloakLink />}
      </div>
    </Door>
  );
}

function PasswordForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const step = useSecondStep();
  const field = useRef<HTMLInputElement>(null);
  const { failure, isBusy, onSubmit } = useSend(async () => {
    await step.prove('/api/auth/sign-in', { email, password }).catch((refusal: unknown) => {
      if (!isAboutCode(failureOf(refusal))) {
        setPassword('');
        field.current?.focus();
      }
      throw refusal;
    });
    location.assign(returnTo(location.search));
  });
  return (
    <form className="m-0! w-full!" onSubmit={onSubmit} method="post">
      <EmailField value={email} onChange={setEmail} />
      <Field label="Password" error={failure && !isAboutCode(failure) ? sentenceFor(failure) : null}>
        <SecretField
          ref={field}
          name="password"
          autoComplete="current-password"
          isLarge
          required
          value={password}
          onChange={setPassword}
        />
      </Field>
      {step.isAsked && <CodeField isLarge failure={failure} {...step.wiring} />}
      <Button type="submit" kind="primary" size="l" wide isBusy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}

function EmailField({ value, onChange }: { value: string; onChange: (email: string) => void }) {
  return (
    <Field label="E-mail">
      <TextField
        type="email"
        name="email"
        autoComplete="username"
        isLarge
        required
        autoFocus
        value={value}
        onChange={onChange}
      />
    </Field>
  );
}

function KeycloakLink() {
  const back = encodeURIComponent(returnTo(location.search));
  return (
    <a className={buttonClass({ size: 'l', wide: true })} href={`/api/auth/login/keycloak?returnTo=${back}`}>
      <KeycloakMark />
      Sign in with Keycloak
    </a>
  );
}

/** KEYCLOAK_ADMIN_EMAIL may name who comes first by Keycloak; anybody else is told why he is not let in. */
function NobodyYet({ hasKeycloak }: { hasKeycloak: boolean }) {
  return (
    <Door>
      <div className="form">
        <div>
          <h1>Nobody lives here yet</h1>
          <p className="sub">
            The server printed a link when it started. Whoever opens it first makes the owner of this vault.
          </p>
        </div>
        <a className={buttonClass({ kind: 'primary', size: 'l', wide: true })} href="/setup">
          I have the token
        </a>
        {hasKeycloak && <div className="or">or</div>}
        {hasKeycloak && <KeycloakLink />}
      </div>
    </Door>
  );
}

function sentenceFor(failure: Failure): string {
  if (failure.code === 'AUTH_INVALID_CREDENTIALS') return 'Wrong e-mail or password. After five tries sign-in pauses.';
  if (failure.code !== 'RATE_LIMITED') return failure.message;
  const seconds = retryAfterOf(failure);
  if (seconds === null) return 'Too many tries. Wait, then try again.';
  const wait = seconds < 90 ? count(seconds, 'second') : count(Math.ceil(seconds / 60), 'minute');
  return `Too many tries. Sign-in goes on in ${wait}.`;
}
