import type { LucideIcon } from 'lucide-react';

/** A line icon, for the eye only: whoever uses it names the control. */
export function Icon({ of: Shape, small = false, className = '' }: IconProps) {
  return <Shape className={`i ${small ? 'i-s' : ''} ${className}`} aria-hidden />;
}

type IconProps = { of: LucideIcon; small?: boolean; className?: string };
