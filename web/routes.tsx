import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { PageFailed } from './layout/error-boundary.tsx';
import { NotFound } from './layout/not-found.tsx';
import { Shell } from './layout/shell.tsx';

type PageModule = { Page: ComponentType };
type PageRoute = { path: string; load: () => Promise<PageModule> };

/** Every page of the app, loaded when it is gone to. A page that is not built yet is not here. */
const PAGES: readonly PageRoute[] = [
  { path: '/', load: () => import('./pages/overview/page.tsx') },
  { path: '/keys', load: () => import('./pages/keys/page.tsx') },
  { path: '/keys/$id', load: () => import('./pages/category/page.tsx') },
  { path: '/envs', load: () => import('./pages/envs/page.tsx') },
  { path: '/envs/$id', load: () => import('./pages/envs/files-page.tsx') },
  { path: '/projects/$name', load: () => import('./pages/project/page.tsx') },
  { path: '/2fa', load: () => import('./pages/two-factor/page.tsx') },
  { path: '/ai', load: () => import('./pages/ai/page.tsx') },
  { path: '/audit', load: () => import('./pages/audit/page.tsx') },
  { path: '/settings/{-$page}', load: () => import('./pages/settings/page.tsx') },
];

export function createAppRouter() {
  const root = createRootRoute({ component: Shell });
  const routes = PAGES.map(({ path, load }) =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') }),
  );
  return createRouter({
    routeTree: root.addChildren(routes),
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
    scrollToTopSelectors: ['#page'],
    // Search parameters are texts and nothing else: `?q=5` is a five that someone typed.
    parseSearch: parseSearchWith((text) => text),
    stringifySearch: stringifySearchWith(String),
  });
}
