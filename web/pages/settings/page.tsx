import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useAccount } from '#web/layout/account.ts';
import { NotFound } from '#web/layout/not-found.tsx';
import { useParam } from '#web/lib/address.ts';
import { useTitle } from '#web/lib/title.ts';
import { paths } from '#web/paths.ts';
import { Head } from '#web/ui/head.tsx';
import { Icon } from '#web/ui/icon.tsx';
import './settings.css';
import { SUB_PAGES, type SubPage } from './sub-pages.ts';

export function Page() {
  const role = useAccount()?.role;
  const slug = useParam('page');
  const page = SUB_PAGES.find((one) => one.slug === slug);
  if (page === undefined) return <NotFound />;
  // Who is an admin is known a moment later; the other pages need not wait for it.
  if (page.isForAdmin && role !== 'admin') return role === undefined ? null : <NotFound />;
  return <Settings page={page} isAdmin={role === 'admin'} />;
}

function Settings({ page, isAdmin }: { page: SubPage; isAdmin: boolean }) {
  useTitle(`${page.label}, settings`);
  return (
    <>
      <Head title="Settings" detail={<WhoseAccount />} />
      <div className="settings">
        <SubNav pages={SUB_PAGES.filter(({ isForAdmin = false }) => isAdmin || !isForAdmin)} current={page.slug} />
        <div className="parts">
          <page.Body />
        </div>
      </div>
    </>
  );
}

function WhoseAccount() {
  const account = useAccount();
  if (account === undefined) return null;
  return (
    <>
      {account.name}, <span className="mono">{account.email}</span>, {account.role}
    </>
  );
}

function SubNav({ pages, current }: { pages: readonly SubPage[]; current: string }) {
  const nav = useRef<HTMLElement>(null);
  const isKnown = useAccount() !== undefined;
  // The frame is hidden until the account is known. On a phone the list scrolls sideways, and where one is may lie beyond its edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows where one is
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current, isKnown]);
  return (
    <nav className="subnav" aria-label="Settings" ref={nav}>
      {pages.map(({ slug, label }) => (
        <Link
          key={slug}
          to={slug === '' ? paths.settings() : paths.settings(slug)}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
      <a className="apart" href="/api/docs" target="_blank" rel="noreferrer">
        API reference
        <Icon of={ExternalLink} small />
      </a>
    </nav>
  );
}
