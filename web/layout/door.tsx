import type { ReactNode } from 'react';
import { Glyph } from '#web/ui/seal.tsx';
import './door.css';

/** The frame of sign-in, setup and invitations: the noren over what is asked. */
export function Door({ isSetup = false, children }: { isSetup?: boolean; children: ReactNode }) {
  return (
    <main className={isSetup ? 'door setup' : 'door'}>
      <div className="rod" />
      <div className="noren">
        <i />
        <i />
        <i />
        <Glyph />
      </div>
      {children}
      <div className="base">
        <span className="mono">{location.host}</span>
        <span>Kagi</span>
        <span>Sealed with AES-256-GCM</span>
      </div>
    </main>
  );
}
