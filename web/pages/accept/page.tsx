import { useState } from 'react';
import { Door } from '#web/layout/door.tsx';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { send } from '#web/lib/http.ts';
import { useTitle } from '#web/lib/title.ts';
import { takeTokenOfHash } from '#web/lib/token-of-hash.ts';
import { useSend } from '#web/lib/use-send.ts';
import { NewPassword } from '#web/pages/setup/new-password.tsx';
import { PersonFields } from '#web/pages/setup/person-fields.tsx';
import { Button, buttonClass } from '#web/ui/button.tsx';

const HINTS = { name: 'if you are new here', email: 'the one that was invited' };

/** Where a one-time link leads: an invitation, or a new password for someone who has an account. */
export function Accept() {
  useTitle('Come in');
  const [token] = useState(takeTokenOfHash);
  return token === '' ? <NoToken /> : <AcceptForm token={token} />;
}

function AcceptForm({ token }: { token: string }) {
  const [person, setPerson] = useState({ name: '', email: '', password: '' });
  const { failure, isBusy, onSubmit } = useSend(async () => {
    const { name, email, password } = person;
    const known = { ...(name === '' ? {} : { name }), ...(email === '' ? {} : { email }) };
    await send('POST', '/api/auth/accept', { token, password, ...known });
    location.assign('/');
  });
  return (
    <Door>
      <form onSubmit={onSubmit} method="post">
        <div>
          <h1>Come in</h1>
          <p className="sub">
            This link works once. If you were invited, fill in all three; for a new password, the password alone.
          </p>
        </div>
        <PersonFields
          person={person}
          onChange={setPerson}
          errors={{ name: issueAt(failure, 'name'), email: issueAt(failure, 'email') }}
          hints={HINTS}
        />
        <NewPassword
          value={person.password}
          onChange={(password) => setPerson({ ...person, password })}
          error={failure && sentenceFor(failure)}
        />
        <Button type="submit" kind="primary" size="l" wide isBusy={isBusy}>
          Open the vault
        </Button>
      </form>
    </Door>
  );
}

function NoToken() {
  return (
    <Door>
      <div className="form">
        <div>
          <h1>This link is cut short</h1>
          <p className="sub">
            What follows the # is missing: it is what lets you in. Copy the whole link, or ask for a new one.
          </p>
        </div>
        <a className={buttonClass({ size: 'l', wide: true })} href="/sign-in">
          Sign in instead
        </a>
      </div>
    </Door>
  );
}

/** What is said of no other field stands at the last one. */
function sentenceFor(failure: Failure): string | null {
  const isElsewhere = failure.issues.some(({ path }) => path === 'name' || path === 'email');
  if (isElsewhere) return null;
  if (failure.code === 'INVITATION_NOT_FOUND')
    return 'This link was used, taken back, or has ended. Ask for a new one.';
  return issueAt(failure, 'password') ?? failure.message;
}
