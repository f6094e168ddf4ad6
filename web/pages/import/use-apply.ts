import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImportDecision } from '#shared/imports.ts';
import { type Failure, failureOf } from '#web/lib/failure.ts';
import { count } from '#web/lib/format.ts';
import { paths } from '#web/paths.ts';
import { useTRPCClient } from '#web/trpc.ts';
import { useToasts } from '#web/ui/toaster.tsx';
import type { Place } from './use-preview.ts';

/** Takes the text over as it was decided, all of it or nothing. */
export function useApply(text: string, place: Place, onDone: () => void) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (decisions: ImportDecision[]) => {
    setBusy(true);
    setFailure(null);
    try {
      const { variables } = await client.entries.import.mutate({ text, ...place, mode: 'apply', decisions });
      const many = variables.filter(({ action }) => action !== 'skip').length;
      await queries.invalidateQueries();
      toasts.done('Imported into', {
        name: place.name.trim(),
        detail: `${count(many, 'variable')}, ${place.environment}`,
        act: { label: 'Open the project', run: () => void navigate({ href: paths.project(place.name.trim()) }) },
      });
      onDone();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return { run, isBusy, failure };
}
