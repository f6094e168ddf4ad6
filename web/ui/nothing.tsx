import type { ReactNode } from 'react';

export type NothingProps = {
  /** What belongs here: "No entries yet". */
  title: string;
  children?: ReactNode;
  /** The button that begins. */
  acts?: ReactNode;
};

/** An empty list: it says what belongs there and how to begin. */
export function Nothing({ title, children, acts }: NothingProps) {
  return (
    <div className="nothing">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {acts && <div className="acts">{acts}</div>}
    </div>
  );
}
