/** Work that comes round by the clock. */
export type Job = { name: string; everyMs: number; run(): Promise<void> };

/** Runs each job again and again, never beside itself. A run that fails is told of, and the next one comes all the same. */
export function schedule(jobs: readonly Job[], onFault: (job: Job, error: unknown) => void): { stop(): Promise<void> } {
  const running = new Map<Job, Promise<void>>();
  const start = (job: Job) => {
    if (running.has(job)) return;
    const run = job
      .run()
      .catch((error: unknown) => onFault(job, error))
      .finally(() => running.delete(job));
    running.set(job, run);
  };
  const timers = jobs.map((job) => setInterval(start, job.everyMs, job).unref());
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
