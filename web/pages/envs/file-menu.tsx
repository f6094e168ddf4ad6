import { Copy, Download, Ellipsis, EyeOff, Pencil, ScanText, Trash2 } from 'lucide-react';
import { IconButton } from '#web/ui/icon-button.tsx';
import { Menu, type MenuItem } from '#web/ui/menu.tsx';
import type { BenchParts } from './bench-parts.ts';

export type FileMenuProps = {
  bench: BenchParts;
  /** On a phone the tools of the head stand here. */
  isPhone?: boolean;
};

export function FileMenu({ bench, isPhone = false }: FileMenuProps) {
  const { shown } = bench;
  const items: MenuItem[] = [
    ...(isPhone && shown.fileType !== null ? toolsOf(bench) : []),
    ...(shown.fileType === null ? [] : ofFile(bench)),
    ...ofProject(bench),
  ];
  return <Menu align="end" trigger={<IconButton label="More" icon={Ellipsis} />} items={items} />;
}

export function ofProject({ open }: Pick<BenchParts, 'open'>): MenuItem[] {
  return [
    { label: 'Rename the project', icon: Pencil, run: () => open('edit-project') },
    { label: 'Delete the project', icon: Trash2, run: () => open('delete-project') },
  ];
}

function toolsOf({ deeds, isOpen, open }: BenchParts): MenuItem[] {
  return [
    { label: 'Fill with AI', icon: ScanText, isDisabled: !isOpen, run: () => open('fill') },
    { label: 'Copy the file', icon: Copy, run: deeds.copy },
    { label: 'Download', icon: Download, run: deeds.download },
    'rule',
  ];
}

function ofFile({ shown, isOpen, cover, open }: BenchParts): MenuItem[] {
  return [
    { label: 'Cover the text', icon: EyeOff, isDisabled: !isOpen, run: cover.cover },
    { label: `Delete ${shown.name}`, icon: Trash2, isDisabled: shown.meta === null, run: () => open('delete-file') },
    'rule',
  ];
}
