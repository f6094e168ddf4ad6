import { Head } from '#web/ui/head.tsx';

export function Page() {
  return <Head title="Overview" />;
}
