import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type NoteProps = { icon: LucideIcon; kind?: 'plain' | 'soon' | 'bad'; children: ReactNode; acts?: ReactNode };

/** Something to know, in the flow of the page. */
export function Note({ icon, kind = 'plain', children, acts }: NoteProps) {
  return (
    <div className={`note ${kind === 'plain' ? '' : kind}`}>
      <Icon of={icon} />
      <div>{children}</div>
      {acts && <div className="acts">{acts}</div>}
    </div>
  );
}
