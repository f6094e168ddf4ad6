import { useState } from 'react';
import { useShell } from '#web/layout/shell-context.ts';
import { THEMES, type Theme } from '#web/lib/theme.ts';
import { useShortcutRegistry } from '#web/lib/use-shortcuts.ts';
import { useTheme } from '#web/lib/use-theme.ts';
import { Button } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Section } from '#web/ui/section.tsx';
import { Segmented } from '#web/ui/segmented.tsx';

const WORDS: Record<Theme, string> = { light: 'Light', dark: 'Dark', system: 'As the system' };
const SEGMENTS = THEMES.map((value) => ({ value, label: WORDS[value] }));

/** What this browser keeps: the theme, and whether single letters act. */
export function Appearance() {
  const [theme, setTheme] = useTheme();
  return (
    <>
      <Section title="Theme" aside="kept in this browser">
        <Segmented label="Theme" value={theme} onChange={setTheme} segments={SEGMENTS} />
      </Section>
      <Letters />
    </>
  );
}

function Letters() {
  const { openShortcuts } = useShell();
  const registry = useShortcutRegistry();
  const [isOn, setOn] = useState(registry.lettersAreOn);
  const turn = (next: boolean) => {
    registry.turnLetters(next);
    setOn(next);
  };
  return (
    <Section title="Keyboard" aside="kept in this browser">
      <div className="grid gap-3 justify-items-start">
        <Checkbox isChecked={isOn} onChange={turn}>
          Single letters act
        </Checkbox>
        <p className="dim max-w-[56ch]">
          <span className="mono">c</span> copies the row, <span className="mono">n</span> makes something new. Turn them
          off where speech input or another tool types letters; keys with Ctrl or ⌘ work all the same.
        </p>
        <Button onClick={openShortcuts}>Show all keys</Button>
      </div>
    </Section>
  );
}
