import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

/** `primary`: one a page, dialog or popover. `destroy`: only in the dialog that does it. */
export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'destroy';
export type ButtonSize = 's' | 'm' | 'l';
export type ButtonLook = { kind?: ButtonKind; size?: ButtonSize; wide?: boolean };

export type ButtonProps = ButtonLook & {
  icon?: LucideIcon;
  /** The key that does the same; shown in the primary button alone. */
  hint?: string;
  /** Under way: it stays focusable and does nothing. */
  isBusy?: boolean;
  children: ReactNode;
} & ComponentProps<'button'>;

export function Button({ kind, size, wide, icon, hint, isBusy = false, children, ...rest }: ButtonProps) {
  const look = buttonClass({ kind, size, wide });
  return (
    <button
      type="button"
      {...rest}
      className={`${look} ${rest.className ?? ''}`}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon && <Icon of={icon} />}
      {children}
      {hint && <Kbd keys={hint} />}
    </button>
  );
}

/** The same look for a link. */
export function buttonClass({ kind = 'plain', size = 'm', wide = false }: Undefinable<ButtonLook>): string {
  return ['btn', kind === 'plain' ? '' : kind, size === 'm' ? '' : size, wide ? 'wide' : ''].filter(Boolean).join(' ');
}

type Undefinable<T> = { [K in keyof T]?: T[K] | undefined };
