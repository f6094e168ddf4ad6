import { type ReactNode, useId } from 'react';

export type SectionProps = { title: ReactNode; aside?: ReactNode; children: ReactNode; className?: string };

/** Opens with the ink rule. `aside` stands at the right of the title: words, or `<Link className="push link">`. */
export function Section({ title, aside, children, className = '' }: SectionProps) {
  const id = useId();
  return (
    <section className={`sec ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {typeof aside === 'string' ? <span className="push">{aside}</span> : aside}
      </header>
      {children}
    </section>
  );
}
