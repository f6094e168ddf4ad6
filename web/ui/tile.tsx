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
  const { data: outline = null } = useQuery({
    queryKey: ['icon', icon],
    queryFn: () => outlineOf(icon ?? ''),
    enabled: icon !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
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

/** An image element could not take the colour of the ink, so only the outline is taken out of the file. */
async function outlineOf(slug: string): Promise<string | null> {
  const response = await fetch(`/icons/${slug}.svg`);
  if (!response.ok) return null;
  return / d="([^"]+)"/.exec(await response.text())?.[1] ?? null;
}
