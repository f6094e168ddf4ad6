import type { Environment } from '#shared/entries.ts';
import { useFreshly } from '#web/layout/fresh-sign-in.tsx';
import { request } from '#web/lib/http.ts';
import { downloadText, fileNameOf } from '#web/lib/text-file.ts';
import { useToasts } from '#web/ui/toaster.tsx';

/** Hands one environment of a project over as a dotenv file. The text passes through the page and stays nowhere. */
export function useExport(name: string): (environment: Environment) => Promise<void> {
  const toasts = useToasts();
  const freshly = useFreshly();
  return async (environment) => {
    const query = new URLSearchParams({ name, environment });
    try {
      const response = await freshly(() =>
        request('GET', `/api/export?${query}`, { headers: { accept: 'text/plain' } }),
      );
      const fileName = fileNameOf(name, `.${environment}.env`);
      downloadText(await response.text(), fileName);
      toasts.done('Exported', { name: fileName });
    } catch (error) {
      toasts.failed(`${environment} was not exported`, error);
    }
  };
}
