import { Check, HardDrive } from 'lucide-react';
import { useState } from 'react';
import { Door } from '#web/layout/door.tsx';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { send } from '#web/lib/http.ts';
import { useTitle } from '#web/lib/title.ts';
import { takeTokenOfHash } from '#web/lib/token-of-hash.ts';
import { useSend } from '#web/lib/use-send.ts';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Field } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Note } from '#web/ui/note.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { NewPassword } from './new-password.tsx';
import { PersonFields } from './person-fields.tsx';

const TOKEN_CODES = ['SETUP_TOKEN_INVALID', 'SETUP_DONE'];

/** Makes the first owner, once. */
export function Setup() {
  useTitle('First setup');
  const [token, setToken] = useState(takeTokenOfHash);
  const [person, setPerson] = useState({ name: '', email: '', password: '' });
  const [isKept, setKept] = useState(false);
  const { failure, isBusy, onSubmit } = useSend(async () => {
    await send('POST', '/api/auth/setup', { token, ...person });
    location.assign('/');
  });
  const errors = errorsOf(failure);
  return (
    <Door isSetup>
      <form onSubmit={onSubmit} method="post">
        <div>
          <h1>Make the first owner</h1>
          <p className="sub">This page works once. After it, people come by invitation or by Keycloak.</p>
        </div>
        <TokenField token={token} onChange={setToken} error={errors.token} />
        <div className="pair">
          <PersonFields person={person} onChange={setPerson} errors={errors} />
        </div>
        <NewPassword
          value={person.password}
          onChange={(password) => setPerson({ ...person, password })}
          error={errors.password}
        />
        <KeyNote isKept={isKept} onChange={setKept} />
        <Button type="submit" kind="primary" size="l" wide isBusy={isBusy} disabled={!isKept}>
          Make owner and open the vault
        </Button>
      </form>
    </Door>
  );
}

function TokenField({
  token,
  onChange,
  error,
}: {
  token: string;
  onChange: (token: string) => void;
  error: string | null;
}) {
  return (
    <Field label="Setup token" hint="printed in the terminal where Kagi started" error={error}>
      <TextField
        name="token"
        isMono
        isLarge
        required
        value={token}
        onChange={onChange}
        end={token !== '' && error === null && <Icon of={Check} />}
      />
    </Field>
  );
}

function KeyNote({ isKept, onChange }: { isKept: boolean; onChange: (isKept: boolean) => void }) {
  return (
    <>
      <Note icon={HardDrive}>
        The key that opens everything lies in the data folder, in a file of mode 0600, not in the database. Copy it
        somewhere safe today: without it a backup opens nothing.
      </Note>
      <Checkbox isChecked={isKept} onChange={onChange}>
        I have copied it, or will before I store a secret
      </Checkbox>
    </>
  );
}

/** Each sentence at the field it is about; what is about none stands at the token. */
function errorsOf(failure: Failure | null) {
  if (failure === null) return { token: null, name: null, email: null, password: null };
  const [name, email] = [issueAt(failure, 'name'), issueAt(failure, 'email')];
  const weak = failure.code === 'PASSWORD_TOO_WEAK' ? failure.message : issueAt(failure, 'password');
  const isElsewhere = name !== null || email !== null || weak !== null;
  const token = TOKEN_CODES.includes(failure.code) || !isElsewhere ? failure.message : null;
  return { token, name, email, password: weak };
}
