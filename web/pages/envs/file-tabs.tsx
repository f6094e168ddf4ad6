import { Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { EnvironmentMark } from '#web/ui/environment.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Tabs } from '#web/ui/tabs.tsx';
import type { BenchParts } from './bench-parts.ts';
import { environmentOf, fileName } from './file-types.ts';

/** A tab a file, with its environment's mark; a dot says that it differs from what is stored. */
export function FileTabs({ bench, children }: { bench: BenchParts; children: ReactNode }) {
  const { shown, files } = bench;
  const host = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab is chosen
  useEffect(() => {
    host.current?.querySelector('[data-active]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [shown.fileType]);
  const tabs = shown.types.map((fileType) => ({
    value: fileType,
    label: <TabName fileType={fileType} isDraft={files.drafts.includes(fileType)} />,
  }));
  return (
    <div className="contents" ref={host}>
      <Tabs
        label="Files"
        value={shown.fileType ?? ''}
        onChange={shown.show}
        tabs={tabs}
        end={<IconButton className="new-file" label="New file" icon={Plus} onClick={() => bench.open('new-file')} />}
      >
        {children}
      </Tabs>
    </div>
  );
}

function TabName({ fileType, isDraft }: { fileType: string; isDraft: boolean }) {
  const environment = environmentOf(fileType);
  return (
    <>
      {environment !== null && <EnvironmentMark of={environment} />}
      <span className="mono">{fileName(fileType)}</span>
      {isDraft && (
        <>
          <i className="unsaved" title="not saved" />
          <span className="sr">not saved</span>
        </>
      )}
    </>
  );
}
