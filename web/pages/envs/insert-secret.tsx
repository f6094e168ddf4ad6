import type { EditorView } from '@codemirror/view';
import { Dice5 } from 'lucide-react';
import { Button } from '#web/ui/button.tsx';
import { Generator } from '#web/ui/generator.tsx';

export type InsertSecretProps = { view: EditorView | null; isIcon?: boolean };

/** Makes a random secret and puts it where the cursor is. */
export function InsertSecret({ view, isIcon = false }: InsertSecretProps) {
  const insert = async (text: string) => {
    const deeds = await import('./editor/deeds.ts');
    if (view !== null) deeds.insert(view, text);
  };
  const button = (
    <Button icon={Dice5} disabled={view === null}>
      Insert secret
    </Button>
  );
  return (
    <Generator label="Insert secret" onUse={(text) => void insert(text)} {...(isIcon ? {} : { trigger: button })} />
  );
}
