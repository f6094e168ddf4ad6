import { Link } from '@tanstack/react-router';
import { ChevronRight, Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTitle } from '#web/lib/title.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { LazyMenu } from './lazy-menu.tsx';
import type { MenuItem } from './menu.tsx';

export type HeadProps = {
  title: string;
  /** One line under it; null for none. While it is not known its place is kept, so that no button moves away. */
  detail?: ReactNode;
  tile?: ReactNode;
  /** A name is mono: a project's, a file's. */
  isMono?: boolean;
  /** Where one came from: `[{ label: 'Keys', to: paths.keys() }]`; the title ends the path. What has no page has no `to`. */
  path?: readonly { label: string; to?: string }[];
  /** At the right, the primary button last. */
  tools?: ReactNode;
  /** On a phone, which has no room for the tools: what they do, except for what the + of the top bar does. */
  more?: readonly MenuItem[];
};

/** The head of a page, and its title in the window. Never give it a secret. */
export function Head({ title, detail, tile, isMono = false, path, tools, more = [] }: HeadProps) {
  useTitle(title);
  return (
    <>
      {path && <Path path={path} title={title} />}
      <div className={`head ${tile ? 'with-tile' : ''}`}>
        {tile}
        <div className="min-w-0">
          <h1 className={isMono ? 'mono clip text-[1.25rem]' : 'clip'}>{title}</h1>
          {detail === undefined ? <p aria-hidden="true">&nbsp;</p> : detail && <p>{detail}</p>}
        </div>
        {tools && <div className="tools">{tools}</div>}
        {more.length > 0 && (
          <span className="only-phone more">
            <LazyMenu align="end" trigger={<IconButton label={`More on ${title}`} icon={Ellipsis} />} items={more} />
          </span>
        )}
      </div>
    </>
  );
}

function Path({ path, title }: { path: NonNullable<HeadProps['path']>; title: string }) {
  return (
    <nav className="crumb" aria-label="Path">
      {path.map(({ label, to }) => (
        <span key={label} className="flex items-center gap-1.5">
          {to === undefined ? label : <Link to={to}>{label}</Link>}
          <Icon of={ChevronRight} />
        </span>
      ))}
      <span>{title}</span>
    </nav>
  );
}
