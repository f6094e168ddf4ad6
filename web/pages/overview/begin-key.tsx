import { Link } from '@tanstack/react-router';
import { Check, KeyRound, X } from 'lucide-react';
import { useState } from 'react';
import { paths } from '#web/paths.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Section } from '#web/ui/section.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { Numbered } from './numbered.tsx';

/** What a key of each preset can and cannot, and a line to try it with. */
const PRESETS = {
  read: {
    label: 'read only',
    can: ['list names and states', 'see what expires'],
    cannot: ['reveal a secret', 'change anything'],
    line: '/api/entries',
  },
  ci: {
    label: 'CI',
    can: ['read every value of a project', 'export it as a .env'],
    cannot: ['change anything', 'read the audit log'],
    line: '/api/export',
  },
  envs: {
    label: 'env files',
    can: ['read and replace env files', 'list env projects'],
    cannot: ['reveal a secret of an entry', 'use two-factor codes'],
    line: '/api/envs',
  },
  full: {
    label: 'full',
    can: ['do all that a person can', 'reveal and change secrets'],
    cannot: ['make other access keys', 'delete the account’s data'],
    line: '/api/entries',
  },
} as const;
type Preset = keyof typeof PRESETS;
// Object.keys forgets the literal types of an object whose keys are all known.
const presets = Object.keys(PRESETS) as Preset[];

/** The third way: a key for a script, which then fills the vault. */
export function BeginWithKey() {
  const [preset, setPreset] = useState<Preset>('read');
  const { can, cannot, line } = PRESETS[preset];
  return (
    <Section title={<Numbered at={3}>Create an access key</Numbered>}>
      <p className="dim mb-2.5">
        For a script, a pipeline or an agent. It can do what its scopes say, and nothing else.
      </p>
      <Segmented
        label="Preset"
        grows
        value={preset}
        onChange={setPreset}
        segments={presets.map((value) => ({ value, label: PRESETS[value].label }))}
      />
      <Abilities can={can} cannot={cannot} />
      <CurlLine path={line} />
      <div className="mt-3 flex flex-wrap gap-2">
        <Link className={buttonClass({})} to={paths.newAccessKey(preset)}>
          <Icon of={KeyRound} />
          Create access key
        </Link>
        <a className={buttonClass({ kind: 'quiet' })} href="/api/docs" target="_blank" rel="noreferrer">
          Read the API reference
        </a>
      </div>
    </Section>
  );
}

function Abilities({ can, cannot }: { can: readonly [string, string]; cannot: readonly [string, string] }) {
  return (
    <ul className="can my-3.5" aria-label="What it can do">
      {[can[0], cannot[0], can[1], cannot[1]].map((words, at) => (
        <li key={words}>
          <span className={at % 2 === 0 ? 'ok' : 'faint'}>
            <Icon of={at % 2 === 0 ? Check : X} />
          </span>
          <span className="sr">{at % 2 === 0 ? 'can' : 'cannot'}</span>
          {words}
        </li>
      ))}
    </ul>
  );
}

function CurlLine({ path }: { path: string }) {
  const before = `curl ${location.origin}${path} \\\n  -H "Authorization: Bearer `;
  return (
    <div className="well flex gap-3 px-3.5 py-3">
      {/* It scrolls sideways where it is narrow, so the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre className="flex-1" tabIndex={0}>
        {before}
        <span className="accent">$KAGI_KEY</span>"
      </pre>
      <CopyButton label="Copy the line" text={`${before}$KAGI_KEY"`} />
    </div>
  );
}
