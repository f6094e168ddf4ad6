import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type Tab = { value: string; label: ReactNode };
export type TabsProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly Tab[];
  /** After the last tab, on the same line. */
  end?: ReactNode;
  /** What the chosen tab shows. */
  children: ReactNode;
};

export function Tabs({ label, value, onChange, tabs, end, children }: TabsProps) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className="tabbed">
      <div className="tabs">
        <Base.List aria-label={label}>
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value}>
              {tab.label}
            </Base.Tab>
          ))}
        </Base.List>
        {end}
      </div>
      <Base.Panel value={value} className="tab-panel">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
