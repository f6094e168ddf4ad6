import { useState } from 'react';
import type { Shortcut } from '#web/lib/shortcuts.ts';
import { useActiveShortcuts, useShortcutRegistry } from '#web/lib/use-shortcuts.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import { Section } from '#web/ui/section.tsx';

/** Every key that works on the page at hand, and the switch for those of one letter. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  const registry = useShortcutRegistry();
  const [isOn, setOn] = useState(registry.lettersAreOn);
  const all = useActiveShortcuts();
  const here = all.filter(({ keys }) => !isGlobal(keys));
  const turn = (next: boolean) => {
    registry.turnLetters(next);
    setOn(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Keys that work here"
      width="l"
      cost={<LetterSwitch isOn={isOn} turn={turn} />}
    >
      <div className="grid gap-6 sm:grid-cols-2">
        {here.length > 0 && <Keys title="On this page" list={here} />}
        <Keys title="Everywhere" list={all.filter(({ keys }) => isGlobal(keys))} />
      </div>
    </Dialog>
  );
}

function isGlobal(keys: string): boolean {
  return keys.startsWith('g ') || keys.startsWith('mod+') || keys === '?';
}

function Keys({ title, list }: { title: string; list: readonly Shortcut[] }) {
  return (
    <Section title={title}>
      <ul className="key-list grid gap-1">
        {list.map(({ keys, label }) => (
          <li key={keys} className="flex items-center justify-between gap-4 h-7 dim">
            {label}
            <span className="flex gap-1">
              <Kbd keys={keys} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function LetterSwitch({ isOn, turn }: { isOn: boolean; turn: (isOn: boolean) => void }) {
  return (
    <Checkbox isChecked={isOn} onChange={turn}>
      Single letters act. Turn them off where speech or other tools type them.
    </Checkbox>
  );
}
