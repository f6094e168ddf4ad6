import { Copy, Download, Ellipsis, EyeOff, Pencil, ScanText, Trash2 } from 'lucide-react';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Menu, type MenuItem } from '#web/ui/menu.tsx';
import type { BenchParts } from './bench-parts.ts';

/** At the end of the head's tools: what is done less often, with the file and with the project. */
export function FileMenu({ bench }: { bench: BenchParts }) {
  const items = [...ofFile(bench), ...ofProject(bench)];
  return <Menu align="end" trigger={<IconButton label="More" icon={Ellipsis} />} items={items} />;
}

/** On a phone the tools of the head are in its menu, too. */
export function phoneItems(bench: BenchParts): MenuItem[] {
  return [...toolsOf(bench), ...ofFile(bench), ...ofProject(bench)];
}

function ofProject({ open }: Pick<BenchParts, 'open'>): MenuItem[] {
  return [
    { label: 'Rename the project', icon: Pencil, run: () => open('edit-project') },
    { label: 'Delete the project', icon: Trash2, run: () => open('delete-project') },
  ];
}

function toolsOf({ deeds, shown, isOpen, open }: BenchParts): MenuItem[] {
  if (shown.fileType === null) return [];
  return [
    { label: 'Fill with AI', icon: ScanText, isDisabled: !isOpen, run: () => open('fill') },
    { label: 'Copy the file', icon: Copy, run: deeds.copy },
    { label: 'Download', icon: Download, run: deeds.download },
    'rule',
  ];
}

function ofFile({ shown, isOpen, cover, open }: BenchParts): MenuItem[] {
  if (shown.fileType === null) return [];
  return [
    { label: 'Cover the text', icon: EyeOff, isDisabled: !isOpen, run: cover.cover },
    { label: `Delete ${shown.name}`, icon: Trash2, isDisabled: shown.meta === null, run: () => open('delete-file') },
    'rule',
  ];
}
