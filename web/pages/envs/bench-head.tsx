import { Copy, Download, Eye, Lock, ScanText } from 'lucide-react';
import { paths } from '#web/paths.ts';
import { Button } from '#web/ui/button.tsx';
import { Head } from '#web/ui/head.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import type { BenchParts } from './bench-parts.ts';
import { FileMenu, phoneItems } from './file-menu.tsx';
import { InsertSecret } from './insert-secret.tsx';

export function BenchHead({ bench }: { bench: BenchParts }) {
  const { project, shown, isOpen, view, deeds, open } = bench;
  const tools = shown.fileType !== null && (
    <>
      <State isOpen={isOpen} />
      <InsertSecret view={isOpen ? view : null} />
      <Button icon={ScanText} disabled={!isOpen} onClick={() => open('fill')}>
        Fill with AI
      </Button>
    </>
  );
  const deedsOfFile = shown.fileType !== null && (
    <>
      <IconButton label={`Copy ${shown.name}`} icon={Copy} onClick={deeds.copy} />
      <IconButton label={`Download ${shown.name}`} icon={Download} onClick={deeds.download} />
    </>
  );
  return (
    <Head
      title={project.name}
      detail={project.description}
      isMono
      path={[{ label: 'Env files', to: paths.envs() }]}
      more={phoneItems(bench)}
      tools={
        <>
          {tools}
          <span className="ibs">
            {deedsOfFile}
            <FileMenu bench={bench} />
          </span>
        </>
      }
    />
  );
}

/** What can be read on the page, and until when; it also says why the buttons beside it rest. */
function State({ isOpen }: { isOpen: boolean }) {
  return (
    <span className={isOpen ? 'left state' : 'left state faint'}>
      <Icon of={isOpen ? Eye : Lock} small />
      {isOpen ? 'Revealed, covered when you leave' : 'Sealed: reveal it to change it'}
    </span>
  );
}
