import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';

export type IconButtonProps = { label: string; icon: LucideIcon; isOn?: boolean } & ComponentProps<'button'>;

/** A control that has only an icon: its name is its label and what a pointer sees. */
export function IconButton({ label, icon, isOn = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={`ib ${isOn ? 'on' : ''} ${rest.className ?? ''}`}
    >
      <Icon of={icon} />
    </button>
  );
}
