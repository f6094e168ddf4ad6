import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { NewAccessKey } from '#shared/access-keys.ts';
import { givesSecrets } from '#shared/scopes.ts';
import { type Failure, issueAt } from '#web/lib/failure.ts';
import { useDeed } from '#web/pages/settings/use-deed.ts';
import { useTRPC, useTRPCClient } from '#web/trpc.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FailureNote } from '#web/ui/failure-note.tsx';
import { Field } from '#web/ui/field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { DraftPreview } from './draft-preview.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { EMPTY_DRAFT, inputOf, type KeyDraft } from './key-draft.ts';
import { LimitFields } from './limit-fields.tsx';
import { ScopeFields } from './scope-fields.tsx';

type Props = { onClose: () => void; onMade: (made: NewAccessKey) => void };

const ASKS = 'It gives out secrets: making it asks for a sign-in of the last ten minutes.';

/** Name, what it can do, where, until when; beside it, what that means. */
export function NewKeyForm({ onClose, onMade }: Props) {
  const formId = useId();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const { failure, isBusy, onSubmit, missing } = useCreate(draft, onMade);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New access key"
      width="xl"
      isDraft={draft !== EMPTY_DRAFT}
      cost={draft.scopes.some(givesSecrets) && ASKS}
      deeds={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} isBusy={isBusy}>
            Create access key
          </Button>
        </>
      }
    >
      <div className="grid gap-6 sm:grid-cols-[minmax(0,1fr)_248px]">
        <form id={formId} className="grid gap-4 content-start" onSubmit={onSubmit} method="post">
          <KeyFields draft={draft} setDraft={setDraft} failure={failure} missing={missing} />
        </form>
        <DraftPreview draft={draft} />
      </div>
    </Dialog>
  );
}

type FieldsProps = {
  draft: KeyDraft;
  setDraft: (draft: KeyDraft) => void;
  failure: Failure | null;
  missing: (field: 'scopes' | 'date') => string | null;
};

function KeyFields({ draft, setDraft, failure, missing }: FieldsProps) {
  const change = (part: Partial<KeyDraft>) => setDraft({ ...draft, ...part });
  const nameError = issueAt(failure, 'name');
  return (
    <>
      {failure && nameError === null && <FailureNote failure={failure} what="No key was made." />}
      <Field label="Name" hint="after the program that has it" error={nameError}>
        <TextField
          name="name"
          isMono
          required
          autoFocus
          maxLength={255}
          placeholder="ci-deploy"
          value={draft.name}
          onChange={(name) => change({ name })}
        />
      </Field>
      <ScopeFields scopes={draft.scopes} onChange={(scopes) => change({ scopes })} error={missing('scopes')} />
      <LimitFields draft={draft} onChange={change} />
      <ExpiryField draft={draft} onChange={change} error={missing('date')} />
    </>
  );
}

function useCreate(draft: KeyDraft, onMade: Props['onMade']) {
  const [client, trpc, queries] = [useTRPCClient(), useTRPC(), useQueryClient()];
  const [isTried, setTried] = useState(false);
  const made = inputOf(draft, new Date());
  const { run, ...deed } = useDeed(
    async () => ('input' in made ? client.accessKeys.create.mutate(made.input) : null),
    (key) => {
      if (key === null) return;
      onMade(key);
      void queries.invalidateQueries(trpc.accessKeys.pathFilter());
    },
  );
  const onSubmit: typeof deed.onSubmit = (event) => {
    setTried(true);
    deed.onSubmit(event);
  };
  const missing = (field: 'scopes' | 'date') =>
    isTried && 'missing' in made && made.field === field ? made.missing : null;
  return { ...deed, onSubmit, missing };
}
