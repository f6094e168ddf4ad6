import { useQuery } from '@tanstack/react-query';
import { lettersOf } from './letters.ts';

export type TileProps = {
  /** A Simple Icons slug, or null. */
  icon: string | null;
  /** Gives the letters where there is no picture. */
  name: string;
  size?: 's' | 'm' | 'l';
};

/** A brand in ink, or two letters. For the eye only: its name stands beside it. */
export function Tile({ icon, name, size = 'm' }: TileProps) {
  const outline = useOutline(icon);
  const look = `tile ${size === 'm' ? '' : size}`;
  if (outline === null) {
    return (
      <span className={`${look} letter`} aria-hidden="true">
        {lettersOf(name)}
      </span>
    );
  }
  return (
    <span className={look}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={outline} />
      </svg>
    </span>
  );
}

const ONCE = { staleTime: Number.POSITIVE_INFINITY, retry: false };

/** A brand is asked for only when it is among those that there are: a refused request would stand in the console. */
function useOutline(icon: string | null): string | null {
  const { data: slugs } = useQuery({ ...ONCE, queryKey: ['icons'], queryFn: readSlugs, enabled: icon !== null });
  const isDrawn = icon !== null && slugs?.has(icon) === true;
  const queryFn = () => outlineOf(icon ?? '');
  return useQuery({ ...ONCE, queryKey: ['icon', icon], queryFn, enabled: isDrawn }).data ?? null;
}

async function readSlugs(): Promise<ReadonlySet<unknown>> {
  const response = await fetch('/icons/index.json');
  const slugs: unknown = response.ok ? await response.json() : [];
  return new Set(Array.isArray(slugs) ? slugs : []);
}

/** An image element could not take the colour of the ink, so only the outline is taken out of the file. */
async function outlineOf(slug: string): Promise<string | null> {
  const response = await fetch(`/icons/${slug}.svg`);
  if (!response.ok) return null;
  return / d="([^"]+)"/.exec(await response.text())?.[1] ?? null;
}
