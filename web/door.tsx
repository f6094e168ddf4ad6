import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { SignIn } from './pages/sign-in/page.tsx';
import './ui/app.css';

const Setup = lazy(() => import('./pages/setup/page.tsx').then(({ Setup }) => ({ default: Setup })));
const Accept = lazy(() => import('./pages/accept/page.tsx').then(({ Accept }) => ({ default: Accept })));

/** Three pages that need no router, no query and no session; the server gives them a document of their own. */
function pageAt(path: string) {
  if (path === '/setup') return <Setup />;
  if (path === '/accept') return <Accept />;
  return <SignIn />;
}

createRoot(document.getElementById('app') ?? document.body).render(
  <StrictMode>
    <Suspense>{pageAt(location.pathname)}</Suspense>
  </StrictMode>,
);
