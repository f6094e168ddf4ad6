import type { Environment } from '#shared/entries.ts';
import type { HitKind } from '#shared/search.ts';
import { ENVIRONMENTS, EnvironmentMark } from '#web/ui/environment.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Kbd } from '#web/ui/kbd.tsx';
import type { Hit, PaletteItem } from './palette-deeds.ts';

const WORDS: Record<Exclude<HitKind, 'entry'>, string> = {
  category: 'category',
  project: 'project',
  envProject: 'env project',
  twoFactor: 'two-factor',
};

export function PaletteLine({ item, text }: { item: PaletteItem; text: string }) {
  const isNamed = item.hit !== undefined && item.hit.kind !== 'twoFactor';
  return (
    <>
      <Icon of={item.icon} />
      <span className={isNamed ? 'mono clip' : 'clip'}>
        <Marked words={item.name} text={item.hit ? text : ''} />
      </span>
      <span className="push">
        {item.hit ? <Place hit={item.hit} text={text} /> : item.keys && <Kbd keys={item.keys} />}
      </span>
    </>
  );
}

function Place({ hit, text }: { hit: Hit; text: string }) {
  if (hit.kind !== 'entry') return [WORDS[hit.kind], hit.detail].filter(Boolean).join(', ');
  const environment = environmentOf(hit);
  return (
    <span className="env">
      {environment && <EnvironmentMark of={environment} />}
      <span className="mono">
        <Marked words={hit.name} text={text} />
      </span>
      <span className="sr">{environment}</span>
    </span>
  );
}

function environmentOf({ detail }: Hit): Environment | undefined {
  return ENVIRONMENTS.find((one) => detail?.endsWith(` · ${one}`));
}

/** What was typed, marked where it stands in the name. */
function Marked({ words, text }: { words: string; text: string }) {
  const at = text === '' ? -1 : words.toLowerCase().indexOf(text.trim().toLowerCase());
  if (at < 0) return words;
  const end = at + text.trim().length;
  return (
    <>
      {words.slice(0, at)}
      <mark>{words.slice(at, end)}</mark>
      {words.slice(end)}
    </>
  );
}
