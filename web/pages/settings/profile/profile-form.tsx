import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#shared/account.ts';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { Section } from '#web/ui/section.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { useToasts } from '#web/ui/toaster.tsx';

/** Name and e-mail; another e-mail asks for a fresh sign-in. */
export function ProfileForm({ account }: { account: Account }) {
  const [person, setPerson] = useState({ name: account.name, email: account.email });
  const { failure, isBusy, onSubmit } = useUpdate(person);
  const errors = errorsOf(failure);
  const isChanged = person.name !== account.name || person.email !== account.email;
  return (
    <Section title="Profile">
      <form className="form" onSubmit={onSubmit} method="post">
        {failure && errors.other && <FailureNote failure={failure} what="Your profile was not saved." />}
        <Field label="Name" error={errors.name}>
          <TextField
            name="name"
            autoComplete="name"
            required
            value={person.name}
            onChange={(name) => setPerson({ ...person, name })}
          />
        </Field>
        <Field label="E-mail" help={account.hasPassword && 'You sign in with it.'} error={errors.email}>
          <TextField
            type="email"
            name="email"
            autoComplete="email"
            required
            value={person.email}
            onChange={(email) => setPerson({ ...person, email })}
          />
        </Field>
        <Button type="submit" kind={isChanged ? 'primary' : 'plain'} isBusy={isBusy} disabled={!isChanged}>
          Save profile
        </Button>
      </form>
    </Section>
  );
}

function useUpdate(person: { name: string; email: string }) {
  const [client, trpc, queries, toasts] = [useTRPCClient(), useTRPC(), useQueryClient(), useToasts()];
  return useDeed(
    () => client.account.update.mutate(person),
    (saved) => {
      queries.setQueryData(trpc.account.get.queryKey({}), saved);
      toasts.done('Profile saved');
    },
  );
}

function errorsOf(failure: Failure | null) {
  const name = issueAt(failure, 'name');
  const email = failure?.code === 'EMAIL_IN_USE' ? failure.message : issueAt(failure, 'email');
  return { name, email, other: name === null && email === null };
}
